import { AgainMenu } from "@/components/compute/again-menu";
import { DraftButton } from "@/components/compute/draft-button";
import { Page, PageBody } from "@/components/shell/page";
import { PageHeader } from "@/components/shell/page-header";
import { Callout } from "@/components/ui/callout";
import { TabLinks } from "@/components/ui/tab-links";
import type { BackendDto } from "@/lib/compute/dto/backends";
import type { JobDto } from "@/lib/compute/dto/jobs";
import { type RunTab, routes } from "@/lib/core/routes";
import type { InputVersionDto } from "@/lib/datasets/dto/versions";
import type { LoggedModelDto } from "@/lib/models/dto/logged-models";
import type { MetricSummaryDto } from "@/lib/runs/dto/metrics";
import type { RelativesDto, RunDto } from "@/lib/runs/dto/runs";
import { ArtifactBrowser } from "./artifacts/artifact-browser";
import { comparableChildren } from "./prepare-run-facts";
import { RunActions } from "./run-actions";
import { RunCharts } from "./run-charts";
import { RunInputs } from "./run-inputs";
import { RunLive } from "./run-live";
import { RunOverview } from "./run-overview";
import { RunStateBadge } from "./run-state-badge";
import { RunSwatch } from "./run-swatch";

interface RunScreenProps {
  inputVersions: readonly InputVersionDto[];
  workspace: string;
  run: RunDto;
  experimentName: string;
  metrics: readonly MetricSummaryDto[];
  relatives: RelativesDto;
  versions: readonly { name: string; version: number }[];
  /** The logged models that the run read or made. */
  models: readonly LoggedModelDto[];
  /** The job that made it; null for a run from elsewhere. */
  job: JobDto | null;
  /** Where it could run again. */
  backends: readonly BackendDto[];
  tab: RunTab;
}

const TABS: readonly { tab: RunTab; label: string }[] = [
  { tab: "overview", label: "Overview" },
  { tab: "metrics", label: "Metrics" },
  { tab: "system", label: "System metrics" },
  { tab: "inputs", label: "Inputs & outputs" },
  { tab: "artifacts", label: "Artifacts" },
];

function RunAgain({ run, experimentName, job, backends }: RunScreenProps) {
  if (job) return <AgainMenu job={job} backends={backends} />;
  return (
    <DraftButton
      runUuid={run.uuid}
      experiment={{ id: run.experimentId, name: experimentName }}
      backends={backends}
    />
  );
}

const isSystem = ({ key }: MetricSummaryDto) => key.startsWith("system/");
export function RunScreen(props: RunScreenProps) {
  const { workspace, run, experimentName, metrics, relatives, tab } = props;
  const systemMetrics = metrics.filter(isSystem);
  const ownMetrics = metrics.filter((metric) => !isSystem(metric));
  const counts: Partial<Record<RunTab, number>> = {
    metrics: ownMetrics.length,
    system: systemMetrics.length,
    inputs: run.datasetInputs.length + run.modelInputs.length + run.modelOutputs.length,
  };
  return (
    <Page>
      {run.status === "RUNNING" ? <RunLive uuids={[run.uuid]} /> : null}
      <PageHeader
        crumbs={[
          { label: "Experiments", href: routes.experiments(workspace) },
          { label: experimentName, href: routes.experiment(workspace, String(run.experimentId)) },
        ]}
        title={run.name}
        meta={
          <>
            <RunSwatch color={run.color} />
            <RunStateBadge status={run.status} lastActivityAt={run.lastActivityAt} />
          </>
        }
        actions={
          <>
            <RunAgain {...props} />
            <RunActions
              workspace={workspace}
              run={{ uuid: run.uuid, name: run.name, isDeleted: run.isDeleted }}
              comparable={comparableChildren(relatives)}
            />
          </>
        }
        tabs={
          <TabLinks
            label="Run"
            current={routes.run(workspace, run.uuid, tab)}
            tabs={TABS.map((one) => ({
              href: routes.run(workspace, run.uuid, one.tab),
              label: one.label,
              count: counts[one.tab]?.toString(),
            }))}
          />
        }
      />
      <PageBody
        width={tab === "metrics" || tab === "system" || tab === "artifacts" ? "full" : "wide"}
      >
        {run.isDeleted ? (
          <Callout tone="warning" title="This run is deleted">
            It is hidden from tables and takes no more data until it is restored.
          </Callout>
        ) : null}
        {tab === "overview" ? <RunOverview {...props} metrics={ownMetrics} /> : null}
        {tab === "metrics" ? (
          <RunCharts workspace={workspace} run={run} metrics={ownMetrics} />
        ) : null}
        {tab === "system" ? (
          <RunCharts workspace={workspace} run={run} metrics={systemMetrics} />
        ) : null}
        {tab === "inputs" ? (
          <RunInputs
            workspace={workspace}
            run={run}
            inputVersions={props.inputVersions}
            models={props.models}
          />
        ) : null}
        {tab === "artifacts" ? <ArtifactBrowser workspace={workspace} run={run} /> : null}
      </PageBody>
    </Page>
  );
}
