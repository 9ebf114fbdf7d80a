"use client";
import { RiskBadge } from "@/components/models/risk-badge";
import { useCan } from "@/components/shell/workspace-context";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { RelativeTime } from "@/components/ui/relative-time";
import type { ModelRiskDto, RiskTierChangeDto } from "@/lib/approvals/dto/risk-tiers";
import { ChangeRiskButton } from "./change-risk-dialog";
import { RiskProposal } from "./risk-proposal";

function Decided({ change }: { change: RiskTierChangeDto }) {
  const { status, from, to, reason, proposedBy, decidedBy, decidedAt } = change;
  const isApplied = status === "applied";
  return (
    <li className="grid gap-0.5">
      <span>
        {isApplied ? `From ${from} to ${to}` : `Not from ${from} to ${to}`}
        {decidedAt ? (
          <span className="text-muted text-xs">
            {", "}
            <RelativeTime at={decidedAt} />
          </span>
        ) : null}
      </span>
      <span className="break-words text-muted text-xs">
        {reason} By {proposedBy}
        {decidedBy && decidedBy !== proposedBy
          ? `, ${isApplied ? "confirmed" : "refused"} by ${decidedBy}`
          : ""}
      </span>
    </li>
  );
}

/** How much depends on a model and why; the way to change that, and what waits for somebody else's word. */
export function RiskCard({ name, risk }: { name: string; risk: ModelRiskDto }) {
  const mayChange = useCan("risk:propose");
  const { riskTier, riskReason, proposal, history } = risk;
  return (
    <Card>
      <CardHeader
        title="Risk tier"
        actions={mayChange ? <ChangeRiskButton name={name} risk={risk} /> : null}
      />
      <CardBody className="grid gap-3 text-sm">
        <div className="grid justify-items-start gap-1">
          <RiskBadge tier={riskTier} />
          <p className="break-words text-muted text-xs">
            {riskReason === "" ? "Nobody has given a reason for this tier." : riskReason}
          </p>
        </div>
        {proposal ? <RiskProposal key={proposal.id} proposal={proposal} /> : null}
        {history.length > 0 ? (
          <details>
            <summary className="text-muted text-xs">Changes of the tier</summary>
            <ol aria-label="Changes of the tier" className="mt-2 grid gap-2">
              {history.map((change) => (
                <Decided key={change.id} change={change} />
              ))}
            </ol>
          </details>
        ) : null}
      </CardBody>
    </Card>
  );
}
