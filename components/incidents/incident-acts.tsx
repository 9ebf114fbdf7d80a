"use client";
import { Pause, Play, RefreshCw } from "lucide-react";
import { useState } from "react";
import { TextDialog } from "@/components/approvals/text-dialog";
import { useMayChange } from "@/components/deployments/use-may-change";
import { useCan, useWorkspace } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { Dialog } from "@/components/ui/dialog";
import type { BackendDto } from "@/lib/compute/dto/backends";
import { usableBackends } from "@/lib/compute/rules/backends";
import type { DeploymentDto } from "@/lib/deployments/dto/deployments";
import {
  pauseRolloutFromIncidentAction,
  startAgreedRolloutAction,
} from "@/lib/incidents/actions/acts";
import type { IncidentActsDto, TrainingProposalDto } from "@/lib/incidents/dto/acts";
import { mayRetrain, RETRAINING_WORDS } from "@/lib/incidents/rules/act-words";
import { CourseLinks } from "./course-links";
import { RetrainDialog } from "./retrain-dialog";

const REASON = { name: "reason", label: "Why", maxLength: 2_000 } as const;

interface IncidentActsProps {
  incident: number;
  isResolved: boolean;
  deployment: DeploymentDto;
  acts: IncidentActsDto;
  proposal: TrainingProposalDto;
  backends: readonly BackendDto[];
}

type Asked = "pause" | "retrain" | "start";

function ActDialogs({
  asked,
  incident,
  deployment,
  proposal,
  backends,
  onClose,
}: IncidentActsProps & { asked: Asked; onClose: () => void }) {
  const { slug: workspace } = useWorkspace();
  const [idempotencyKey] = useState(() => crypto.randomUUID());
  if (asked === "retrain") {
    const usable = usableBackends(backends);
    return <RetrainDialog {...{ incident, proposal, onClose }} backends={usable} />;
  }
  const isPause = asked === "pause";
  return (
    <Dialog open onOpenChange={onClose}>
      <TextDialog
        title={isPause ? "Pause the rollout?" : "Start the agreed rollout?"}
        description={
          isPause
            ? "It stops where it is. Its guardrails go on, and somebody has to resume it."
            : `The retrained version comes into the traffic of “${deployment.name}” by steps.`
        }
        submitLabel={isPause ? "Pause" : "Start"}
        field={{ ...REASON, required: isPause }}
        send={(reason) =>
          isPause
            ? pauseRolloutFromIncidentAction({ workspace, incident, reason, idempotencyKey })
            : startAgreedRolloutAction({ workspace, incident, reason })
        }
        done={isPause ? "Paused." : "The rollout has begun."}
        onClose={onClose}
      />
    </Dialog>
  );
}

/** How far the newest retraining is, with all that came of it. */
function Retraining({ acts: { retraining }, deployment }: IncidentActsProps) {
  const { slug } = useWorkspace();
  if (!retraining) return null;
  const { status, reason, job, model, version, approval, rollout } = retraining;
  const about = {
    ...(job === null ? {} : { job }),
    ...(model === null || version === null ? {} : { model, version }),
    ...(approval === null ? {} : { approval }),
    ...(rollout === null ? {} : { rollout }),
  };
  const isBad = status === "failed" || status === "refused";
  return (
    <div className="grid gap-1 text-sm">
      <p>
        <span className="font-medium">Retraining:</span> {RETRAINING_WORDS[status]}.
      </p>
      {isBad && reason !== "" ? (
        <p className="break-words text-muted [overflow-wrap:anywhere]">{reason}</p>
      ) : null}
      <CourseLinks workspace={slug} deployment={deployment.name} about={about} />
    </div>
  );
}

/** What can be done about an incident beside going back, and what is being done. */
export function IncidentActs(props: IncidentActsProps) {
  const { acts, isResolved, deployment, backends } = props;
  const [asked, setAsked] = useState<Asked | null>(null);
  const [mayWrite, mayLaunch] = [useCan("incident:write"), useCan("job:launch")];
  const mayChange = useMayChange(deployment);
  const { rollout, retraining } = acts;
  const mayPause =
    mayWrite && mayChange && !isResolved && rollout !== null && rollout.phase !== "paused";
  const canRun = usableBackends(backends).length > 0;
  const offersRetraining = mayWrite && mayLaunch && !isResolved && mayRetrain(retraining);
  const mayStart = mayWrite && mayChange && retraining?.status === "offered";
  return (
    <Card>
      <CardHeader title="What is done" />
      <CardBody className="grid gap-3">
        <Retraining {...props} />
        {rollout ? (
          <p className="text-sm">
            Rollout {rollout.number} {rollout.phase === "paused" ? "is paused" : "is under way"}.
          </p>
        ) : null}
        {rollout || retraining ? null : <p className="text-muted text-sm">Nothing yet.</p>}
        <div className="flex flex-wrap gap-2 empty:hidden">
          {mayStart ? (
            <Button variant="primary" onClick={() => setAsked("start")}>
              <Play aria-hidden="true" />
              Start the agreed rollout
            </Button>
          ) : null}
          {mayPause ? (
            <Button onClick={() => setAsked("pause")}>
              <Pause aria-hidden="true" />
              Pause the rollout
            </Button>
          ) : null}
          {offersRetraining && canRun ? (
            <Button onClick={() => setAsked("retrain")}>
              <RefreshCw aria-hidden="true" />
              Retrain
            </Button>
          ) : null}
        </div>
        {offersRetraining && !canRun ? (
          <p className="text-muted text-sm">
            Nothing can be retrained from here: no compute backend takes jobs.
          </p>
        ) : null}
        {asked ? <ActDialogs {...props} asked={asked} onClose={() => setAsked(null)} /> : null}
      </CardBody>
    </Card>
  );
}
