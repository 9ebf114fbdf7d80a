import { Card, CardHeader } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import type { JobDto } from "@/lib/compute/dto/jobs";
import type { MetricSummaryDto } from "@/lib/runs/dto/metrics";
import type { RelativesDto, RunDto } from "@/lib/runs/dto/runs";
import { KeyValueTable } from "./key-value-table";
import { MetricSummaries } from "./metric-summaries";
import { comparableChildren, prepareRunFacts } from "./prepare-run-facts";
import { RunDetails } from "./run-details";
import { RunEnvironment } from "./run-environment";
import { RunFamily } from "./run-family";
import { RunNotes } from "./run-notes";
import { RunProvenance } from "./run-provenance";
import { RunTags } from "./run-tags";

interface RunOverviewProps {
  workspace: string;
  run: RunDto;
  experimentName: string;
  metrics: readonly MetricSummaryDto[];
  relatives: RelativesDto;
  versions: readonly { name: string; version: number }[];
  job: JobDto | null;
}

export function RunOverview(props: RunOverviewProps) {
  const { workspace, run, experimentName, metrics, relatives, versions } = props;
  const facts = prepareRunFacts(run.tags);
  return (
    <div className="grid min-w-0 items-start gap-4 lg:grid-cols-[minmax(0,1fr)_minmax(19rem,24rem)]">
      <div className="grid min-w-0 gap-4">
        <RunNotes
          workspace={workspace}
          runUuid={run.uuid}
          note={facts.note}
          isReadOnly={run.isDeleted}
        />
        <Card>
          <CardHeader title={`Metrics (${metrics.length})`} />
          {metrics.length === 0 ? (
            <p className="px-4 py-3 text-muted text-sm">
              No metrics yet. They appear as soon as the run logs one.
            </p>
          ) : (
            <MetricSummaries
              workspace={workspace}
              runUuid={run.uuid}
              metrics={metrics}
              className="max-h-110"
            />
          )}
        </Card>
        <Card>
          <CardHeader
            title={`Parameters (${run.params.length})`}
            actions={
              run.params.length > 0 ? (
                <CopyButton value={asJson(run.params)} noun="all parameters as JSON" />
              ) : null
            }
          />
          <KeyValueTable label="Parameters" rows={run.params} emptyText="No parameters." />
        </Card>
        <RunProvenance runUuid={run.uuid} />
        <RunFamily
          workspace={workspace}
          relatives={relatives}
          comparable={comparableChildren(relatives)}
        />
      </div>
      <div className="grid min-w-0 gap-4 max-lg:order-first">
        <RunDetails
          workspace={workspace}
          run={run}
          facts={facts}
          experimentName={experimentName}
          parent={relatives.parent}
          versions={versions}
          job={props.job}
        />
        <RunEnvironment workspace={workspace} run={run} surroundings={facts.surroundings} />
        <RunTags
          workspace={workspace}
          runUuid={run.uuid}
          tags={facts.tags}
          systemTags={facts.systemTags}
          isReadOnly={run.isDeleted}
        />
      </div>
    </div>
  );
}

function asJson(pairs: readonly { key: string; value: string }[]): string {
  return JSON.stringify(Object.fromEntries(pairs.map(({ key, value }) => [key, value])), null, 2);
}
