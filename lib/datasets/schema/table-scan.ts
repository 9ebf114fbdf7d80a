import type { CheckOutcome } from "../rules/checks";
import type { CheckDefinition } from "./checks";
import type { ProfileDocument } from "./profile";

export const FILE_FORMATS = ["csv", "parquet"] as const;
export type FileFormat = (typeof FILE_FORMATS)[number];

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
