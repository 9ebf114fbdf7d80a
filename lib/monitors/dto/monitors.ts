import { type Alert, alerts } from "../schema/alerts";
import {
  type ColumnFinding,
  columnFindings,
  type MonitorDefinition,
  monitorDefinition,
  type WindowVerdict,
} from "../schema/monitors";
import { type QualityFinding, qualityFindings } from "../schema/quality";

/** Times are milliseconds since the epoch. */
export interface WindowDto {
  opensAt: number;
  closesAt: number;
  /** The version of the dataset that it is, where a dataset is watched. */
  datasetVersion: number | null;
  /** The definition it was judged by. */
  version: number;
  rows: number;
  verdict: WindowVerdict;
  /** Of the importance of the columns that could be judged, that of those which drifted. */
  share: number;
  findings: ColumnFinding[];
  /** Columns that nobody watches or leaves out, with the rows they came in. */
  extra: Record<string, number>;
  /** What is wrong with the data, whether or not they drifted. */
  quality: QualityFinding[];
  evaluatedAt: number;
  /** When it was judged again after it had closed: rows came late, or it was counted anew. */
  reevaluatedAt: number | null;
}

/** What is watched, or what an incident is of: a deployment by its name, or a dataset. One of the two is there. */
export interface SubjectDto {
  deployment: string | null;
  dataset: { id: number; name: string } | null;
}

export interface MonitorDto extends SubjectDto {
  id: number;
  name: string;
  version: number;
  isPaused: boolean;
  alerts: Alert[];
  /** Nothing is told until then. */
  silencedUntil: number | null;
  reference: { datasetId: number; dataset: string; version: number };
  definition: MonitorDefinition;
  createdBy: string;
  createdAt: number;
  /** The newest window that something came in. */
  last: WindowDto | null;
}

export interface WindowRow extends Omit<WindowDto, "findings" | "quality"> {
  findings: unknown;
  quality: unknown;
}

export interface MonitorRow extends SubjectDto {
  id: number;
  name: string;
  version: number;
  isPaused: boolean;
  deploymentId: number | null;
  createdBy: string;
  createdAt: number;
  definition: unknown;
  alerts: unknown;
  silencedUntil: number | null;
  planId: number;
  referenceDatasetId: number;
  referenceDataset: string;
  referenceVersion: number;
  last: WindowRow | null;
}

export const toWindowDto = (row: WindowRow): WindowDto => ({
  ...row,
  findings: columnFindings.parse(row.findings),
  quality: qualityFindings.parse(row.quality),
});

export function toMonitorDto(row: MonitorRow): MonitorDto {
  const { id, name, deployment, dataset, version, isPaused, silencedUntil } = row;
  const { createdBy, createdAt, last } = row;
  return {
    ...{ id, name, deployment, dataset, version, isPaused, silencedUntil, createdBy, createdAt },
    alerts: alerts.parse(row.alerts),
    reference: {
      datasetId: row.referenceDatasetId,
      dataset: row.referenceDataset,
      version: row.referenceVersion,
    },
    definition: monitorDefinition.parse(row.definition),
    last: last && toWindowDto(last),
  };
}

/** How often values fell into a bin. */
interface Bin {
  /** "below 3", "3 to 7", a category, "other values" or "no value". */
  label: string;
  reference: number;
  current: number;
}

/** A column of the reference and of a window, in the same bins. */
export interface DistributionDto {
  column: string;
  kind: "number" | "category";
  opensAt: number;
  closesAt: number;
  /** The version of the dataset that it is, where a dataset is watched. */
  datasetVersion: number | null;
  bins: Bin[];
  /** The most frequent values that the reference has no name for. */
  others: Record<string, number>;
}
