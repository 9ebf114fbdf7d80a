"use client";
import { CircleCheck, CircleDashed, ExternalLink, UserRoundCheck, UserRoundX } from "lucide-react";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { Markdown } from "@/components/ui/markdown";
import type { ApprovalRequestDetailDto } from "@/lib/approvals/dto/shapes";
import { formatPlural } from "@/lib/core/format";
import { RequestApply } from "./request-apply";
import { DecisionButtons, OtherButtons } from "./request-buttons";
import { RequestSigners } from "./request-signers";

/** Why it was asked for, and the ticket about it. */
function Note({ request }: { request: ApprovalRequestDetailDto }) {
  const { note, ticketUrl, requestedBy } = request;
  return (
    <div className="grid gap-1">
      <h3 className="text-muted text-xs">Note from {requestedBy.name}</h3>
      {note === "" ? (
        <p className="text-muted">None was left.</p>
      ) : (
        <Markdown text={note} className="max-h-48 overflow-y-auto" />
      )}
      {ticketUrl ? (
        <a
          href={ticketUrl}
          target="_blank"
          rel="noreferrer noopener"
          className="inline-flex min-w-0 items-center gap-1 text-accent-fg hover:underline"
        >
          <ExternalLink aria-hidden="true" className="size-3.5 shrink-0" />
          <span className="min-w-0 break-all">{ticketUrl.replace(/^https?:\/\//, "")}</span>
        </a>
      ) : null}
    </div>
  );
}

/** Whether the reader may sign, and why not. */
function Eligibility({ request }: { request: ApprovalRequestDetailDto }) {
  const { eligibility, status } = request;
  if (status !== "pending") return null;
  const { mayVote, reason, onBehalfOf } = eligibility;
  const Icon = mayVote ? UserRoundCheck : UserRoundX;
  return (
    <div className="flex gap-2 rounded-md border bg-sunken px-3 py-2">
      <Icon aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-muted" />
      <div className="min-w-0">
        <p className="font-medium">{mayVote ? "You may sign this" : "You cannot sign this"}</p>
        <p className="text-muted">{reason}</p>
        {onBehalfOf.length > 0 && mayVote ? (
          <p className="text-muted">
            You hold the turn of {onBehalfOf.map(({ name }) => name).join(" and ")}.
          </p>
        ) : null}
      </div>
    </div>
  );
}

function Missing({ request }: { request: ApprovalRequestDetailDto }) {
  const { standing, status } = request;
  if (status !== "pending") return null;
  if (standing.missing.length === 0)
    return (
      <p className="flex gap-2">
        <CircleCheck aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-success-fg" />
        Nothing is missing. The next approval applies it; whoever has approved may sign once more.
      </p>
    );
  return (
    <div className="grid gap-1">
      <h3 className="text-muted text-xs">Still missing</h3>
      <ul aria-label="Still missing" className="grid gap-1">
        {standing.missing.map((sentence) => (
          <li key={sentence} className="flex gap-2">
            <CircleDashed aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-warning-fg" />
            <span className="min-w-0 break-words">{sentence}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Who has signed and who may, what is missing, why it was asked for, and the buttons: all in one place. */
export function RequestDecision({ request }: { request: ApprovalRequestDetailDto }) {
  const { approvals, needed } = request.standing;
  return (
    <Card className="lg:max-h-[calc(100dvh-7.5rem)]">
      <CardHeader
        title="Decision"
        description={`${approvals} of ${formatPlural(needed, "approval")}`}
      />
      <CardBody className="grid gap-4 overflow-y-auto text-sm" tabIndex={-1}>
        <Note request={request} />
        <RequestApply request={request} />
        <Eligibility request={request} />
        <Missing request={request} />
        <DecisionButtons className="flex flex-wrap gap-2 max-lg:hidden" />
        <OtherButtons request={request} />
        <RequestSigners request={request} />
      </CardBody>
    </Card>
  );
}
