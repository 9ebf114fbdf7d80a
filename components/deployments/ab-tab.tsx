"use client";
import { FlaskConical } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { EmptyState } from "@/components/ui/empty-state";
import { PageLinks } from "@/components/workspaces/page-links";
import type { AbTestDto } from "@/lib/deployments/dto/ab-tests";
import type { DeploymentDto, RevisionDto } from "@/lib/deployments/dto/deployments";
import { AbDialog } from "./ab-dialog";
import { armsOf } from "./ab-form";
import { AbPanel } from "./ab-panel";

interface AbTabProps {
  deployment: DeploymentDto;
  revisions: readonly RevisionDto[];
  tests: readonly AbTestDto[];
  /** Under which outcomes were posted already. */
  metrics: readonly string[];
  next: string | undefined;
  mayChange: boolean;
}

/** A/B tests of a deployment with their results, and how to start one. */
export function AbTab(props: AbTabProps) {
  const { deployment, revisions, tests, metrics, next, mayChange } = props;
  const [isAsking, setIsAsking] = useState(false);
  const arms = armsOf(deployment, revisions);
  const start =
    mayChange && arms.length > 1 ? (
      <Button variant="primary" onClick={() => setIsAsking(true)}>
        <FlaskConical aria-hidden="true" />
        Start an A/B test
      </Button>
    ) : null;
  return (
    <>
      {tests.length === 0 ? (
        <EmptyState icon={<FlaskConical />} title="No A/B test yet" action={start}>
          {arms.length > 1
            ? "An A/B test splits the traffic between two revisions and says, by what you post of their outcomes, which one is better."
            : "Add a revision first: an A/B test says which of two is better."}
        </EmptyState>
      ) : (
        <>
          {start ? <div>{start}</div> : null}
          {tests.map((test) => (
            <AbPanel key={test.number} test={test} mayChange={mayChange} />
          ))}
        </>
      )}
      <PageLinks next={next} />
      {isAsking ? (
        <Dialog open onOpenChange={() => setIsAsking(false)}>
          <AbDialog
            deployment={deployment}
            revisions={arms}
            metrics={metrics}
            onClose={() => setIsAsking(false)}
          />
        </Dialog>
      ) : null}
    </>
  );
}
