import { DECISION_LOOKS } from "@/components/approvals/decision-looks";
import { LookBadge } from "@/components/approvals/look-badge";
import { statusLabel } from "@/components/approvals/request-status";
import { ConnectSnippet } from "@/components/experiments/connect-snippet";
import { RunDuration } from "@/components/runs/run-duration";
import { RunStateBadge } from "@/components/runs/run-state-badge";
import { useWorkspace } from "@/components/shell/workspace-context";
import { LinkButton } from "@/components/ui/link-button";
import { formatNumber } from "@/lib/core/format";
import { routes } from "@/lib/core/routes";
import type { DecisionDto, HomeDto, HomeRunDto } from "@/lib/home/dto";
import { HomeLine, HomeLines, HomeNothing } from "./home-line";
import { HomeSection } from "./home-section";

function RunLine({ run }: { run: HomeRunDto }) {
  const { slug } = useWorkspace();
  const { uuid, name, experiment, status, startedAt, endedAt, lastActivityAt, metric } = run;
  return (
    <HomeLine
      badge={<RunStateBadge status={status} lastActivityAt={lastActivityAt} />}
      href={routes.run(slug, uuid)}
      title={name}
      detail={
        <span className="tabular-nums">
          {metric === null ? "" : `${metric.key} ${formatNumber(metric.value)} · `}
          {experiment} ·{" "}
          <RunDuration
            status={status}
            startTime={startedAt}
            endTime={endedAt}
            lastActivityAt={lastActivityAt}
          />
        </span>
      }
      at={startedAt}
    />
  );
}

/** Runs that whoever looks started: those that run first. */
export function RunsSection({ runs: { items, total } }: Pick<HomeDto, "runs">) {
  const { slug } = useWorkspace();
  return (
    <HomeSection
      section="runs"
      title="Your runs"
      total={total}
      shown={items.length}
      actions={
        <LinkButton href={routes.experiments(slug)} variant="ghost" size="sm">
          Experiments
        </LinkButton>
      }
    >
      {items.length === 0 ? (
        <div className="grid gap-3 px-4 py-3">
          <p className="text-muted text-sm">
            No run of yours in the last month. Create an API token in the settings, then log a first
            run:
          </p>
          <ConnectSnippet experimentName="first" />
        </div>
      ) : (
        <HomeLines label="Your runs">
          {items.map((run) => (
            <RunLine key={run.uuid} run={run} />
          ))}
        </HomeLines>
      )}
    </HomeSection>
  );
}

function DecisionLine({ decision }: { decision: DecisionDto }) {
  const { slug } = useWorkspace();
  const { number, model, version, target, status, isLapsed, at } = decision;
  return (
    <HomeLine
      badge={<LookBadge look={DECISION_LOOKS[decision.decision]} />}
      href={routes.approval(slug, number)}
      title={`${model} version ${version} to ${target}`}
      detail={`#${number}, now: ${isLapsed ? "lapsed" : statusLabel(status).toLowerCase()}`}
      at={at}
    />
  );
}

/** What whoever looks decided, and what became of it. */
export function DecisionsSection({ decisions: { items, total } }: Pick<HomeDto, "decisions">) {
  const { slug } = useWorkspace();
  return (
    <HomeSection
      section="decisions"
      title="Your decisions"
      total={total}
      shown={items.length}
      actions={
        <LinkButton href={routes.approvals(slug)} variant="ghost" size="sm">
          Approvals
        </LinkButton>
      }
    >
      {items.length === 0 ? (
        <HomeNothing>
          You have decided nothing yet. What you sign, and what became of it, appears here.
        </HomeNothing>
      ) : (
        <HomeLines label="Your decisions">
          {items.map((decision) => (
            <DecisionLine key={decision.number} decision={decision} />
          ))}
        </HomeLines>
      )}
    </HomeSection>
  );
}
