"use client";
import { Rocket } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { EmptyState } from "@/components/ui/empty-state";
import { PageLinks } from "@/components/workspaces/page-links";
import type { DeploymentDto, RevisionDto } from "@/lib/deployments/dto/deployments";
import type { RolloutDto } from "@/lib/deployments/dto/rollouts";
import { isUnwatched } from "@/lib/deployments/rules/rollout-words";
import { type AskedMonitor, RolloutDialog } from "./rollout-dialog";
import { RolloutPanel } from "./rollout-panel";

interface RolloutTabProps {
  deployment: DeploymentDto;
  revisions: readonly RevisionDto[];
  /** That watch it. */
  monitors: readonly AskedMonitor[];
  rollouts: readonly RolloutDto[];
  next: string | undefined;
  now: number;
  mayChange: boolean;
}

/** Rollouts of a deployment, and how to start one. */
export function RolloutTab(props: RolloutTabProps) {
  const { deployment, revisions, monitors, rollouts, next, now, mayChange } = props;
  const [isAsking, setIsAsking] = useState(false);
  const candidates = revisions.filter(({ weight, isGone }) => weight === 0 && !isGone);
  const start =
    mayChange && candidates.length > 0 ? (
      <Button variant="primary" onClick={() => setIsAsking(true)}>
        <Rocket aria-hidden="true" />
        Start rollout
      </Button>
    ) : null;
  return (
    <>
      {rollouts.length === 0 ? (
        <EmptyState icon={<Rocket />} title="No rollout yet" action={start}>
          {candidates.length > 0
            ? "A rollout brings a revision into the traffic by steps, and gives the traffic back when a guardrail fails."
            : "Add a revision first: a rollout brings it into the traffic by steps."}
        </EmptyState>
      ) : (
        <>
          {start ? <div>{start}</div> : null}
          {rollouts.map((rollout) => (
            <RolloutPanel
              key={rollout.number}
              rollout={rollout}
              isUnwatched={isUnwatched(rollout, now)}
              mayChange={mayChange}
            />
          ))}
        </>
      )}
      <PageLinks next={next} />
      {isAsking ? (
        <Dialog open onOpenChange={() => setIsAsking(false)}>
          <RolloutDialog
            deployment={deployment}
            monitors={monitors}
            candidates={candidates}
            onClose={() => setIsAsking(false)}
          />
        </Dialog>
      ) : null}
    </>
  );
}
