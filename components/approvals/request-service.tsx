import { CircleCheck, TriangleAlert } from "lucide-react";
import Link from "next/link";
import { Badge } from "@/components/ui/badge";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { RelativeTime } from "@/components/ui/relative-time";
import { formatDuration } from "@/lib/core/format";
import { routes } from "@/lib/core/routes";
import type { DeploymentDto, RevisionDto } from "@/lib/deployments/dto/deployments";
import type { RolloutDto } from "@/lib/deployments/dto/rollouts";
import { formatShare } from "@/lib/deployments/rules/plans";
import {
  limitWords,
  metricWords,
  PHASE_WORDS,
  toneOfPhase,
} from "@/lib/deployments/rules/rollout-words";

export interface ServiceItem {
  deployment: DeploymentDto;
  /** The newest that brings, or brought, the version that is asked for; null when none was started. */
  rollout: RolloutDto | null;
}

/** A revision that serves now: where a rollback would lead, and how it was last found. */
function InForce({ revision, isRunning }: { revision: RevisionDto; isRunning: boolean }) {
  const { number, model, version, weight, state } = revision;
  const isVerified = isRunning && state.status === "ready";
  const Icon = isVerified ? CircleCheck : TriangleAlert;
  return (
    <li className="flex gap-2">
      <Icon
        aria-label={isVerified ? "Verified:" : "Problem:"}
        className={`mt-0.5 size-4 shrink-0 ${isVerified ? "text-success-fg" : "text-warning-fg"}`}
      />
      <span className="min-w-0 break-words">
        Revision {number} ({model} {version}) gets {formatShare(weight)}.{" "}
        {isVerified ? "It is loaded and answers" : "It is not loaded and answering"}, seen{" "}
        <RelativeTime at={state.observedAt} />.
      </span>
    </li>
  );
}

function Rollout({ rollout }: { rollout: RolloutDto }) {
  const { number, phase, steps, plan, stable, events } = rollout;
  const first = events.at(-1);
  const placed = steps.map((step, index) => ({ ...step, place: index + 1 }));
  return (
    <div className="grid gap-2">
      <p className="flex flex-wrap items-center gap-2">
        Rollout {number}
        <Badge tone={toneOfPhase(phase)}>{PHASE_WORDS[phase]}</Badge>
        <span className="text-muted">back to revision {stable} when a guardrail fails</span>
      </p>
      {first?.reason ? <p className="break-words text-muted">{first.reason}</p> : null}
      <ol aria-label={`Steps of rollout ${number}`} className="flex flex-wrap gap-x-4 tabular-nums">
        {placed.map(({ place, weight, shadow, bakeSeconds, needsApproval }) => (
          <li key={place}>
            {place}. {shadow > 0 ? `copies of ${formatShare(shadow)}` : formatShare(weight)}{" "}
            <span className="text-muted">
              {needsApproval
                ? "until somebody lets it on"
                : bakeSeconds > 0
                  ? `for ${formatDuration(bakeSeconds * 1_000)}`
                  : "no wait"}
            </span>
          </li>
        ))}
      </ol>
      <ul aria-label={`Checks of rollout ${number}`} className="grid gap-1">
        {plan.checks.map((check) => (
          <li key={check.key} className="flex flex-wrap gap-2">
            <Badge>{check.role === "guardrail" ? "Guardrail" : "Signal"}</Badge>
            <span className="min-w-0 break-words">
              {metricWords(check)}: {limitWords(check)}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** What serves in the environment that is asked for, and the rollout that brings the version there. */
export function RequestService({
  workspace,
  environment,
  items,
}: {
  workspace: string;
  environment: string;
  items: readonly ServiceItem[];
}) {
  return (
    <Card>
      <CardHeader
        title={`In service in ${environment}`}
        description="Where a rollback leads, as it was last seen, and the rollout of this version."
      />
      <CardBody className="grid gap-5 text-sm">
        {items.map(({ deployment, rollout }) => (
          <section key={deployment.name} aria-label={deployment.name} className="grid gap-2">
            <h3 className="font-medium">
              <Link
                href={routes.deployment(workspace, deployment.name, "rollouts")}
                className="text-accent-fg underline underline-offset-2"
              >
                {deployment.name}
              </Link>
            </h3>
            <ul aria-label="Revisions in force" className="grid gap-1">
              {deployment.serves
                .filter(({ weight }) => weight > 0)
                .map((revision) => (
                  <InForce
                    key={revision.number}
                    revision={revision}
                    isRunning={deployment.status === "running"}
                  />
                ))}
            </ul>
            {rollout ? (
              <Rollout rollout={rollout} />
            ) : (
              <p className="text-muted">No rollout of this version was started.</p>
            )}
          </section>
        ))}
      </CardBody>
    </Card>
  );
}
