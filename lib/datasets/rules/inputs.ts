import { AppError } from "@/lib/core/errors";
import type { DatasetInput, LogInputsInput } from "../schema/inputs";

const LIMITS = {
  name: 500,
  digest: 36,
  source: 65_535,
  sourceType: 500,
  schema: 1_048_575,
  profile: 16_777_215,
  tagKey: 255,
  tagValue: 500,
  modelUuid: 255,
  inputs: 1_000,
} as const;

/** The tag of an input that says what the dataset was read for, such as "training". */
const CONTEXT_TAG = "mlflow.data.context";

export function contextOf({ tags }: Pick<DatasetInput, "tags">): string {
  return tags.findLast(({ key }) => key === CONTEXT_TAG)?.value ?? "";
}

function checkLength(value: string, field: string, limit: number): void {
  if (value.length > limit)
    throw new AppError("INVALID", `'${field}' exceeds the maximum length of ${limit} characters`);
}

function checkDataset(dataset: DatasetInput): void {
  checkLength(dataset.name, "name", LIMITS.name);
  checkLength(dataset.digest, "digest", LIMITS.digest);
  checkLength(dataset.sourceType, "source_type", LIMITS.sourceType);
  checkLength(dataset.source, "source", LIMITS.source);
  checkLength(dataset.schema ?? "", "schema", LIMITS.schema);
  checkLength(dataset.profile ?? "", "profile", LIMITS.profile);
  for (const { key, value } of dataset.tags) {
    checkLength(key, "key", LIMITS.tagKey);
    checkLength(value, "value", LIMITS.tagValue);
  }
}

export function checkInputs({ datasets, modelUuids }: LogInputsInput): void {
  if (datasets.length + modelUuids.length > LIMITS.inputs)
    throw new AppError(
      "INVALID",
      `A request can contain at most ${LIMITS.inputs} inputs. Please split them up across several requests.`,
    );
  for (const dataset of datasets) checkDataset(dataset);
  for (const uuid of modelUuids) checkLength(uuid, "model_id", LIMITS.modelUuid);
}

/** Datasets by identity; of equal ones the first. */
export function distinctDatasets(datasets: readonly DatasetInput[]): DatasetInput[] {
  const byIdentity = new Map<string, DatasetInput>();
  for (const dataset of datasets) {
    const identity = JSON.stringify([dataset.name, dataset.digest]);
    if (!byIdentity.has(identity)) byIdentity.set(identity, dataset);
  }
  return [...byIdentity.values()];
}

const MAX_EXPERIMENTS = 20;

export function checkSummaryExperiments(count: number): void {
  if (count === 0)
    throw new AppError(
      "INVALID",
      "SearchDatasets request must specify at least one experiment_id.",
    );
  if (count > MAX_EXPERIMENTS)
    throw new AppError(
      "INVALID",
      `SearchDatasets request cannot specify more than ${MAX_EXPERIMENTS} experiment_ids. Received ${count} experiment_ids.`,
    );
}
