import { CircleCheck, CircleHelp, CircleX, type LucideIcon } from "lucide-react";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { Link } from "@/components/ui/link";
import { Markdown } from "@/components/ui/markdown";
import { RelativeTime } from "@/components/ui/relative-time";
import type { RollbackCheckDto, RollbackTargetDto } from "@/lib/approvals/dto/rollback";
import type { ApprovalRequestDetailDto } from "@/lib/approvals/dto/shapes";
import { formatDuration } from "@/lib/core/format";
import { routes } from "@/lib/core/routes";

const CHECKS: Readonly<
  Record<RollbackCheckDto["state"], { word: string; Icon: LucideIcon; className: string }>
> = {
  ok: { word: "Verified", Icon: CircleCheck, className: "text-success-fg" },
  problem: { word: "Problem", Icon: CircleX, className: "text-danger-fg" },
  unknown: { word: "Not verified", Icon: CircleHelp, className: "text-warning-fg" },
};

interface PlanProps {
  workspace: string;
  request: ApprovalRequestDetailDto;
  rollback: RollbackTargetDto;
}

function Steps({ steps }: { steps: ApprovalRequestDetailDto["plan"]["steps"] }) {
  if (steps.length === 0)
    return (
      <p className="text-muted text-sm">
        No steps: everything goes to the new version at once when it is applied.
      </p>
    );
  const placed = steps.map((step, index) => ({ ...step, place: index + 1 }));
  return (
    <ol aria-label="Steps of the rollout" className="grid gap-1.5 text-sm">
      {placed.map(({ place, weight, bakeMinutes }) => (
        <li
          key={place}
          className="grid grid-cols-[1.5rem_4rem_1fr] items-center gap-2 tabular-nums"
        >
          <span className="text-muted">{place}.</span>
          <span>{weight} %</span>
          <span className="flex min-w-0 items-center gap-2">
            <span aria-hidden="true" className="h-1.5 w-full max-w-60 rounded-full bg-sunken">
              <span
                className="block h-full rounded-full bg-accent"
                style={{ width: `${weight}%` }}
              />
            </span>
            <span className="shrink-0 text-muted">
              {bakeMinutes === 0 ? "no wait" : `for ${formatDuration(bakeMinutes * 60_000)}`}
            </span>
          </span>
        </li>
      ))}
    </ol>
  );
}

function Rollback({ workspace, request, rollback }: PlanProps) {
  const { version, checks } = rollback;
  if (version === null)
    return (
      <p className="text-muted text-sm">
        {request.action === "clear"
          ? "The version is taken away: the way back is to ask for it again."
          : "Nothing is at the target: the way back is to take this version away again."}
      </p>
    );
  return (
    <div className="grid gap-2 text-sm">
      <p>
        Back to{" "}
        <Link
          href={routes.modelVersion(workspace, request.modelName, version)}
          className="text-accent-fg underline underline-offset-2"
        >
          {request.modelName} {version}
        </Link>
      </p>
      <ul aria-label="What is known of the way back" className="grid gap-1">
        {checks.map(({ key, state, text }) => {
          const { word, Icon, className } = CHECKS[state];
          return (
            <li key={key} className="flex gap-2">
              <Icon aria-label={`${word}:`} className={`mt-0.5 size-4 shrink-0 ${className}`} />
              <span className="min-w-0 break-words">{text}</span>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

/** How it comes into service, when that is broken off, and whether the way back is open. */
export function RequestPlan(props: PlanProps) {
  const { description, steps, abortRule } = props.request.plan;
  const { scheduledFor } = props.request;
  return (
    <Card>
      <CardHeader title="Rollout and rollback" />
      <CardBody className="grid gap-5 md:grid-cols-2">
        <section aria-label="Rollout" className="grid content-start gap-3">
          <h3 className="font-medium text-sm">Rollout</h3>
          {description === "" ? (
            <p className="text-muted text-sm">No plan was written.</p>
          ) : (
            <Markdown text={description} />
          )}
          <Steps steps={steps} />
          {scheduledFor ? (
            <p className="text-sm">
              Applied <RelativeTime at={scheduledFor} />, once it is approved.
            </p>
          ) : null}
          <p className="text-sm">
            <span className="text-muted">Broken off when: </span>
            {abortRule === "" ? "no rule was written" : abortRule}
          </p>
        </section>
        <section aria-label="Rollback" className="grid content-start gap-3">
          <h3 className="font-medium text-sm">Rollback</h3>
          <Rollback {...props} />
        </section>
      </CardBody>
    </Card>
  );
}
