import type { LoggedModelDto } from "@/lib/models/dto/logged-models";
import type { ModelVersionDto, RegisteredModelDto } from "@/lib/models/dto/models";
import { some, wireDouble } from "./wire";

/** A version without its aliases, as searches and a model's newest versions give it. */
export function toWireVersionRow(version: ModelVersionDto) {
  return {
    name: version.name,
    version: String(version.version),
    creation_timestamp: version.creationTime,
    last_updated_timestamp: version.lastUpdateTime,
    current_stage: version.stage,
    description: version.description ?? undefined,
    source: version.source,
    run_id: version.runUuid ?? "",
    status: version.status,
    status_message: version.statusMessage ?? undefined,
    tags: some(version.tags),
    run_link: version.runLink ?? "",
  };
}

export function toWireVersion(version: ModelVersionDto) {
  return { ...toWireVersionRow(version), aliases: some(version.aliases) };
}

export function toWireModel(model: RegisteredModelDto) {
  return {
    name: model.name,
    creation_timestamp: model.creationTime,
    last_updated_timestamp: model.lastUpdateTime,
    description: model.description || undefined,
    latest_versions: some(model.latestVersions.map(toWireVersionRow)),
    tags: some(model.tags),
    aliases: some(model.aliases.map(({ alias, version }) => ({ alias, version: String(version) }))),
  };
}

export function toWireLoggedModel(model: LoggedModelDto) {
  return {
    info: {
      model_id: model.uuid,
      experiment_id: String(model.experimentId),
      name: model.name,
      creation_timestamp_ms: model.creationTime,
      last_updated_timestamp_ms: model.lastUpdateTime,
      artifact_uri: model.artifactUri,
      status: `LOGGED_MODEL_${model.status}`,
      model_type: model.modelType,
      source_run_id: model.sourceRunUuid ?? "",
      status_message: model.statusMessage || undefined,
      tags: some(model.tags),
    },
    data: {
      params: some(model.params),
      metrics: some(
        model.metrics.map((metric) => ({
          key: metric.key,
          value: wireDouble(metric.value),
          timestamp: metric.timestamp,
          step: metric.step,
          dataset_name: metric.datasetName || undefined,
          dataset_digest: metric.datasetDigest || undefined,
          model_id: model.uuid,
          run_id: metric.runUuid,
        })),
      ),
    },
  };
}
