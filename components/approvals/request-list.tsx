"use client";
import { Signature } from "lucide-react";
import { RefreshOnChange } from "@/components/shell/refresh-on-change";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { useRowKeys } from "@/components/ui/use-row-keys";
import type { ApprovalRequestDto, WaitingDto } from "@/lib/approvals/dto/shapes";
import { RequestFilters } from "./request-filters";
import { RequestRow } from "./request-row";
import { type RequestView, useRequestFilters } from "./use-request-filters";

const EMPTY: Readonly<Record<RequestView, string>> = {
  mine: "Nothing waits for your signature. Requests that you may sign are listed here, oldest first.",
  open: "No request is open. Ask from the page of a version, or set a protected alias with a client.",
  requested: "You have asked for nothing yet. Ask for a promotion from the page of a version.",
  decided: "Nothing has been decided yet.",
  follow_ups: "Nothing is owed: no emergency waits to be looked into, and no approval has lapsed.",
};

interface RequestListProps {
  requests: readonly ApprovalRequestDto[];
  waiting: WaitingDto;
}

function Nothing() {
  const { filters, isFiltered, clear } = useRequestFilters();
  if (isFiltered)
    return (
      <EmptyState
        icon={<Signature />}
        title="No request matches"
        action={<Button onClick={clear}>Clear filters</Button>}
      >
        Try fewer words, or another tab.
      </EmptyState>
    );
  return (
    <EmptyState icon={<Signature />} title="No requests">
      {EMPTY[filters.view]}
    </EmptyState>
  );
}

/** Approval requests, those that wait longest first, each with what it waits for. */
export function RequestList({ requests, waiting }: RequestListProps) {
  const list = useRowKeys({ group: "Requests", noun: "request" });
  return (
    <section aria-label="Requests" className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <RefreshOnChange topics={["approvals"]} />
      <RequestFilters waiting={waiting} />
      <Card>
        {requests.length === 0 ? (
          <Nothing />
        ) : (
          <ul ref={list} className="divide-y divide-line">
            {requests.map((request) => (
              <RequestRow key={request.number} request={request} />
            ))}
          </ul>
        )}
      </Card>
    </section>
  );
}
