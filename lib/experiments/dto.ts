import { isOwnTag } from "./rules";

export interface TagDto {
  key: string;
  value: string;
}

export interface ExperimentDto {
  id: number;
  name: string;
  artifactLocation: string;
  isDeleted: boolean;
  /** Milliseconds since the epoch. */
  creationTime: number;
  lastUpdateTime: number;
  owner: string;
  tags: TagDto[];
}

interface ExperimentRow {
  id: bigint;
  name: string;
  artifactLocation: string;
  deletedAt: bigint | null;
  creationTime: bigint;
  lastUpdateTime: bigint;
  owner: string;
  tags: { key: string; value: string }[];
}

export function toExperimentDto(row: ExperimentRow): ExperimentDto {
  return {
    id: Number(row.id),
    name: row.name,
    artifactLocation: row.artifactLocation,
    isDeleted: row.deletedAt !== null,
    creationTime: Number(row.creationTime),
    lastUpdateTime: Number(row.lastUpdateTime),
    owner: row.owner,
    tags: row.tags.map(({ key, value }) => ({ key, value })),
  };
}

/** One page of a list, with the token of the next one, absent on the last. */
export interface Page<T> {
  items: T[];
  nextPageToken?: string;
}

/** A row of the experiments list. */
export interface ExperimentItemDto {
  id: number;
  name: string;
  owner: string;
  /** The beginning of its notes. */
  note: string;
  /** Without those that MLflow keeps for itself. */
  tags: TagDto[];
  isDeleted: boolean;
  creationTime: number;
  lastActivityAt: number;
  runCount: number;
  /** False when counting stopped at a bound: there are more runs than `runCount`. */
  isRunCountExact: boolean;
  /** Runs that say they are running and have written lately. */
  runningCount: number;
}

export interface ExperimentListDto extends Page<ExperimentItemDto> {
  /** Experiments that match, on whichever page. */
  total: number;
}

export const NOTE_TAG = "mlflow.note.content";
const NOTE_CHARS = 280;

export interface ExperimentActivityRow {
  id: number;
  activity: number;
  run_count: number;
  running_count: number;
  is_exact: boolean;
}

export function toExperimentItemDto(
  experiment: ExperimentDto,
  activity: ExperimentActivityRow,
): ExperimentItemDto {
  const note = experiment.tags.find(({ key }) => key === NOTE_TAG)?.value ?? "";
  return {
    id: experiment.id,
    name: experiment.name,
    owner: experiment.owner,
    note: note.slice(0, NOTE_CHARS),
    tags: experiment.tags.filter(isOwnTag),
    isDeleted: experiment.isDeleted,
    creationTime: experiment.creationTime,
    lastActivityAt: activity.activity,
    runCount: activity.run_count,
    isRunCountExact: activity.is_exact,
    runningCount: activity.running_count,
  };
}
