"use client";
import { ShieldCheck } from "lucide-react";
import { Card, CardHeader } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import type { ApprovalRequestDetailDto } from "@/lib/approvals/dto/shapes";
import { VERDICTS } from "@/lib/approvals/schema/requests";
import { GateRow } from "./request-gate-row";
import { RunGatesButton } from "./run-gates-button";
import { verdictLabel } from "./verdict-badge";

const HEAD = "px-3 py-2 text-left font-medium text-muted text-xs";

/** "3 pass, 1 fail": the verdicts that there are. */
function countsOf({ gates }: ApprovalRequestDetailDto): string {
  return VERDICTS.filter((verdict) => gates[verdict] > 0)
    .map((verdict) => `${gates[verdict]} ${verdictLabel(verdict).toLowerCase()}`)
    .join(", ");
}

/** What the policy checks by itself: what was asked for, what was seen, the verdict, and how old that is. */
export function RequestGates({ request }: { request: ApprovalRequestDetailDto }) {
  const { gateResults, policy } = request;
  if (gateResults.length === 0)
    return (
      <Card>
        <CardHeader title="Gates" />
        <EmptyState icon={<ShieldCheck />} title="No gates" className="py-8">
          The policy {policy.name} checks nothing by itself: people look at everything below.
        </EmptyState>
      </Card>
    );
  return (
    <Card>
      <CardHeader
        title="Gates"
        description={countsOf(request)}
        actions={<RunGatesButton request={request} />}
      />
      <table aria-label="Gates" className="w-full border-collapse text-sm">
        <thead className="border-b">
          <tr>
            <th scope="col" className={HEAD}>
              Verdict
            </th>
            <th scope="col" className={HEAD}>
              Check
            </th>
            <th scope="col" className={`${HEAD} max-md:hidden`}>
              Asked for
            </th>
            <th scope="col" className={`${HEAD} max-md:hidden`}>
              Seen
            </th>
            <th scope="col" className={`${HEAD} max-sm:hidden`}>
              Ran
            </th>
            <th scope="col" className={HEAD}>
              <span className="sr-only">Evidence</span>
            </th>
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {gateResults.map((gate) => (
            <GateRow key={gate.key} gate={gate} request={request} />
          ))}
        </tbody>
      </table>
    </Card>
  );
}
