import type { TagDto } from "@/lib/experiments/dto";
import type { RunStatus } from "../rules";
import { type MetricSummaryDto, toWireNumber, type WireNumber } from "./metrics";
import { type RunDto, type RunInfoDto, type RunRow, toRunInfoDto } from "./runs";

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
