export interface TagInput {
  key: string;
  value: string;
}

/** A dataset that a run read. Its identity is the experiment, the name and the digest. */
export interface DatasetInput {
  name: string;
  digest: string;
  sourceType: string;
  source: string;
  schema?: string | undefined;
  profile?: string | undefined;
  tags: readonly TagInput[];
}

export interface LogInputsInput {
  runUuid: string;
  datasets: readonly DatasetInput[];
  /** Logged models that the run read. */
  modelUuids: readonly string[];
}
