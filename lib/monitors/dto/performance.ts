import type { Reliability } from "../rules/performance/reliability";
import type { SliceTable } from "../rules/performance/slices";
import type { BusinessFigures, Outcomes } from "../schema/business";
import type { ColumnFinding } from "../schema/monitors";
import type {
  Baseline,
  Estimates,
  Measures,
  PerformanceDefinition,
  PerformanceVerdict,
} from "../schema/performance";
import type { ConfusionMatrix } from "../schema/performance-sums";
import type { MonitorDto } from "./monitors";

/** How a deployment did in a window. Times are milliseconds since the epoch. */
export interface PerformanceWindowDto {
  opensAt: number;
  closesAt: number;
  /** The definition it was judged by. */
  version: number;
  rows: number;
  labelled: number;
  verdict: PerformanceVerdict;
  /** The worst that the metric may be; null while it is not known. */
  limit: number | null;
  /** By labels. */
  measures: Measures;
  /** By calibrated scores alone. */
  estimates: Estimates;
  /** How the truths are spread beside the reference's target; null where it has none. */
  target: ColumnFinding | null;
  /** Of the metric of the business; null where none is looked at, or nothing was posted. */
  business: BusinessFigures | null;
  evaluatedAt: number;
  /** When labels last told something else after it had been judged. */
  reevaluatedAt: number | null;
}

export interface PerformanceWindowRow extends Omit<PerformanceWindowDto, "target" | "business"> {
  measures: Measures;
  target: ColumnFinding | null;
  outcomes: Outcomes | null;
}

/** One window with everything that is known of it. */
export interface PerformanceWindowDetailDto extends PerformanceWindowDto {
  classes: string[];
  /** Rows by the true class, then by the predicted one; null for numbers, and when the log was read by another definition since. */
  confusion: ConfusionMatrix | null;
  reliability: Reliability | null;
  slices: SliceTable | null;
  /** Rows without an answer, or with a label, that cannot be compared. */
  odd: number;
  strange: number;
  /** More came than is read of an hour: every so many-th prediction was. */
  every: number;
}

/** What the page of a monitor's performance shows. */
export interface PerformancePageDto {
  monitor: Omit<MonitorDto, "last">;
  /** Null when it is not judged. */
  performance: PerformanceDto | null;
  /** The newest first. */
  windows: PerformanceWindowDto[];
  /** The newest window by whose labels it was judged. */
  told: PerformanceWindowDto | null;
  chosen: PerformanceWindowDetailDto | null;
  /** Older windows, when there are some. */
  next: string | undefined;
}

/** By what a monitor's performance is judged. */
export interface PerformanceDto {
  monitor: number;
  version: number;
  definition: PerformanceDefinition;
  /** Null while it is being learned. */
  baseline: Pick<Baseline, "from" | "rows" | "values" | "usual"> | null;
  /** Why it cannot be learned. */
  problem: string;
  /** Whether scores are enough to estimate by. */
  isEstimated: boolean;
  createdBy: string;
  createdAt: number;
}

export interface PerformanceRow {
  version: number;
  definition: unknown;
  baseline: unknown;
  problem: string;
  createdBy: string;
  createdAt: number;
}
