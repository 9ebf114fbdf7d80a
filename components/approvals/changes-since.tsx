"use client";
import { useQuery } from "@tanstack/react-query";
import { useWorkspace } from "@/components/shell/workspace-context";
import { SkeletonLines } from "@/components/ui/skeleton";
import type { ApprovalRequestDetailDto } from "@/lib/approvals/dto/shapes";
import { changesSinceOptions } from "@/lib/approvals/query-options";
import { EvidenceDifferences } from "./evidence-differences";

interface ChangesSinceProps {
  request: ApprovalRequestDetailDto;
  /** The revision that the reader knows. */
  since: number;
}

/** What is other in the evidence than the reader knows it, over every revision between. */
export function ChangesSince({ request, since }: ChangesSinceProps) {
  const { slug } = useWorkspace();
  const { number, evidence } = request;
  const { data, error } = useQuery(
    changesSinceOptions(slug, { number, since, revision: evidence.revision }),
  );
  if (error) return <p role="alert">What changed could not be read: {error.message}</p>;
  if (!data) return <SkeletonLines lines={2} label="Reading what changed" />;
  if (data.differences.length === 0)
    return <p>Everything in it is again what it was in revision {since}.</p>;
  return <EvidenceDifferences differences={data.differences} />;
}
