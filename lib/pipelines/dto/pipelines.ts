import type { JobStatus } from "@/lib/compute/schema/jobs";
import { type Declaration, parseDeclaration } from "../schema/declaration";

/** Times are milliseconds since the epoch. */
export interface PipelineSummaryDto {
  id: number;
  name: string;
  description: string;
  version: number;
  isArchived: boolean;
  createdAt: number;
  /** The newest that was launched from it. */
  lastJob: { number: number; status: JobStatus; createdAt: number } | null;
}

export interface VersionSummaryDto {
  version: number;
  createdBy: string;
  createdAt: number;
}

export interface VersionDto extends VersionSummaryDto {
  /** The YAML, as it was written. */
  text: string;
  /** Null for one that was taken once and would be refused today. */
  declaration: Declaration | null;
}

export interface PipelineDto extends PipelineSummaryDto {
  newest: VersionDto;
}

export interface SummaryRow {
  id: number;
  name: string;
  description: string;
  version: number;
  archivedAt: Date | null;
  createdAt: Date;
  jobNumber: number | null;
  jobStatus: JobStatus | null;
  jobCreatedAt: Date | null;
}

export interface VersionRow {
  number: number;
  text: string;
  createdBy: string;
  createdAt: Date;
}

export function toSummaryDto(row: SummaryRow): PipelineSummaryDto {
  const { id, name, description, version, jobNumber, jobStatus, jobCreatedAt } = row;
  return {
    id,
    name,
    description,
    version,
    isArchived: row.archivedAt !== null,
    createdAt: row.createdAt.getTime(),
    lastJob:
      jobNumber === null || jobStatus === null || jobCreatedAt === null
        ? null
        : { number: jobNumber, status: jobStatus, createdAt: jobCreatedAt.getTime() },
  };
}

export function toVersionSummaryDto(row: Omit<VersionRow, "text">): VersionSummaryDto {
  const { number, createdBy, createdAt } = row;
  return { version: number, createdBy, createdAt: createdAt.getTime() };
}

export function toVersionDto(row: VersionRow): VersionDto {
  const parsed = parseDeclaration(row.text);
  const declaration = "declaration" in parsed ? parsed.declaration : null;
  return { ...toVersionSummaryDto(row), text: row.text, declaration };
}
