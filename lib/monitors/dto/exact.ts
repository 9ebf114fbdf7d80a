import type { Cumulative } from "../rules/cumulative";
import type { Result } from "../rules/finding";
import type { Counted } from "../rules/samples";

/** What methods say of the raw rows of both sides. Numbers that JSON lacks are words. */
export interface ExactDto {
  results: (Omit<Result, "statistic"> & {
    statistic: number | "NaN" | "Infinity" | "-Infinity" | null;
  })[];
  reference: Counted;
  current: Counted;
  /** Of numbers: shares of values up to x. */
  shares: Cumulative | null;
}

/** How far a computation over raw rows has come. */
export type ExactProgress =
  | { stage: "reading"; side: "before" | "after"; rows: number; of: number }
  | { stage: "computing" }
  | { stage: "done"; answer: ExactDto }
  | { stage: "failed"; message: string };
