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
