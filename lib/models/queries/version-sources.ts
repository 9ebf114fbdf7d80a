import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { orNull } from "@/lib/core/errors";
import type { ReadDatasetDto } from "@/lib/datasets/dto/versions";
import { listInputVersions } from "@/lib/datasets/queries/uses";
import type { TagDto } from "@/lib/experiments/dto";
import { getExperiment } from "@/lib/experiments/queries/get-experiment";
import type { RunDto } from "@/lib/runs/dto/runs";
import { getRun } from "@/lib/runs/queries/get-run";
import type { LoggedModelDto } from "../dto/logged-models";
import type { ModelVersionDto } from "../dto/models";
import type { MetricValue } from "../rules/compare-values";
import { getLoggedModel } from "./logged-models";

/** What a version was made from. */
export interface VersionSources {
  run: RunDto | null;
  /** Of the run; null for one that is gone. */
  experimentName: string | null;
  logged: LoggedModelDto | null;
  params: TagDto[];
  metrics: MetricValue[];
  /** What the run read. */
  datasets: ReadDatasetDto[];
}

const byKey = (one: { key: string }, other: { key: string }) =>
  one.key.localeCompare(other.key, "en");

/** The newest value of each metric: those measured of the logged model, and those of its run that it lacks. */
function metricsOf(logged: LoggedModelDto | null, run: RunDto | null): MetricValue[] {
  const values = new Map((run?.metrics ?? []).map(({ key, value }) => [key, value]));
  const newest = [...(logged?.metrics ?? [])].sort(
    (a, b) => a.timestamp - b.timestamp || a.step - b.step,
  );
  for (const { key, value } of newest) values.set(key, value);
  return [...values]
    .filter(([key]) => !key.startsWith("system/"))
    .map(([key, value]) => ({ key, value }))
    .sort(byKey);
}

function paramsOf(logged: LoggedModelDto | null, run: RunDto | null): TagDto[] {
  const values = new Map((run?.params ?? []).map(({ key, value }) => [key, value]));
  for (const { key, value } of logged?.params ?? []) values.set(key, value);
  return [...values].map(([key, value]) => ({ key, value })).sort(byKey);
}

async function datasetsOf(actor: Actor, run: RunDto | null): Promise<ReadDatasetDto[]> {
  if (!run?.datasetInputs.length) return [];
  const read = await listInputVersions(actor, run.uuid);
  return run.datasetInputs.map(({ name, digest, tags }) => ({
    name,
    digest,
    context: tags.find(({ key }) => key === "mlflow.data.context")?.value ?? "",
    version: read.find((known) => known.name === name && known.digest === digest) ?? null,
  }));
}

/** The run and the logged model of a version, with their parameters, metrics and datasets as if they were its own. */
export async function readVersionSources(
  actor: Actor,
  { runUuid, loggedModelUuid }: ModelVersionDto,
): Promise<VersionSources> {
  assertCan(actor, "model:read");
  const [run, logged] = await Promise.all([
    runUuid === null ? null : orNull(getRun(actor, runUuid)),
    loggedModelUuid === null
      ? null
      : orNull(getLoggedModel(actor, { uuid: loggedModelUuid, allowsDeleted: true })),
  ]);
  const [datasets, experiment] = await Promise.all([
    datasetsOf(actor, run),
    run ? orNull(getExperiment(actor, run.experimentId)) : null,
  ]);
  return {
    run,
    experimentName: experiment?.name ?? null,
    logged,
    params: paramsOf(logged, run),
    metrics: metricsOf(logged, run),
    datasets,
  };
}
