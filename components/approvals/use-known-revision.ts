"use client";
import { useEffect, useState } from "react";
import { useWorkspace } from "@/components/shell/workspace-context";
import { useStoredNumber } from "@/components/ui/use-stored-number";
import type { ApprovalRequestDetailDto } from "@/lib/approvals/dto/shapes";

interface KnownRevision {
  /** The newest that the reader signed or said to have looked at. */
  revision: number;
  isSigned: boolean;
  /** Takes the evidence as it is now for looked at. */
  look: () => void;
}

/** Which state of the evidence the reader knows: what they signed is on record, what they looked at this browser remembers. */
export function useKnownRevision(request: ApprovalRequestDetailDto): KnownRevision {
  const { slug, person } = useWorkspace();
  const { number, votes, evidence } = request;
  const now = evidence.revision;
  const [looked, setLooked] = useStoredNumber(`seen.${person.id}.${slug}.${number}`, 0);
  const signed = Math.max(
    0,
    ...votes.filter(({ userId }) => userId === person.id).map(({ revision }) => revision),
  );
  // What a browser remembers is known only once the page is its own.
  const [isHere, setIsHere] = useState(false);
  useEffect(() => setIsHere(true), []);
  // Whoever opens it for the first time has read what it is.
  useEffect(() => {
    if (isHere && looked === 0) setLooked(now);
  }, [isHere, looked, now, setLooked]);
  const known = Math.max(signed, Math.min(looked, now));
  return {
    revision: known === 0 ? now : known,
    isSigned: known !== 0 && known === signed,
    look: () => setLooked(now),
  };
}
