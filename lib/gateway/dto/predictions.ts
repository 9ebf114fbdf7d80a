import type { LiveQuality } from "@/lib/deployments/queries/live-quality";
import type { Answer, LogSettings } from "../rules/predictions";

/** Times are milliseconds since the epoch. */
export interface PredictionDto {
  id: string;
  at: number;
  revision: number;
  modelName: string | null;
  modelVersion: number | null;
  isShadow: boolean;
  key: string | null;
  status: number;
  error: string | null;
  latencyMs: number;
  protocol: string;
  rows: number;
  /** The answer and the truth of its first row. */
  answer: Answer;
  label: Answer;
}

export interface LabelDto {
  row: number;
  at: number;
  value: Answer;
}

export interface PredictionDetailDto extends PredictionDto {
  inputs: unknown;
  outputs: unknown;
  /** True when more was sent or answered than the log keeps. */
  isCut: boolean;
  answers: Answer[];
  labels: LabelDto[];
  /** What other revisions answered to a copy of the same request. */
  copies: PredictionDto[];
}

export interface LogSettingsDto {
  isEnabled: boolean;
  sampleRate: number;
  maskedColumns: string[];
  maxBytes: number;
  maxRows: number;
  retentionDays: number;
}

export const toLogSettingsDto = (settings: LogSettings): LogSettingsDto => ({
  isEnabled: settings.isEnabled,
  sampleRate: settings.sampleRate,
  maskedColumns: [...settings.maskedColumns],
  maxBytes: settings.maxBytes,
  maxRows: settings.maxRows,
  retentionDays: settings.retentionDays,
});

export interface PostedLabelsDto {
  received: number;
  added: number;
  /** Those of a moment for which another value was there. */
  corrected: number;
}

export interface ErasedDto {
  predictions: number;
  labels: number;
}

export interface RevisionQualityDto {
  revision: number;
  isShadow: boolean;
  rows: number;
  labelled: number;
  accuracy: number | null;
  meanAbsoluteError: number | null;
  rootMeanSquaredError: number | null;
}

export interface PredictionRow {
  id: string;
  at: Date;
  revision: number;
  modelName: string | null;
  modelVersion: number | null;
  isShadow: boolean;
  key: string | null;
  status: number;
  error: string | null;
  latencyMs: number;
  protocol: string;
  rows: number;
  answers: Answer[] | null;
  label: Answer;
}

export function toPredictionDto(row: PredictionRow): PredictionDto {
  return {
    id: row.id,
    at: row.at.getTime(),
    revision: row.revision,
    modelName: row.modelName,
    modelVersion: row.modelVersion,
    isShadow: row.isShadow,
    key: row.key,
    status: row.status,
    error: row.error,
    latencyMs: row.latencyMs,
    protocol: row.protocol,
    rows: row.rows,
    answer: row.answers?.[0] ?? null,
    label: row.label,
  };
}

const share = (sum: number, count: number): number | null => (count === 0 ? null : sum / count);

export function toRevisionQualityDto(quality: LiveQuality): RevisionQualityDto {
  const { revision, isShadow, rows, labelled, correct, numeric } = quality;
  const squared = share(quality.squaredError, numeric);
  return {
    revision,
    isShadow,
    rows,
    labelled,
    accuracy: share(correct, labelled),
    meanAbsoluteError: share(quality.absoluteError, numeric),
    rootMeanSquaredError: squared === null ? null : Math.sqrt(squared),
  };
}
