import type { TagDto } from "@/lib/experiments/dto";
import { type RunStatus, runColor, statusName } from "../rules";

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

/** A run as a search of the whole workspace shows it. */
export interface NamedRunDto {
  uuid: string;
  name: string;
  experimentName: string;
}

export interface RelativesDto {
  parent: RunInfoDto | null;
  /** The newest first, up to a bound. */
  children: RunInfoDto[];
  hasMoreChildren: boolean;
}
