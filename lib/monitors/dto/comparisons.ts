import type { Side } from "../rules/window-names";
import type { ColumnFinding, WindowKind, WindowVerdict } from "../schema/monitors";
import type { ComparedColumnDto } from "./compared-columns";
import type { SubjectDto } from "./monitors";
import type { TallyDto } from "./screens";

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
