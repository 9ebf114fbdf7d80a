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
