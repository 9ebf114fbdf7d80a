"use client";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Link } from "@/components/ui/link";
import { RelativeTime, UntilDay } from "@/components/ui/relative-time";
import type { ApprovalRequestDetailDto, VoteDto } from "@/lib/approvals/dto/shapes";
import { routes } from "@/lib/core/routes";
import { ChangesSince } from "./changes-since";
import { useKnownRevision } from "./use-known-revision";

interface NoticesProps {
  workspace: string;
  request: ApprovalRequestDetailDto;
}

/** Signatures on evidence that is not there any more, the newest of each signer who has not signed again. */
function lostSignatures({ votes, evidence, signers }: ApprovalRequestDetailDto): VoteDto[] {
  const again = new Set(signers.filter(({ decision }) => decision).map(({ userId }) => userId));
  const newest = new Map(
    votes
      .filter(({ revision, userId }) => revision < evidence.revision && !again.has(userId))
      .map((vote) => [vote.userId, vote]),
  );
  return [...newest.values()];
}

/** Says that signatures count no longer, whose, and what changed under the oldest of them. */
function Invalidated({ workspace, request }: NoticesProps) {
  const { evidence, status, number } = request;
  const known = useKnownRevision(request);
  const lost = lostSignatures(request);
  if (status !== "pending" || lost.length === 0) return null;
  const oldest = Math.min(...lost.map(({ revision }) => revision));
  // What the reader has to know of it is said beside.
  const isTold = known.revision <= oldest && known.revision < evidence.revision;
  const names = lost.map(({ name, revision }) => `${name} (revision ${revision})`).join(", ");
  return (
    <Callout
      tone="warning"
      title={`The evidence changed: everybody is asked again for revision ${evidence.revision}`}
    >
      {isTold ? null : <ChangesSince request={request} since={oldest} />}
      <p>
        {lost.length === 1 ? "A signature counts" : `${lost.length} signatures count`} no longer:{" "}
        {names}.{" "}
        <Link
          href={routes.approval(workspace, number, "history")}
          className="text-accent-fg underline underline-offset-3"
        >
          See what changed
        </Link>
      </p>
    </Callout>
  );
}

/** What changed since the reader looked at it or signed it, until they say that they have looked. */
function SinceKnown({ request }: { request: ApprovalRequestDetailDto }) {
  const { revision: now } = request.evidence;
  const { revision, isSigned, look } = useKnownRevision(request);
  if (request.status !== "pending" || revision >= now) return null;
  return (
    <Callout
      title={`Changed since revision ${revision}, which you ${isSigned ? "signed" : "looked at"}`}
      actions={
        <Button size="sm" onClick={look}>
          I have looked at revision {now}
        </Button>
      }
    >
      <ChangesSince request={request} since={revision} />
    </Callout>
  );
}

function Times({ request }: { request: ApprovalRequestDetailDto }) {
  const { status, validUntil, reapprovalDueAt, scheduledFor } = request;
  if (status === "approved" && validUntil)
    return (
      <Callout tone="info">
        Approved.{" "}
        {scheduledFor ? (
          <>
            It is applied <RelativeTime at={scheduledFor} />.{" "}
          </>
        ) : null}
        The approval holds <UntilDay at={validUntil} />.
      </Callout>
    );
  if (status === "promoted" && reapprovalDueAt)
    return (
      <Callout tone="info">
        {new Date(reapprovalDueAt) < new Date() ? "It was due" : "It is due"} for another look{" "}
        <RelativeTime at={reapprovalDueAt} />.
      </Callout>
    );
  return null;
}

/** What has to be known before anything else on the page. */
export function RequestNotices({ workspace, request }: NoticesProps) {
  const { failure, emergencyReason } = request;
  return (
    <>
      {failure ? <Callout tone="danger">{failure}</Callout> : null}
      {emergencyReason ? (
        <Callout tone="danger" title="Went past the approvals">
          {emergencyReason}
        </Callout>
      ) : null}
      <Invalidated workspace={workspace} request={request} />
      <SinceKnown request={request} />
      <Times request={request} />
    </>
  );
}
