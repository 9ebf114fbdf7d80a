import type { ExperimentDto } from "@/lib/experiments/dto";
import type {
  DatasetInputDto,
  MetricDto,
  RunDto,
  RunInfoDto,
  RunLinksDto,
} from "@/lib/runs/dto/runs";
import { some, wireDouble } from "./wire";

export function toWireExperiment(experiment: ExperimentDto, workspaceSlug: string) {
  return {
    experiment_id: String(experiment.id),
    name: experiment.name,
    artifact_location: experiment.artifactLocation,
    lifecycle_stage: experiment.isDeleted ? "deleted" : "active",
    last_update_time: experiment.lastUpdateTime,
    creation_time: experiment.creationTime,
    tags: some(experiment.tags),
    workspace: workspaceSlug,
  };
}

export function toWireRunInfo(run: RunInfoDto) {
  return {
    run_uuid: run.uuid,
    experiment_id: String(run.experimentId),
    run_name: run.name,
    user_id: run.userId,
    status: run.status,
    start_time: run.startTime,
    // MLflow leaves a time of 0 out.
    end_time: run.endTime || undefined,
    artifact_uri: run.artifactUri,
    lifecycle_stage: run.isDeleted ? "deleted" : "active",
    run_id: run.uuid,
  };
}

export function toWireMetric({ key, value, timestamp, step }: MetricDto) {
  return { key, value: wireDouble(value), timestamp, step };
}

function toWireDatasetInput(input: DatasetInputDto) {
  return {
    tags: some(input.tags),
    dataset: {
      name: input.name,
      digest: input.digest,
      source_type: input.sourceType,
      source: input.source,
      schema: input.schema ?? undefined,
      profile: input.profile ?? undefined,
    },
  };
}

export function toWireLinks(run: RunLinksDto) {
  return {
    inputs: {
      dataset_inputs: some(run.datasetInputs.map(toWireDatasetInput)),
      model_inputs: some(run.modelInputs.map(({ modelUuid }) => ({ model_id: modelUuid }))),
    },
    outputs: {
      model_outputs: some(
        run.modelOutputs.map(({ modelUuid, step }) => ({ model_id: modelUuid, step })),
      ),
    },
  };
}

export function toWireRun(run: RunDto) {
  return {
    info: toWireRunInfo(run),
    data: {
      metrics: some(run.metrics.map(toWireMetric)),
      params: some(run.params),
      tags: some(run.tags),
    },
    ...toWireLinks(run),
  };
}
