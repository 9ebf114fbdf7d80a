"use client";
import { Clock } from "lucide-react";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Badge } from "@/components/ui/badge";
import { Card, CardHeader } from "@/components/ui/card";
import { Link } from "@/components/ui/link";
import { RelativeTime } from "@/components/ui/relative-time";
import type { ApprovalRequestDto } from "@/lib/approvals/dto/shapes";
import { routes } from "@/lib/core/routes";

const placeOf = ({ target: { kind, value } }: ApprovalRequestDto) =>
  kind === "alias" ? `@${value}` : `${kind} ${value}`;

/** Approval requests of a model that are not decided, or wait to be applied. */
export function WaitingCard({ requests }: { requests: readonly ApprovalRequestDto[] }) {
  const { slug } = useWorkspace();
  if (requests.length === 0) return null;
  return (
    <Card>
      <CardHeader title="Waiting requests" />
      <ul>
        {requests.map((request) => (
          <li
            key={request.number}
            className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b px-4 py-2 text-sm last:border-b-0"
          >
            <Link
              href={routes.approval(slug, request.number)}
              className="font-medium text-accent-fg underline underline-offset-2"
            >
              {`#${request.number}`}
            </Link>
            <span className="min-w-0 grow break-words">
              {request.action === "set"
                ? `Version ${request.version} to ${placeOf(request)}`
                : `Version ${request.version} away from ${placeOf(request)}`}
            </span>
            {request.isOverdue ? (
              <Badge tone="warning" icon={<Clock aria-hidden="true" />}>
                Overdue
              </Badge>
            ) : null}
            <span className="text-muted text-xs">
              {request.status === "approved"
                ? "approved, waits for its time, asked "
                : `${request.standing.approvals} of ${request.standing.needed} approvals, asked `}
              <RelativeTime at={Date.parse(request.createdAt)} />
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
