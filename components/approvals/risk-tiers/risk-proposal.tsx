"use client";
import { useState } from "react";
import { useCan, useWorkspace } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { FormProblem } from "@/components/ui/form-problem";
import { RelativeTime } from "@/components/ui/relative-time";
import { toast } from "@/components/ui/toast";
import { confirmRiskTierAction, discardRiskTierAction } from "@/lib/approvals/actions";
import type { ModelRiskDto } from "@/lib/approvals/dto/risk-tiers";

type Proposal = NonNullable<ModelRiskDto["proposal"]>;

/** Puts a proposal in force or throws it away; says what went wrong. */
function useDecision({ id, model, to }: Proposal) {
  const { slug: workspace } = useWorkspace();
  const [busy, setBusy] = useState<"confirm" | "refuse" | null>(null);
  const [problem, setProblem] = useState<string>();
  const decide = async (decision: "confirm" | "refuse") => {
    setBusy(decision);
    const action = decision === "confirm" ? confirmRiskTierAction : discardRiskTierAction;
    const result = await action({ workspace, changeId: id });
    setBusy(null);
    if (!result.ok) return setProblem(result.error.message);
    toast(decision === "confirm" ? `${model} has ${to} risk now` : "The tier stays as it is", {
      tone: "success",
    });
  };
  return { busy, problem, decide };
}

/** A tier that somebody proposed, with what it would weaken, for whoever confirms or refuses it. */
export function RiskProposal({ proposal }: { proposal: Proposal }) {
  const { busy, problem, decide } = useDecision(proposal);
  const mayRefuse = useCan("risk:propose");
  const { from, to, reason, weakens, proposedBy, createdAt, confirmRefusal } = proposal;
  return (
    <Callout
      tone="warning"
      title={`Proposed: ${to} instead of ${from}`}
      actions={
        mayRefuse ? (
          <>
            {confirmRefusal === null ? (
              <Button
                size="sm"
                variant="primary"
                loading={busy === "confirm"}
                onClick={() => void decide("confirm")}
              >
                Confirm
              </Button>
            ) : null}
            <Button size="sm" loading={busy === "refuse"} onClick={() => void decide("refuse")}>
              Refuse
            </Button>
          </>
        ) : undefined
      }
    >
      <div className="grid gap-1.5">
        <p className="whitespace-pre-wrap break-words">{reason}</p>
        <p className="break-words text-muted text-xs">
          {proposedBy}, <RelativeTime at={createdAt} />
        </p>
        <ul className="list-disc pl-5">
          {weakens.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
        {confirmRefusal === null ? null : <p>{confirmRefusal}</p>}
        <FormProblem message={problem} />
      </div>
    </Callout>
  );
}
