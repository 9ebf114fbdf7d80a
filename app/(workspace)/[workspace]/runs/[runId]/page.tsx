import type { Metadata } from "next";
import { cache } from "react";
import { RunScreen } from "@/components/runs/run-screen";
import { getActor } from "@/lib/access/page-actor";
import { orNotFound } from "@/lib/access/page-errors";
import { listBackends } from "@/lib/compute/queries/backends";
import { listJobs } from "@/lib/compute/queries/jobs";
import { RUN_TABS } from "@/lib/core/routes";
import { listInputVersions } from "@/lib/datasets/queries/uses";
import { getExperiment } from "@/lib/experiments/queries/get-experiment";
import { listNamedModels } from "@/lib/models/queries/logged-models";
import { searchModelVersions } from "@/lib/models/queries/search-registry";
import { getRun } from "@/lib/runs/queries/get-run";
import { listMetricSummaries } from "@/lib/runs/queries/metric-summaries";
import { getRelatives } from "@/lib/runs/queries/run-sets";

interface Props {
  params: Promise<{ workspace: string; runId: string }>;
  searchParams: Promise<{ tab?: string | string[] }>;
}

/** Once a request, though the title and the page both want it. */
const readRun = cache(async (workspace: string, runId: string) =>
  orNotFound(getRun(await getActor(workspace), runId)),
);

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { workspace, runId } = await params;
  return { title: (await readRun(workspace, runId)).name };
}

export default async function RunPage({ params, searchParams }: Props) {
  const { workspace, runId } = await params;
  const actor = await getActor(workspace);
  const run = await readRun(workspace, runId);
  const [experiment, metrics, relatives, versions, inputVersions, models, jobs, backends] =
    await Promise.all([
      getExperiment(actor, run.experimentId),
      listMetricSummaries(actor, run.uuid),
      getRelatives(actor, run.uuid),
      searchModelVersions(actor, { filter: `run_id = '${run.uuid}'`, orderBy: [], limit: 20 }),
      run.datasetInputs.length > 0 ? listInputVersions(actor, run.uuid) : [],
      listNamedModels(
        actor,
        [...run.modelInputs, ...run.modelOutputs].map(({ modelUuid }) => modelUuid),
      ),
      listJobs(actor, { limit: 1, runUuid: run.uuid }),
      listBackends(actor),
    ]);
  const { tab } = await searchParams;
  return (
    <RunScreen
      workspace={workspace}
      run={run}
      experimentName={experiment.name}
      metrics={metrics}
      relatives={relatives}
      versions={versions.items.map(({ name, version }) => ({ name, version }))}
      inputVersions={inputVersions}
      models={models}
      job={jobs.items[0] ?? null}
      backends={backends}
      tab={RUN_TABS.find((known) => known === tab) ?? "overview"}
    />
  );
}
