/** A point of a metric. Times are milliseconds since the epoch; the value may be NaN or infinite. */
export interface MetricInput {
  key: string;
  value: number;
  timestamp: number;
  step: number;
  modelUuid?: string | undefined;
  datasetName?: string | undefined;
  datasetDigest?: string | undefined;
}

export interface TagInput {
  key: string;
  value: string;
}

export interface CreateRunInput {
  experimentId: number;
  /** Empty when the tag of the name says it, or nobody. */
  name: string;
  userId: string;
  startTime: number;
  tags: readonly TagInput[];
}

export interface UpdateRunInput {
  runUuid: string;
  status?: number | undefined;
  endTime?: number | undefined;
  name?: string | undefined;
}

export interface LogBatchInput {
  runUuid: string;
  metrics: readonly MetricInput[];
  params: readonly TagInput[];
  tags: readonly TagInput[];
}
