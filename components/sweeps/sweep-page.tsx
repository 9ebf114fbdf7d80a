"use client";
import { FlaskConical } from "lucide-react";
import { useState } from "react";
import { Page, PageBody } from "@/components/shell/page";
import { PageHeader } from "@/components/shell/page-header";
import { RefreshOnChange } from "@/components/shell/refresh-on-change";
import { useCan, useWorkspace } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { CodeBlock } from "@/components/ui/code-block";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { DescriptionItem, DescriptionList } from "@/components/ui/description-list";
import { Link } from "@/components/ui/link";
import { LinkButton } from "@/components/ui/link-button";
import { RelativeTime } from "@/components/ui/relative-time";
import { PageLinks } from "@/components/workspaces/page-links";
import { mayStop } from "@/lib/compute/rules/lifecycle";
import { commandText } from "@/lib/compute/rules/variables";
import { formatNumber, formatPlural, NO_VALUE } from "@/lib/core/format";
import { routes } from "@/lib/core/routes";
import { columnId } from "@/lib/runs/search-params/columns";
import { printSort } from "@/lib/runs/search-params/table";
import { stopSweepAction } from "@/lib/sweeps/actions";
import type { SweepDto, TrialDto } from "@/lib/sweeps/dto";
import { dimensionText } from "@/lib/sweeps/rules/space-text";
import { parameterTag } from "@/lib/sweeps/rules/trials";
import { SweepProgress, SweepStatusBadge } from "./sweep-status";
import { TrialTable } from "./trial-table";

const linkStyle = "break-words text-accent-fg hover:underline";

function StopButton({ sweep }: { sweep: SweepDto }) {
  const { slug: workspace, role, person } = useWorkspace();
  const may = useCan("job:stop") && mayStop({ userId: person.id, role }, sweep);
  const [isOpen, setIsOpen] = useState(false);
  if (!may || sweep.status !== "running") return null;
  const stop = async () => {
    const result = await stopSweepAction({ workspace, number: sweep.number });
    return result.ok ? undefined : result.error.message;
  };
  return (
    <>
      <Button onClick={() => setIsOpen(true)}>Stop sweep</Button>
      <ConfirmDialog
        open={isOpen}
        onOpenChange={setIsOpen}
        title={`Stop sweep “${sweep.name}”?`}
        description="Jobs that wait or run are cancelled, and no more are queued. What was logged stays."
        confirmLabel="Stop sweep"
        tone="danger"
        onConfirm={stop}
      />
    </>
  );
}

/** Its runs in the table of their experiment, with what was tried and the best first. */
function runsOf(workspace: string, sweep: SweepDto) {
  const { metric, space } = sweep;
  const tried = Object.keys(space).sort().map(parameterTag);
  const tags = tried.map((key) => columnId({ kind: "tag", key }));
  if (metric === null) return routes.sweepRuns(workspace, sweep, { columns: tags });
  const column = columnId({ kind: "metric", key: metric.key, aggregate: "last" });
  const sort = printSort({ columnId: column, isAscending: metric.goal === "minimize" });
  return routes.sweepRuns(workspace, sweep, { sort, columns: [...tags, column] });
}

function Search({ sweep }: { sweep: SweepDto }) {
  const { search, metric } = sweep;
  const space = Object.entries(sweep.space).sort(([a], [b]) => (a < b ? -1 : 1));
  return (
    <DescriptionList className="content-start">
      <DescriptionItem term="Search">
        {search.kind === "grid"
          ? "Grid: each combination"
          : `${formatPlural(search.draws, "random draw")}, seed ${search.seed}`}
      </DescriptionItem>
      {space.map(([name, dimension]) => (
        <DescriptionItem key={name} term={<code className="font-mono text-xs">{name}</code>}>
          <span className="break-words font-mono text-xs">{dimensionText(dimension)}</span>
        </DescriptionItem>
      ))}
      <DescriptionItem term="Jobs at once">{sweep.maxParallel}</DescriptionItem>
      <DescriptionItem term="Metric">
        {metric === null
          ? NO_VALUE
          : `${metric.key}, the ${metric.goal === "minimize" ? "least" : "greatest"} is best`}
      </DescriptionItem>
    </DescriptionList>
  );
}

function Places({ workspace, sweep }: { workspace: string; sweep: SweepDto }) {
  const { best } = sweep;
  return (
    <DescriptionList className="content-start">
      <DescriptionItem term="Best so far">
        {best?.runUuid && best.value !== null ? (
          <Link href={routes.run(workspace, best.runUuid)} className={linkStyle}>
            {formatNumber(best.value)} by trial #{best.index}
          </Link>
        ) : (
          NO_VALUE
        )}
      </DescriptionItem>
      <DescriptionItem term="Experiment">
        <Link href={routes.experiment(workspace, String(sweep.experimentId))} className={linkStyle}>
          {sweep.experimentName}
        </Link>
      </DescriptionItem>
      <DescriptionItem term="Backend">{sweep.launch.backend}</DescriptionItem>
      <DescriptionItem term="Launched">
        <RelativeTime at={sweep.createdAt} /> by {sweep.requestedBy}
      </DescriptionItem>
      <DescriptionItem term="Ended">
        {sweep.endedAt === null ? NO_VALUE : <RelativeTime at={sweep.endedAt} />}
      </DescriptionItem>
    </DescriptionList>
  );
}

interface SweepPageProps {
  workspace: string;
  sweep: SweepDto;
  trials: readonly TrialDto[];
  next: string | undefined;
}

/** One sweep: what it tries, how far it is, and what was best. */
export function SweepPage({ workspace, sweep, trials, next }: SweepPageProps) {
  return (
    <Page>
      <PageHeader
        crumbs={[{ label: "Sweeps", href: routes.sweeps(workspace) }]}
        title={sweep.name}
        meta={
          <>
            <span className="text-muted text-sm tabular-nums">#{sweep.number}</span>
            <SweepStatusBadge sweep={sweep} />
          </>
        }
        actions={
          <>
            <StopButton sweep={sweep} />
            <LinkButton href={runsOf(workspace, sweep)}>
              <FlaskConical aria-hidden="true" />
              Open runs
            </LinkButton>
          </>
        }
      />
      <PageBody>
        <RefreshOnChange topics={sweep.endedAt === null ? ["jobs", `sweep:${sweep.number}`] : []} />
        {sweep.reason === null ? null : <Callout tone="warning" title={sweep.reason} />}
        {sweep.trouble === null ? null : (
          <Callout tone="warning" title={sweep.trouble}>
            The next job is queued when that is over; it is tried every ten seconds.
          </Callout>
        )}
        <Card>
          <CardHeader title="Sweep" />
          <CardBody className="grid gap-4">
            <SweepProgress counts={sweep.counts} />
            <div className="grid gap-x-8 gap-y-2 lg:grid-cols-2">
              <Search sweep={sweep} />
              <Places workspace={workspace} sweep={sweep} />
            </div>
            <CodeBlock code={commandText(sweep.launch.command)} language="Command" />
          </CardBody>
        </Card>
        <TrialTable sweep={sweep} trials={trials} />
        <PageLinks next={next} />
      </PageBody>
    </Page>
  );
}
