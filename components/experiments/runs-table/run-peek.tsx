"use client";
import { useQuery } from "@tanstack/react-query";
import { ArrowDown, ArrowUp, ExternalLink } from "lucide-react";
import { KeyValueTable } from "@/components/runs/key-value-table";
import { MetricSummaries } from "@/components/runs/metric-summaries";
import { prepareRunFacts } from "@/components/runs/prepare-run-facts";
import { RunDuration } from "@/components/runs/run-duration";
import { RunStateBadge } from "@/components/runs/run-state-badge";
import { RunSwatch } from "@/components/runs/run-swatch";
import { useLive } from "@/components/shell/live";
import { buttonStyles } from "@/components/ui/button-styles";
import { cn } from "@/components/ui/class-names";
import { CopyButton } from "@/components/ui/copy-button";
import { DescriptionItem, DescriptionList } from "@/components/ui/description-list";
import { ErrorState } from "@/components/ui/error-state";
import { IconButton } from "@/components/ui/icon-button";
import { Link } from "@/components/ui/link";
import { Markdown } from "@/components/ui/markdown";
import { Peek } from "@/components/ui/peek";
import { RelativeTime } from "@/components/ui/relative-time";
import { SkeletonLines } from "@/components/ui/skeleton";
import { useHotkeys } from "@/components/ui/use-hotkeys";
import { NO_VALUE, shortId } from "@/lib/core/format";
import { routes } from "@/lib/core/routes";
import type { RunPeekDto } from "@/lib/runs/dto/table";
import { runPeekOptions } from "@/lib/runs/query-options/table";
import { useRowOf } from "./use-rows";
import type { RunTable } from "./use-run-table";

const sectionTitle = "mb-1.5 font-semibold text-muted text-xs";

function Facts({ peeked }: { peeked: RunPeekDto }) {
  const { run, tags } = peeked;
  const { user, source, git } = prepareRunFacts(tags);
  return (
    <DescriptionList>
      <DescriptionItem term="Status">
        <RunStateBadge status={run.status} lastActivityAt={run.lastActivityAt} />
      </DescriptionItem>
      <DescriptionItem term="Started">
        {run.startTime > 0 ? <RelativeTime at={run.startTime} /> : NO_VALUE}
      </DescriptionItem>
      <DescriptionItem term="Duration">
        <RunDuration {...run} />
      </DescriptionItem>
      <DescriptionItem term="User">{run.userId || user || NO_VALUE}</DescriptionItem>
      {source ? <DescriptionItem term="Source">{source}</DescriptionItem> : null}
      {git ? <DescriptionItem term="Git commit">{shortId(git.commit)}</DescriptionItem> : null}
      <DescriptionItem term="Run id">
        <span className="inline-flex items-center gap-1 font-mono">
          {shortId(run.uuid, 12)}
          <CopyButton value={run.uuid} noun="run id" />
        </span>
      </DescriptionItem>
    </DescriptionList>
  );
}

function Content({ workspace, peeked }: { workspace: string; peeked: RunPeekDto }) {
  const { run, params, tags, metrics } = peeked;
  const facts = prepareRunFacts(tags);
  return (
    <div className="grid gap-5">
      <Facts peeked={peeked} />
      {facts.note === "" ? null : (
        <section>
          <h3 className={sectionTitle}>Notes</h3>
          <Markdown text={facts.note} />
        </section>
      )}
      <section className="min-w-0">
        <h3 className={sectionTitle}>Metrics {metrics.length}</h3>
        <div className="overflow-hidden rounded-md border">
          {metrics.length === 0 ? (
            <p className="px-4 py-3 text-muted text-sm">No metrics yet.</p>
          ) : (
            <MetricSummaries
              workspace={workspace}
              runUuid={run.uuid}
              metrics={metrics.map((metric) => ({
                ...metric,
                last: Number(metric.last),
                min: Number(metric.min),
                max: Number(metric.max),
              }))}
              className="max-h-96"
            />
          )}
        </div>
      </section>
      <section className="min-w-0">
        <h3 className={sectionTitle}>Parameters {params.length}</h3>
        <div className="overflow-hidden rounded-md border">
          <KeyValueTable label="Parameters" rows={params} emptyText="No parameters." />
        </div>
      </section>
      {facts.tags.length > 0 ? (
        <section className="min-w-0">
          <h3 className={sectionTitle}>Tags {facts.tags.length}</h3>
          <div className="overflow-hidden rounded-md border">
            <KeyValueTable label="Tags" rows={facts.tags} emptyText="No tags." />
          </div>
        </section>
      ) : null}
    </div>
  );
}

/** Goes to the rows above and below the one that is peeked at. */
function useWalk({ rows, peekedIndex, setState }: RunTable) {
  const at = (by: 1 | -1) => (peekedIndex === null ? undefined : rows.at(peekedIndex + by));
  const go = (by: 1 | -1) => {
    const place = at(by);
    if (place) void setState({ peek: place.uuid });
  };
  useHotkeys("Panel", [
    { keys: "j", label: "Next run", run: () => go(1) },
    { keys: "k", label: "Previous run", run: () => go(-1) },
  ]);
  return { go, hasNext: at(1) !== undefined, hasPrevious: at(-1) !== undefined };
}

/** A run beside the table, which stays where it is. */
export function RunPeek({ table, uuid }: { table: RunTable; uuid: string }) {
  const { workspace, setState } = table;
  const rowOf = useRowOf(table);
  const { data, error, refetch } = useQuery(runPeekOptions(workspace, uuid));
  useLive([`run:${uuid}`], () => void refetch());
  const { go, hasNext, hasPrevious } = useWalk(table);
  const known = data?.run ?? rowOf(uuid)?.run;
  return (
    <Peek
      name="run"
      subject={uuid}
      title={
        <span className="flex min-w-0 items-center gap-2">
          {known ? <RunSwatch color={known.color} /> : null}
          <span className="truncate">{known?.name ?? "Run"}</span>
        </span>
      }
      onClose={() => void setState({ peek: null })}
      actions={
        <>
          <IconButton
            label="Previous run"
            hotkey="k"
            disabled={!hasPrevious}
            onClick={() => go(-1)}
          >
            <ArrowUp aria-hidden="true" />
          </IconButton>
          <IconButton label="Next run" hotkey="j" disabled={!hasNext} onClick={() => go(1)}>
            <ArrowDown aria-hidden="true" />
          </IconButton>
          <Link
            href={routes.run(workspace, uuid)}
            aria-label="Open the run's page"
            className={cn(buttonStyles({ variant: "ghost" }), "aspect-square px-0")}
          >
            <ExternalLink aria-hidden="true" />
          </Link>
        </>
      }
    >
      {error ? <ErrorState title="This run could not be read">{error.message}</ErrorState> : null}
      {data ? <Content workspace={workspace} peeked={data} /> : null}
      {data || error ? null : <SkeletonLines lines={10} label="Loading the run" />}
    </Peek>
  );
}
