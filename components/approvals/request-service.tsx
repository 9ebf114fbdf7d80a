import { CircleCheck, CircleHelp, TriangleAlert } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { Link } from "@/components/ui/link";
import { RelativeTime } from "@/components/ui/relative-time";
import type { ApprovalRequestDetailDto } from "@/lib/approvals/dto/shapes";
import { formatDuration } from "@/lib/core/format";
import { routes } from "@/lib/core/routes";
import type { DeploymentDto, RevisionDto } from "@/lib/deployments/dto/deployments";
import type { RolloutDto, ServiceDto } from "@/lib/deployments/dto/rollouts";
import { verificationOf } from "@/lib/deployments/rules/health";
import { formatShare } from "@/lib/deployments/rules/plans";
import {
  limitWords,
  metricWords,
  PHASE_WORDS,
  toneOfPhase,
} from "@/lib/deployments/rules/rollout-words";

const FOUND = {
  verified: { word: "Verified:", Icon: CircleCheck, className: "text-success-fg" },
  unconfirmed: { word: "Not verified:", Icon: CircleHelp, className: "text-warning-fg" },
  away: { word: "Problem:", Icon: TriangleAlert, className: "text-warning-fg" },
} as const;

interface InForceProps {
  revision: RevisionDto;
  status: DeploymentDto["status"];
  now: number;
}

/** A revision that serves now: where a rollback would lead, and how it was last found. */
function InForce({ revision, status, now }: InForceProps) {
  const { number, model, version, weight, state } = revision;
  const found = verificationOf(status, state, now);
  const { word, Icon, className } = FOUND[found];
  const seen = <RelativeTime at={state.observedAt} />;
  return (
    <li className="flex gap-2">
      <Icon aria-label={word} className={`mt-0.5 size-4 shrink-0 ${className}`} />
      <span className="min-w-0 break-words">
        Revision {number} ({model} {version}) gets {formatShare(weight)}.{" "}
        {found === "verified" ? <>It is loaded and answers, seen {seen}.</> : null}
        {found === "unconfirmed" ? (
          <>It was loaded and answered; not verified since {seen}.</>
        ) : null}
        {found === "away" ? <>It is not loaded and answering, seen {seen}.</> : null}
      </span>
    </li>
  );
}

/** What serves beside the version that is asked for, which is nothing to go back to. */
function InService({ deployment, request, now }: Omit<ItemProps, "rollout" | "workspace">) {
  const { serves, status } = deployment;
  const isOwn = ({ model, version }: RevisionDto) =>
    model === request.modelName && version === request.version;
  const answering = serves.filter(({ weight }) => weight > 0);
  const own = answering.filter(isOwn);
  const others = answering.filter((revision) => !isOwn(revision));
  return (
    <>
      {others.length > 0 ? (
        <ul aria-label="Where a rollback leads" className="grid gap-1">
          {others.map((revision) => (
            <InForce key={revision.number} revision={revision} status={status} now={now} />
          ))}
        </ul>
      ) : (
        <p className="text-muted">
          No other version serves here: a rollback leads to a plan before.
        </p>
      )}
      {own.map(({ number, weight }) => (
        <p key={number} className="text-muted">
          Revision {number}, of this request, gets {formatShare(weight)}.
        </p>
      ))}
    </>
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

interface ServiceProps {
  workspace: string;
  request: Pick<ApprovalRequestDetailDto, "modelName" | "version" | "target" | "deployment">;
  /** When this was read. */
  now: number;
}
type ItemProps = ServiceProps & ServiceDto;

function ServiceItem({ workspace, deployment, rollout, request, now }: ItemProps) {
  const { name } = deployment;
  return (
    <section aria-label={name} className="grid gap-2">
      <h3 className="font-medium">
        <Link
          href={routes.deployment(workspace, name, "rollouts")}
          className="text-accent-fg underline underline-offset-2"
        >
          {name}
        </Link>
      </h3>
      {deployment.status === "stopped" ? (
        <p className="text-warning-fg">It is stopped: it answers nothing.</p>
      ) : null}
      <InService deployment={deployment} request={request} now={now} />
      {rollout ? (
        <Rollout rollout={rollout} />
      ) : (
        <p className="text-muted">No rollout of this version was started.</p>
      )}
    </section>
  );
}

/** What serves in the environment that is asked for, and the rollout that brings the version there. */
export function RequestService({
  items,
  ...about
}: ServiceProps & { items: readonly ServiceDto[] }) {
  const { target, deployment } = about.request;
  return (
    <Card>
      <CardHeader
        title={`In service in ${target.value}`}
        description={
          deployment
            ? `The plan is agreed on for deployment “${deployment.name}” only: where a rollback leads there, as it was last seen, and the rollout of this version.`
            : "Where a rollback leads, as it was last seen, and the rollout of this version."
        }
      />
      <CardBody className="grid gap-5 text-sm">
        {items.length === 0 ? (
          <p className="text-warning-fg">Deployment “{deployment?.name}” was deleted.</p>
        ) : null}
        {items.map((item) => (
          <ServiceItem key={item.deployment.name} {...about} {...item} />
        ))}
      </CardBody>
    </Card>
  );
}
