"use client";
import { CalendarClock, CircleAlert, RefreshCw, Siren, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Badge } from "@/components/ui/badge";
import { Link } from "@/components/ui/link";
import { RelativeTime } from "@/components/ui/relative-time";
import type { ApprovalRequestDto } from "@/lib/approvals/dto/shapes";
import { shortTarget } from "@/lib/approvals/rules/targets";
import { formatPlural } from "@/lib/core/format";
import { routes } from "@/lib/core/routes";
import { FollowUpButton } from "./follow-up-dialog";
import { RequestStatusBadge } from "./request-status";

/** What is out of the ordinary about a request. */
function Marks({ request }: { request: ApprovalRequestDto }) {
  const { status, isOverdue, isEmergency, renews, lapsedAt, riskTier, followUp } = request;
  const isGrave = riskTier === "high" || riskTier === "critical";
  return (
    <>
      <RequestStatusBadge status={status} />
      {isOverdue || followUp?.isOverdue ? (
        <Badge tone="warning" icon={<CalendarClock aria-hidden="true" />}>
          Overdue
        </Badge>
      ) : null}
      {isEmergency ? (
        <Badge tone="danger" icon={<Siren aria-hidden="true" />}>
          Emergency
        </Badge>
      ) : null}
      {renews === null ? null : (
        <Badge tone="info" icon={<RefreshCw aria-hidden="true" />}>
          Renewal
        </Badge>
      )}
      {lapsedAt === null ? null : (
        <Badge tone="warning" icon={<TriangleAlert aria-hidden="true" />}>
          Approval lapsed
        </Badge>
      )}
      {isGrave ? (
        <Badge tone="warning" icon={<CircleAlert aria-hidden="true" />}>
          {`${riskTier} risk`}
        </Badge>
      ) : null}
    </>
  );
}

/** What matters now about when: until when it is to be decided, or when something happened. */
function When({ request }: { request: ApprovalRequestDto }): ReactNode {
  const { status, dueAt, scheduledFor, followUp, promotedAt, lapsedAt, decidedAt } = request;
  if (followUp && followUp.closedAt === null)
    return (
      <>
        {" "}
        The follow-up is due <RelativeTime at={followUp.dueAt} />.
      </>
    );
  if (lapsedAt)
    return (
      <>
        {" "}
        Another look was due <RelativeTime at={lapsedAt} />.
      </>
    );
  if (status === "pending" && dueAt)
    return (
      <>
        {" "}
        Due <RelativeTime at={dueAt} />.
      </>
    );
  if (status === "approved" && scheduledFor)
    return (
      <>
        {" "}
        It is applied <RelativeTime at={scheduledFor} />.
      </>
    );
  if (promotedAt)
    return (
      <>
        {" "}
        Applied <RelativeTime at={promotedAt} />.
      </>
    );
  if (status === "pending" || !decidedAt) return null;
  return (
    <>
      {" "}
      Decided <RelativeTime at={decidedAt} />.
    </>
  );
}

/** Why it is the reader's to decide, or why not; what else is missing. */
function sentenceOf({ status, eligibility, standing, followUp }: ApprovalRequestDto): string {
  if (followUp && followUp.closedAt === null)
    return followUp.mayClose
      ? "You may close the follow-up."
      : "Somebody else who may approve closes the follow-up.";
  if (status !== "pending") return "";
  const who = eligibility.isAwaited
    ? `Yours to decide: ${eligibility.reason}`
    : `Not yours to decide: ${eligibility.mayVote ? "you have decided." : eligibility.reason}`;
  return [/[.!?]$/.test(who) ? who : `${who}.`, ...standing.missing].join(" ");
}

/** One request in a list. */
export function RequestRow({ request }: { request: ApprovalRequestDto }) {
  const { slug } = useWorkspace();
  const { number, modelName, version, action, target, standing, requestedBy, renews } = request;
  const sentence = sentenceOf(request);
  const preposition = renews === null ? "to" : "at";
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3 hover:bg-hover">
      <div className="grid min-w-0 flex-1 basis-72 gap-1">
        <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <Link
            data-row
            href={routes.approval(slug, number)}
            className="min-w-0 break-words font-medium text-accent-fg text-sm hover:underline"
          >
            {modelName} {version} {action === "set" ? preposition : "away from"}{" "}
            {shortTarget(target)}
          </Link>
          <Marks request={request} />
        </div>
        <p className="break-words text-muted text-sm tabular-nums">
          #{number}, asked by {requestedBy.name} <RelativeTime at={request.createdAt} />.{" "}
          {standing.approvals} of {formatPlural(standing.needed, "approval")}.
          <When request={request} />
        </p>
        {sentence === "" ? null : <p className="break-words text-sm">{sentence}</p>}
      </div>
      {request.followUp?.mayClose ? <FollowUpButton request={request} /> : null}
    </li>
  );
}
