"use client";
import { Pause, Play, RefreshCw, X } from "lucide-react";
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
  declineAgreedRolloutAction,
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

type Asked = keyof typeof DIALOGS | "retrain";

/** What each asks, and what it does with the reason. */
const DIALOGS = {
  pause: {
    title: "Pause the rollout?",
    descriptionOf: () =>
      "It stops where it is. Its guardrails go on, and somebody has to resume it.",
    ...{ submitLabel: "Pause", isReasonRequired: true, done: "Paused." },
    send: pauseRolloutFromIncidentAction,
  },
  start: {
    title: "Start the agreed rollout?",
    descriptionOf: (name: string) =>
      `The retrained version comes into the traffic of “${name}” by steps.`,
    ...{ submitLabel: "Start", isReasonRequired: false, done: "The rollout has begun." },
    send: startAgreedRolloutAction,
  },
  decline: {
    title: "Decline the agreed rollout?",
    descriptionOf: (name: string) =>
      `The retrained version stays registered, and “${name}” serves as it does. It can still be rolled out from the deployment.`,
    ...{ submitLabel: "Decline", isReasonRequired: true, done: "Declined." },
    send: declineAgreedRolloutAction,
  },
} as const;

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
  const { title, descriptionOf, submitLabel, isReasonRequired, send, done } = DIALOGS[asked];
  return (
    <Dialog open onOpenChange={onClose}>
      <TextDialog
        title={title}
        description={descriptionOf(deployment.name)}
        submitLabel={submitLabel}
        field={{ ...REASON, required: isReasonRequired }}
        send={(reason) => send({ workspace, incident, reason, idempotencyKey })}
        done={done}
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
  const hasWhy = status === "failed" || status === "refused" || status === "declined";
  return (
    <div className="grid gap-1 text-sm">
      <p>
        <span className="font-medium">Retraining:</span> {RETRAINING_WORDS[status]}.
      </p>
      {hasWhy && reason !== "" ? (
        <p className="break-words text-muted [overflow-wrap:anywhere]">{reason}</p>
      ) : null}
      <CourseLinks workspace={slug} deployment={deployment.name} about={about} />
    </div>
  );
}

interface ActButtonsProps {
  offersRollout: boolean;
  /** Whether what serves may be changed. */
  mayChange: boolean;
  mayPause: boolean;
  mayRetrain: boolean;
  onAsk: (asked: Asked) => void;
}

function ActButtons({ offersRollout, mayChange, mayPause, mayRetrain, onAsk }: ActButtonsProps) {
  return (
    <div className="flex flex-wrap gap-2 empty:hidden">
      {offersRollout && mayChange ? (
        <Button variant="primary" onClick={() => onAsk("start")}>
          <Play aria-hidden="true" />
          Start the agreed rollout
        </Button>
      ) : null}
      {offersRollout ? (
        <Button onClick={() => onAsk("decline")}>
          <X aria-hidden="true" />
          Decline the rollout
        </Button>
      ) : null}
      {mayPause ? (
        <Button onClick={() => onAsk("pause")}>
          <Pause aria-hidden="true" />
          Pause the rollout
        </Button>
      ) : null}
      {mayRetrain ? (
        <Button onClick={() => onAsk("retrain")}>
          <RefreshCw aria-hidden="true" />
          Retrain
        </Button>
      ) : null}
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
        <ActButtons
          offersRollout={mayWrite && retraining?.status === "offered"}
          {...{ mayChange, mayPause, mayRetrain: offersRetraining && canRun }}
          onAsk={setAsked}
        />
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
