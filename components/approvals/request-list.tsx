"use client";
import { Signature } from "lucide-react";
import Link from "next/link";
import { useQueryState } from "nuqs";
import { RefreshOnChange } from "@/components/shell/refresh-on-change";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { RelativeTime } from "@/components/ui/relative-time";
import { ToggleGroup } from "@/components/ui/toggle-group";
import type { ApprovalRequestDto } from "@/lib/approvals/dto/shapes";
import { shortTarget } from "@/lib/approvals/rules/targets";
import { requestListParams } from "@/lib/approvals/search-params";
import { routes } from "@/lib/core/routes";
import { RequestStatusBadge } from "./request-status";

const VIEWS = [
  { value: "mine", label: "Waiting for me" },
  { value: "open", label: "Open" },
  { value: "requested", label: "Asked by me" },
  { value: "decided", label: "Decided" },
] as const;

const EMPTY = {
  mine: "Nothing waits for your signature. Requests that you may sign are listed here, oldest first.",
  open: "No request is open. One is opened when a client sets a protected alias or stage.",
  requested: "You have asked for nothing yet.",
  decided: "Nothing has been decided yet.",
} as const;

/** Approval requests, those that wait longest first, each with what it waits for. */
export function RequestList({ requests }: { requests: readonly ApprovalRequestDto[] }) {
  const [view, setView] = useQueryState(
    "view",
    requestListParams.view.withOptions({ shallow: false, history: "push" }),
  );
  return (
    <section aria-label="Requests" className="grid gap-3">
      <RefreshOnChange topics={["approvals"]} />
      <div className="overflow-x-auto">
        <ToggleGroup
          label="Show"
          value={view}
          onChange={(next) => void setView(next)}
          options={VIEWS}
        />
      </div>
      <Card>
        {requests.length === 0 ? (
          <EmptyState icon={<Signature />} title="No requests">
            {EMPTY[view]}
          </EmptyState>
        ) : (
          <ul className="divide-y divide-line">
            {requests.map((request) => (
              <RequestRow key={request.number} request={request} />
            ))}
          </ul>
        )}
      </Card>
    </section>
  );
}

function RequestRow({ request }: { request: ApprovalRequestDto }) {
  const { slug } = useWorkspace();
  const { number, modelName, version, action, target, standing, eligibility } = request;
  const isOpen = request.status === "pending";
  return (
    <li className="grid gap-1 px-4 py-3">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <Link
          href={routes.approval(slug, number)}
          className="min-w-0 break-words font-medium text-accent-fg text-sm hover:underline"
        >
          {modelName} {version} {action === "set" ? "to" : "away from"} {shortTarget(target)}
        </Link>
        <RequestStatusBadge status={request.status} />
        {request.isOverdue ? <Badge tone="warning">Overdue</Badge> : null}
        {request.isEmergency ? <Badge tone="danger">Emergency</Badge> : null}
      </div>
      <p className="text-muted text-sm">
        #{number}, asked by {request.requestedBy.name} <RelativeTime at={request.createdAt} />
        {isOpen && request.dueAt ? (
          <>
            , due <RelativeTime at={request.dueAt} />
          </>
        ) : null}
        . {standing.approvals} of {standing.needed} approvals.
      </p>
      {isOpen ? <p className="text-sm">{eligibility.reason}</p> : null}
    </li>
  );
}
