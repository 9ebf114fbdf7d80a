"use client";
import { MessageSquare } from "lucide-react";
import { useState } from "react";
import { useCan, useWorkspace } from "@/components/shell/workspace-context";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card, CardHeader } from "@/components/ui/card";
import { cn } from "@/components/ui/class-names";
import { EmptyState } from "@/components/ui/empty-state";
import { Markdown } from "@/components/ui/markdown";
import { RelativeTime } from "@/components/ui/relative-time";
import { toast } from "@/components/ui/toast";
import { resolveCommentAction } from "@/lib/approvals/actions";
import type {
  ApprovalCommentDto,
  ApprovalRequestDetailDto,
  VoteDto,
} from "@/lib/approvals/dto/shapes";
import { DECISION_LOOKS } from "./decision-looks";
import { LookBadge } from "./look-badge";
import { MEANING_LOOKS } from "./meanings";
import { useRequestDialogs } from "./request-dialogs";
import { SEVERITY_LOOKS } from "./severity";

/** Whether the reader may settle a comment; what the server decides by. */
function useMayResolve(request: ApprovalRequestDetailDto) {
  const { person } = useWorkspace();
  const mayVote = useCan("approval:vote");
  const mayWrite = useCan("approval:request");
  const isRequester = request.requestedBy.userId === person.id;
  return ({ author, severity, resolvedAt }: ApprovalCommentDto) => {
    if (resolvedAt || !mayWrite) return false;
    if (author.userId === person.id) return true;
    return severity === "blocking" ? request.eligibility.mayVote : isRequester || mayVote;
  };
}

interface CommentProps {
  comment: ApprovalCommentDto;
  number: number;
  mayResolve: boolean;
}

function Comment({ comment, number, mayResolve }: CommentProps) {
  const { slug: workspace } = useWorkspace();
  const [isBusy, setIsBusy] = useState(false);
  const resolve = async () => {
    setIsBusy(true);
    const result = await resolveCommentAction({ workspace, number, commentId: comment.id });
    setIsBusy(false);
    if (!result.ok) toast(result.error.message, { tone: "danger" });
  };
  return (
    <li className="grid gap-1.5 px-4 py-3">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm">
        <span className="font-medium">{comment.author.name}</span>
        <LookBadge look={SEVERITY_LOOKS[comment.severity]} />
        <RelativeTime at={comment.createdAt} className="text-muted text-xs" />
        {comment.resolvedAt ? <Badge tone="success">Resolved by {comment.resolvedBy}</Badge> : null}
      </div>
      <Markdown text={comment.body} className={cn(comment.resolvedAt && "text-muted")} />
      {mayResolve ? (
        <div>
          <Button size="sm" loading={isBusy} onClick={() => void resolve()}>
            Resolve
          </Button>
        </div>
      ) : null}
    </li>
  );
}

/** A signature as it was given: who, when, in which meaning, on which evidence, in which words. */
function Signed({ vote }: { vote: VoteDto }) {
  return (
    <li className="grid gap-1.5 px-4 py-3">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm">
        <span className="font-medium">{vote.name}</span>
        <LookBadge look={DECISION_LOOKS[vote.decision]} />
        <RelativeTime at={vote.createdAt} className="text-muted text-xs" />
        {vote.validUntil ? (
          <Badge tone="info">Holds until {vote.validUntil.slice(0, 10)}</Badge>
        ) : null}
        {vote.counts ? null : <Badge>Counts no longer</Badge>}
      </div>
      <p className={cn("max-w-prose break-words text-sm", !vote.counts && "text-muted")}>
        {vote.statement}
      </p>
      <p className="break-all text-muted text-xs">
        Signed as {MEANING_LOOKS[vote.meaning].label.toLowerCase()}, revision {vote.revision},
        sha256:{vote.evidenceHash.slice(0, 12)}…
        {vote.onBehalfOf ? `, for ${vote.onBehalfOf.name}` : ""}
        {vote.supersededReason ? `. ${vote.supersededReason}` : ""}
      </p>
    </li>
  );
}

/** What people said and signed, in the order in which they did. */
export function RequestDiscussion({ request }: { request: ApprovalRequestDetailDto }) {
  const { open, mayComment } = useRequestDialogs();
  const mayResolve = useMayResolve(request);
  const { comments, votes, number } = request;
  const said = [
    ...comments.map((comment) => ({ at: comment.createdAt, comment, vote: null })),
    ...votes.map((vote) => ({ at: vote.createdAt, comment: null, vote })),
  ].sort((a, b) => a.at.localeCompare(b.at));
  return (
    <Card>
      <CardHeader
        title="Discussion"
        actions={
          mayComment ? (
            <Button size="sm" onClick={() => open("comment")}>
              <MessageSquare aria-hidden="true" />
              Comment
            </Button>
          ) : null
        }
      />
      {said.length === 0 ? (
        <EmptyState icon={<MessageSquare />} title="Nothing was said yet" className="py-8">
          Ask what is not clear, or say what has to change. A blocking comment holds the approval up
          until it is resolved.
        </EmptyState>
      ) : (
        <ol aria-label="Discussion" className="divide-y divide-line">
          {said.map(({ comment, vote }) =>
            comment ? (
              <Comment
                key={`comment-${comment.id}`}
                comment={comment}
                number={number}
                mayResolve={mayResolve(comment)}
              />
            ) : vote ? (
              <Signed key={`vote-${vote.id}`} vote={vote} />
            ) : null,
          )}
        </ol>
      )}
    </Card>
  );
}
