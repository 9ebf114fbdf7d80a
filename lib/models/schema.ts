export interface TagInput {
  key: string;
  value: string;
}

export interface CreateModelInput {
  name: string;
  description?: string | undefined;
  tags: readonly TagInput[];
}

/** One version of a registered model; the number is as the caller wrote it. */
export interface VersionRef {
  name: string;
  version: string;
}

export interface CreateVersionInput {
  name: string;
  source: string;
  /** Absent and empty differ only where a source is itself a registered version. */
  runUuid?: string | undefined;
  loggedModelUuid?: string | undefined;
  runLink?: string | undefined;
  description?: string | undefined;
  tags: readonly TagInput[];
}

export interface TransitionInput extends VersionRef {
  stage: string;
  archivesExisting: boolean;
}

export interface CreateLoggedModelInput {
  experimentId: number;
  name: string;
  modelType: string;
  sourceRunUuid: string;
  params: readonly TagInput[];
  tags: readonly TagInput[];
}

/** A dataset that metrics were measured on; without a digest, any version of it. */
export interface DatasetNarrowing {
  name: string;
  digest?: string | undefined;
}

export interface LoggedModelOrder {
  /** An attribute, or "metrics." and a key. */
  field: string;
  ascending: boolean;
  datasetName?: string | undefined;
  datasetDigest?: string | undefined;
}

export interface SearchLoggedModelsInput {
  experimentIds: readonly number[];
  filter?: string | undefined;
  /** Narrows metric conditions; without one, keeps the models that have a metric on any of these. */
  datasets: readonly DatasetNarrowing[];
  orderBy: readonly LoggedModelOrder[];
  limit: number;
  pageToken?: string | undefined;
}
