import type { Row } from "@/lib/db/client";
import type { ColumnDifference, SchemaChange } from "../rules/compare";
import type { SchemaColumn } from "../rules/read-schema";
import type { CheckDefinition } from "../schema/checks";
import type { ProfileDocument } from "../schema/profile";
import type { DatasetVersionDto } from "./versions";

export interface DatasetDto {
  id: number;
  name: string;
  sourceType: string;
  /** Empty for data made by code or uploaded. */
  place: string;
  versionCount: number;
  createdAt: number;
  lastUsedAt: number;
}

export function toDatasetDto(row: Row<"Dataset">): DatasetDto {
  return {
    id: Number(row.id),
    name: row.name,
    sourceType: row.sourceType,
    place: row.place,
    versionCount: row.nextVersion - 1,
    createdAt: Number(row.createdAt),
    lastUsedAt: Number(row.lastUsedAt),
  };
}

export type Verdict = "pass" | "fail" | "warn" | "inconclusive";

export interface CheckResultDto {
  verdict: Verdict;
  failing: number | null;
  rows: number | null;
  message: string;
  evaluatedAt: number;
}

export interface CheckDto {
  id: number;
  definition: CheckDefinition;
  severity: "fail" | "warn";
  createdBy: string;
  createdAt: number;
  /** Null until the version was looked at. */
  result: CheckResultDto | null;
}

export interface ProfileStateDto {
  status: "none" | "ready" | "failed";
  document: ProfileDocument | null;
  problem: string | null;
  updatedAt: number | null;
}

export interface VersionDetailDto {
  version: DatasetVersionDto;
  /** As the client described them, or as they were read in the file. */
  columns: SchemaColumn[] | null;
  /** What the client's own profile says. */
  clientProfile: { name: string; value: string }[];
  rows: number | null;
  profile: ProfileStateDto;
  /** True when the file can be read here, and so its profile computed. */
  isReadable: boolean;
  checks: CheckDto[];
  /** Versions of other datasets with the very same content. */
  same: { datasetId: number; datasetName: string; number: number }[];
}

export interface RunUseDto {
  runUuid: string;
  runName: string;
  experimentId: number;
  experimentName: string;
  context: string;
  startTime: number;
  /** Versions of registered models that the run led to. */
  models: { name: string; version: number }[];
}

export interface ComparisonDto {
  before: DatasetVersionDto;
  after: DatasetVersionDto;
  rowsBefore: number | null;
  rowsAfter: number | null;
  schema: SchemaChange[];
  /** Null when one of the two has no computed profile. */
  columns: ColumnDifference[] | null;
}
