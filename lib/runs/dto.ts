import type { TagDto } from "@/lib/experiments/dto";
import type { EnvironmentFiles } from "@/lib/storage/preview/preview";
import { type RunStatus, runColor, statusName } from "./rules";

export interface MetricDto {
  key: string;
  value: number;
  step: number;
  timestamp: number;
}

export interface RunInfoDto {
  uuid: string;
  name: string;
  experimentId: number;
  userId: string;
  status: RunStatus;
  startTime: number;
  endTime: number | null;
  artifactUri: string;
  isDeleted: boolean;
  lastActivityAt: number;
  /** Index of its line colour, the same on every screen. */
  color: number;
}

export interface DatasetInputDto {
  name: string;
  digest: string;
  sourceType: string;
  source: string;
  schema: string | null;
  profile: string | null;
  tags: TagDto[];
}

export interface RunLinksDto {
  datasetInputs: DatasetInputDto[];
  modelInputs: { modelUuid: string }[];
  modelOutputs: { modelUuid: string; step: number }[];
}

export interface RunDto extends RunInfoDto, RunLinksDto {
  metrics: MetricDto[];
  params: TagDto[];
  tags: TagDto[];
}

/** A row of `runs` as the SQL of this domain selects it. */
export interface RunRow {
  id: number;
  uuid: string;
  name: string;
  experiment_id: number;
  user_id: string;
  status: number;
  start_time: number;
  end_time: number | null;
  artifact_uri: string;
  deleted_at: number | null;
  last_activity_at: number;
}

export function toRunInfoDto(row: RunRow): RunInfoDto {
  return {
    uuid: row.uuid,
    name: row.name,
    experimentId: row.experiment_id,
    userId: row.user_id,
    status: statusName(row.status),
    startTime: row.start_time,
    endTime: row.end_time,
    artifactUri: row.artifact_uri,
    isDeleted: row.deleted_at !== null,
    lastActivityAt: row.last_activity_at,
    color: runColor(row.id),
  };
}

/** A point of a metric with the run it belongs to. */
export interface RunMetricDto extends MetricDto {
  runUuid: string;
}

/** A number as JSON can carry it: those that are not finite are words. `Number(…)` reads both. */
export type WireNumber = number | "NaN" | "Infinity" | "-Infinity";

export function toWireNumber(value: number): WireNumber {
  if (Number.isFinite(value)) return value;
  if (Number.isNaN(value)) return "NaN";
  return value > 0 ? "Infinity" : "-Infinity";
}

/** A column that the runs of an experiment have. */
export interface ColumnDto {
  kind: "metric" | "param" | "tag";
  key: string;
}

/** The value of one column in one row: a `WireNumber` for a metric, text for a parameter or tag, null when absent. */
export type RunCell = number | string | null;

/** A row of the runs table: what every row shows, and the values of the columns that were asked for, in their order. */
export interface RunRowDto {
  uuid: string;
  name: string;
  experimentId: number;
  userId: string;
  status: RunStatus;
  /** Milliseconds since the epoch. With `status` it gives the run's state: see `stateOf`. */
  lastActivityAt: number;
  startTime: number;
  endTime: number | null;
  isDeleted: boolean;
  /** Index of its line colour, the same on every screen. */
  color: number;
  parentUuid: string | null;
  /** E-mail of whoever's session or token created it; empty for runs of before this was kept. */
  createdBy: string;
  /** Active runs that name it as their parent; more than 1,000 count as 1,001. */
  childCount: number;
  sourceName: string;
  sourceType: string;
  gitCommit: string;
  datasets: { name: string; digest: string; context: string }[];
  /** Logged models it made, and versions registered from it. */
  loggedModelCount: number;
  registeredVersionCount: number;
  values: RunCell[];
}

type RowExtras = Omit<RunRowDto, keyof RunInfoDto | "parentUuid" | "createdBy">;

export function toRunRowDto(
  row: RunRow & { parent_uuid: string | null; created_by: string },
  extras: RowExtras,
): RunRowDto {
  const { artifactUri: _, ...info } = toRunInfoDto(row);
  return { ...info, parentUuid: row.parent_uuid, createdBy: row.created_by, ...extras };
}

/** Ids of runs in the order of the table, apart from what their rows show. */
export interface RunOrderDto {
  uuids: string[];
  nextPageToken?: string;
}

