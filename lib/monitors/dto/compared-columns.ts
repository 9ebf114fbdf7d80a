import type { ColumnFinding } from "../schema/monitors";
import type { DistributionDto } from "./monitors";

/** What was counted of a column on a side. */
export interface SideFiguresDto {
  rows: number;
  values: number;
  nulls: number;
  absent: number;
  mistyped: number;
  nans: number;
  infinities: number;
  /** Values beyond the reference's: outside of its range, or of no category that it has by name. */
  unseen: number;
  /** Of the finite numbers; null for texts, and where there is none. */
  mean: number | null;
  deviation: number | null;
  least: number | null;
  greatest: number | null;
}

/** Since when a column has been as it is, by the windows that the monitor judged. */
export interface ColumnCourseDto {
  isOff: boolean;
  /** When the first of the windows began that say the same without another verdict between them. */
  since: number;
  closesAt: number;
  /** The version of the dataset that it was, where a dataset is watched. */
  datasetVersion: number | null;
  /** Windows that say so in a row. */
  windows: number;
  /** Whether windows before it said otherwise. */
  wasOtherwise: boolean;
}

export interface ComparedColumnDto {
  finding: ColumnFinding;
  /** Both sides in the same bins, the first one as the reference. */
  distribution: Pick<DistributionDto, "column" | "kind" | "bins" | "others">;
  /** Of numbers: where the bins begin and end, without the first and the last one, which have no end. */
  edges: number[] | null;
  before: SideFiguresDto;
  after: SideFiguresDto;
  /** Null where the second side is the reference, or no window that was judged. */
  course: ColumnCourseDto | null;
}
