import type { Side } from "../rules/window-names";
import type { ColumnFinding, WindowKind, WindowVerdict } from "../schema/monitors";
import type { DistributionDto, SubjectDto } from "./monitors";
import type { TallyDto } from "./screens";

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

/** A side of a comparison with the rows that were counted in it. */
export interface ComparedSideDto {
  /** As addresses write it. */
  name: string;
  side: Side;
  rows: number;
}

/** Two windows, or the reference and one, in the bins of one definition. */
export interface MonitorComparisonDto {
  monitor: SubjectDto & {
    id: number;
    name: string;
    window: WindowKind;
    target: string | null;
    reference: { datasetId: number; dataset: string; version: number };
  };
  /** The definition that both are laid out by. */
  version: number;
  minRows: number;
  /** The share of importance from which a window has drifted. */
  limit: number;
  before: ComparedSideDto;
  after: ComparedSideDto;
  verdict: WindowVerdict;
  share: number;
  tally: TallyDto;
  /** The farthest one first. */
  findings: ColumnFinding[];
  /** Columns that are not among them. */
  hidden: number;
  column: ComparedColumnDto | null;
  /** Windows that may be chosen, the newest first. */
  choices: string[];
}