export interface RunCountDto {
  count: number;
  /** False when counting stopped at a bound: there are more than `count`. */
  isExact: boolean;
}

/** Ids of all matching runs, for "select all". */
export interface RunUuidsDto {
  uuids: string[];
  /** True when there are more than the bound. */
  isTruncated: boolean;
}

/**
 * One metric of one run for a chart, column by column. Either its points as they are, or buckets of equal width in x;
 * a bucket without points is absent.
 */
export interface MetricLineDto {
  runUuid: string;
  key: string;
  /** True when each sample is one point: then `min` and `max` equal `last` and `count` is 1. */
  isRaw: boolean;
  /** Points in the range. */
  points: number;
  /**
   * Steps, milliseconds since the epoch, or milliseconds since the run began. Of a bucket, where its last point stands:
   * always a real sample.
   */
  x: number[];
  /** The value of the last point in the bucket. */
  last: WireNumber[];
  /** The least and greatest values that are numbers; "NaN" when none is. */
  min: WireNumber[];
  max: WireNumber[];
  count: number[];
  /** How many of them are NaN. */
  nanCount: number[];
}

/** A run as a search of the whole workspace shows it. */
export interface NamedRunDto {
  uuid: string;
  name: string;
  experimentName: string;
}

/** A file or directory among the artifacts of a run or a model. */
export interface ArtifactDto {
  /** From the root of those artifacts. */
  path: string;
  name: string;
  isDirectory: boolean;
  /** Bytes; null for a directory. */
  size: number | null;
}

/** What the history of one metric of a run comes to. NaN only where every value is. */
export interface MetricSummaryDto {
  key: string;
  points: number;
  last: number;
  lastStep: number;
  min: number;
  minStep: number;
  max: number;
  maxStep: number;
}

/** A run as the panel beside the table shows it. */
export interface RunPeekDto {
  run: RunInfoDto;
  params: TagDto[];
  tags: TagDto[];
  metrics: (Omit<MetricSummaryDto, "last" | "min" | "max"> &
    Record<"last" | "min" | "max", WireNumber>)[];
}

export function toRunPeekDto(run: RunDto, metrics: readonly MetricSummaryDto[]): RunPeekDto {
  const {
    params,
    tags,
    metrics: _m,
    datasetInputs: _d,
    modelInputs: _i,
    modelOutputs: _o,
    ...info
  } = run;
  return {
    run: info,
    params,
    tags,
    metrics: metrics.map((metric) => ({
      ...metric,
      last: toWireNumber(metric.last),
      min: toWireNumber(metric.min),
      max: toWireNumber(metric.max),
    })),
  };
}

/** What was installed where a run was made. */
export interface RunEnvironmentDto extends EnvironmentFiles {
  /** The logged model whose files say so; null when they are among the run's own. */
  modelName: string | null;
}

export interface RelativesDto {
  parent: RunInfoDto | null;
  /** The newest first, up to a bound. */
  children: RunInfoDto[];
  hasMoreChildren: boolean;
}

export interface ComparedRunDto extends RunInfoDto {
  sourceName: string;
  gitCommit: string;
  /** "name (digest)". */
  datasets: string[];
}

/** One value a run, in the order of the runs; null where a run has none. */
export interface ComparedTextDto {
  key: string;
  values: (string | null)[];
}

export interface ComparedMetricDto {
  key: string;
  last: (number | null)[];
  min: (number | null)[];
  max: (number | null)[];
}

/** Some runs side by side: each name once, its values in the order of the runs. */
export interface ComparisonDto {
  runs: ComparedRunDto[];
  metrics: ComparedMetricDto[];
  params: ComparedTextDto[];
  tags: ComparedTextDto[];
}

/** A saved view of an experiment's runs table. */
export interface RunViewDto {
  id: string;
  name: string;
  /** The query of the table's address, without the question mark. */
  query: string;
  isShared: boolean;
  /** The experiment opens with it. */
  isDefault: boolean;
  isMine: boolean;
}

type RunViewRow = Omit<RunViewDto, "isMine"> & { userId: string | null };

export function toRunViewDto(row: RunViewRow, asker: { userId: string }): RunViewDto {
  const { id, name, query, isShared, isDefault, userId } = row;
  return { id, name, query, isShared, isDefault, isMine: userId === asker.userId };
}
