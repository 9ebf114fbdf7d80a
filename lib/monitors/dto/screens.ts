import type { ColumnFinding, WindowKind, WindowVerdict } from "../schema/monitors";
import type { QualityFinding } from "../schema/quality";
import type { ComparedColumnDto } from "./compared-columns";
import type { MonitorDto, SubjectDto } from "./monitors";

/** A window as a strip of the list shows it. Times are milliseconds since the epoch. */
export interface StripWindowDto {
  opensAt: number;
  closesAt: number;
  /** The version of the dataset that it is, where a dataset is watched. */
  datasetVersion: number | null;
  rows: number;
  verdict: WindowVerdict;
}

/** How many columns of a window could be judged, and how many of them are not as they were. */
export interface TallyDto {
  drifted: number;
  judged: number;
  /** The one that is farthest from its reference. */
  worst: string | null;
}

/** A monitor as the list shows it. */
export interface MonitorSummaryDto extends SubjectDto {
  id: number;
  name: string;
  isPaused: boolean;
  window: WindowKind;
  last: (StripWindowDto & { tally: TallyDto }) | null;
  /** The newest windows in which something came, the oldest of them first. */
  recent: StripWindowDto[];
}

export interface HeatWindowDto extends StripWindowDto {
  reevaluatedAt: number | null;
  /** In the window before it nothing came. */
  isAfterGap: boolean;
}

export type HeatCellDto = Pick<
  ColumnFinding,
  "verdict" | "score" | "pValue" | "judgedBy" | "threshold" | "chance"
>;

export interface HeatColumnDto {
  name: string;
  /** One a window; null where the window knows no such column. */
  cells: (HeatCellDto | null)[];
}

/** Columns by windows: the column that is farthest off first, the newest window last. */
export interface HeatMapDto {
  windows: HeatWindowDto[];
  columns: HeatColumnDto[];
  /** Columns that are not among them. */
  hidden: number;
}

/** One column in one window, with everything that is known of it. */
export interface CellDto {
  opensAt: number;
  closesAt: number;
  /** The version of the dataset that it is, where a dataset is watched. */
  datasetVersion: number | null;
  reevaluatedAt: number | null;
  /** The definition it was judged by. */
  version: number;
  finding: ColumnFinding;
  /** Beside the reference; null when it is known no more. */
  compared: ComparedColumnDto | null;
}

/** What the page of a monitor shows. */
export interface MonitorPageDto {
  monitor: Omit<MonitorDto, "last">;
  /** The newest window in which something came, with the verdict and since when it has been so. */
  last:
    | (StripWindowDto & {
        share: number;
        tally: TallyDto;
        since: number;
        sinceVersion: number | null;
      })
    | null;
  /** Columns that nobody expects, with the rows of the newest window that they came in. */
  extra: Record<string, number>;
  heat: HeatMapDto;
  cell: CellDto | null;
  /** What is wrong with the data of the chosen window; null when there is none. */
  quality:
    | (Pick<StripWindowDto, "opensAt" | "closesAt" | "datasetVersion"> & {
        findings: QualityFinding[];
      })
    | null;
  /** Older windows, when there are some. */
  next: string | undefined;
}

/** A dataset version that a monitor may be laid beside. */
export interface ReferenceDto {
  datasetId: number;
  dataset: string;
  version: number;
}

/** What a monitor of a deployment would be, before it is made. */
export interface ProposalDto {
  /** Null when none of the data behind the served version was read here. */
  reference: ReferenceDto | null;
  columns: string[];
  leftOut: { name: string; reason: string }[];
  target: string | null;
  /** Why none can be made with this reference, or without another one. */
  problem: string | null;
}
