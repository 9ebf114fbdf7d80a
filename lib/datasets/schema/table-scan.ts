import type { CheckOutcome } from "../rules/checks";
import type { CheckDefinition } from "./checks";
import type { ProfileDocument } from "./profile";

export const FILE_FORMATS = ["csv", "parquet"] as const;
export type FileFormat = (typeof FILE_FORMATS)[number];

/** Bytes of a file from `start` up to, not including, `end`. */
export interface FileRange {
  start: number;
  end: number;
}

/** What a thread is asked to read. */
export interface TableScan {
  format: FileFormat;
  size: number;
  /** Histogram edges by column, of the dataset's first profile; empty for that one itself. */
  edges: Readonly<Record<string, number[]>>;
  checks: readonly CheckDefinition[];
  createdAt: number;
  now: number;
}

export interface TableFindings {
  profile: ProfileDocument;
  /** In the order of the checks. */
  outcomes: CheckOutcome[];
}

/** What a thread is asked to read of one column. */
export interface ColumnScan {
  format: FileFormat;
  size: number;
  column: string;
  as: "numbers" | "texts";
}

/** A column row by row. Texts are places in a list of the different ones; what is missing is NaN, or the place -1. */
export type ColumnValues =
  | { kind: "numbers"; values: Float64Array; missing: number }
  | { kind: "texts"; texts: readonly string[]; places: Int32Array };
