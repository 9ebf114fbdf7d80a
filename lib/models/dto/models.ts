import type { TagDto } from "@/lib/experiments/dto";
import { stageOf, type VersionStatus, versionStatusName } from "../rules/versions";
import type { Stage } from "../schema";
import { type Pair, toPairs } from "./pairs";

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
