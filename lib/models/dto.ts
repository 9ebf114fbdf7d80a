import type { Page } from "@/lib/core/page";
import type { ReadDatasetDto } from "@/lib/datasets/dto/versions";
import type { TagDto } from "@/lib/experiments/dto";
import type { RunStatus } from "@/lib/runs/rules";
import {
  type LoggedModelStatus,
  loggedModelStatusName,
  REGISTRATIONS_TAG,
  type Registration,
  registrationsOf,
} from "./rules/registrations";
import { stageOf, type VersionStatus, versionStatusName } from "./rules/versions";
import type { Stage } from "./schema";

export interface ModelVersionDto {
  name: string;
  version: number;
  stage: Stage;
  status: VersionStatus;
  statusMessage: string | null;
  description: string | null;
  source: string;
  /** Where the files are. */
  storageLocation: string;
  runUuid: string | null;
  runLink: string | null;
  loggedModelUuid: string | null;
  owner: string;
  /** Milliseconds since the epoch. */
  creationTime: number;
  lastUpdateTime: number;
  tags: TagDto[];
  aliases: string[];
}

export interface ModelAliasDto {
  alias: string;
  version: number;
}

export interface RegisteredModelDto {
  name: string;
  description: string | null;
  owner: string;
  creationTime: number;
  lastUpdateTime: number;
  tags: TagDto[];
  aliases: ModelAliasDto[];
  /** The newest version of each stage. */
  latestVersions: ModelVersionDto[];
}

export interface ModelMetricDto {
  key: string;
  value: number;
  step: number;
  timestamp: number;
  runUuid: string;
  datasetName: string;
  datasetDigest: string;
}

export interface LoggedModelDto {
  uuid: string;
  experimentId: number;
  name: string;
  modelType: string;
  sourceRunUuid: string | null;
  status: LoggedModelStatus;
  statusMessage: string;
  artifactUri: string;
  creationTime: number;
  lastUpdateTime: number;
  isDeleted: boolean;
  params: TagDto[];
  tags: TagDto[];
  metrics: ModelMetricDto[];
  /** The registered versions made from it. */
  registrations: Registration[];
}

interface Pair {
  key: string;
  value: string;
}

const toPairs = (pairs: readonly Pair[]): TagDto[] =>
  pairs.map(({ key, value }) => ({ key, value }));

export interface VersionRow {
  version: number;
  stage: string;
  status: number;
  statusMessage: string | null;
  description: string | null;
  source: string;
  storageLocation: string;
  runUuid: string | null;
  runLink: string | null;
  loggedModelUuid: string | null;
  owner: string;
  creationTime: bigint;
  lastUpdateTime: bigint;
  tags: Pair[];
}

/** A model as a version needs to know it. */
export interface VersionParent {
  name: string;
  aliases: { alias: string; version: number }[];
}

export function toModelVersionDto(row: VersionRow, model: VersionParent): ModelVersionDto {
  return {
    name: model.name,
    version: row.version,
    stage: stageOf(row.stage),
    status: versionStatusName(row.status),
    statusMessage: row.statusMessage,
    description: row.description,
    source: row.source,
    storageLocation: row.storageLocation,
    runUuid: row.runUuid,
    runLink: row.runLink,
    loggedModelUuid: row.loggedModelUuid,
    owner: row.owner,
    creationTime: Number(row.creationTime),
    lastUpdateTime: Number(row.lastUpdateTime),
    tags: toPairs(row.tags),
    aliases: model.aliases
      .filter(({ version }) => version === row.version)
      .map(({ alias }) => alias),
  };
}

interface ModelRow extends VersionParent {
  description: string | null;
  owner: string;
  creationTime: bigint;
  lastUpdateTime: bigint;
  tags: Pair[];
}

export function toRegisteredModelDto(
  row: ModelRow,
  latestVersions: readonly VersionRow[],
): RegisteredModelDto {
  return {
    name: row.name,
    description: row.description,
    owner: row.owner,
    creationTime: Number(row.creationTime),
    lastUpdateTime: Number(row.lastUpdateTime),
    tags: toPairs(row.tags),
    aliases: row.aliases.map(({ alias, version }) => ({ alias, version })),
    latestVersions: latestVersions.map((version) => toModelVersionDto(version, row)),
  };
}

interface LoggedModelRow {
  uuid: string;
  experimentId: bigint;
  name: string;
  modelType: string;
  sourceRunUuid: string | null;
  status: number;
  statusMessage: string;
  artifactUri: string;
  creationTime: bigint;
  lastUpdateTime: bigint;
  deletedAt: bigint | null;
  params: Pair[];
  tags: Pair[];
}

export function toLoggedModelDto(row: LoggedModelRow, metrics: ModelMetricDto[]): LoggedModelDto {
  return {
    uuid: row.uuid,
    experimentId: Number(row.experimentId),
    name: row.name,
    modelType: row.modelType,
    sourceRunUuid: row.sourceRunUuid,
    status: loggedModelStatusName(row.status),
    statusMessage: row.statusMessage,
    artifactUri: row.artifactUri,
    creationTime: Number(row.creationTime),
    lastUpdateTime: Number(row.lastUpdateTime),
    isDeleted: row.deletedAt !== null,
    params: toPairs(row.params),
    tags: toPairs(row.tags),
    metrics,
    registrations: registrationsOf(row.tags.find(({ key }) => key === REGISTRATIONS_TAG)?.value),
  };
}

export interface SourceRunDto {
  uuid: string;
  name: string;
  /** Index of its line colour, the same on every screen. */
  color: number;
}

/** A version in the table of its model. */
export interface VersionItemDto {
  version: number;
  stage: Stage;
  status: VersionStatus;
  aliases: string[];
  description: string;
  /** Null when no run was named, or one that is not here. */
  run: SourceRunDto | null;
  owner: string;
  creationTime: number;
  lastUpdateTime: number;
  tags: TagDto[];
  /** Of the metrics asked for, those that its logged model or run has. */
  metrics: Record<string, number>;
}

export interface VersionListDto extends Page<VersionItemDto> {
  total: number;
}

export const isOwnTag = ({ key }: TagDto): boolean => !/^_?mlflow[._]/.test(key);

export function toVersionItemDto(
  row: VersionRow,
  model: VersionParent,
  { run, metrics }: { run: SourceRunDto | null; metrics: Record<string, number> },
): VersionItemDto {
  const {
    version,
    stage,
    status,
    aliases,
    description,
    owner,
    creationTime,
    lastUpdateTime,
    tags,
  } = toModelVersionDto(row, model);
  return {
    version,
    stage,
    status,
    aliases,
    description: description ?? "",
    run,
    owner,
    creationTime,
    lastUpdateTime,
    tags: tags.filter(isOwnTag),
    metrics,
  };
}

/** Everything a version's page shows but its files. */
export interface VersionPageDto {
  version: ModelVersionDto;
  run:
    | (SourceRunDto & {
        status: RunStatus;
        lastActivityAt: number;
        experimentId: number;
        experimentName: string;
      })
    | null;
  loggedModel: { uuid: string; name: string; isDeleted: boolean } | null;
  params: TagDto[];
  metrics: { key: string; value: number }[];
  /** What the run read. */
  datasets: ReadDatasetDto[];
  previous: number | null;
  next: number | null;
  newest: number;
}
