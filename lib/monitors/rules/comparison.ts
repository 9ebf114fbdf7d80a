import type {
  ColumnCounts,
  WatchedColumn,
  WindowProfile,
} from "@/lib/datasets/schema/window-profiles";
import type { ColumnCourseDto, SideFiguresDto } from "../dto/compared-columns";
import type { ColumnVerdict, MonitorDefinition } from "../schema/monitors";
import { unseenOf } from "./judge-column";
import { isOff, type Judgement, judgeWindow } from "./judge-window";

/** Two profiles of the same columns, the second as a window is judged beside its reference. Too few rows on either side say nothing. */
export function judgeSides(
  columns: readonly WatchedColumn[],
  definition: MonitorDefinition,
  { before, after }: { before: WindowProfile; after: WindowProfile },
): Judgement {
  const profiles = { reference: before, current: after };
  if (before.rows >= definition.minRows) return judgeWindow(columns, definition, profiles);
  const smallWindows = before.rows === 0 ? "wait" : definition.smallWindows;
  const minRows = Math.max(definition.minRows, after.rows + 1);
  return judgeWindow(columns, { ...definition, minRows, smallWindows }, profiles);
}

export function figuresOf(counts: ColumnCounts, rows: number): SideFiguresDto {
  const { n, nulls, absent, mistyped } = counts;
  const common = { rows, values: n, nulls, absent, mistyped, unseen: unseenOf(counts) };
  if (counts.kind === "category")
    return {
      ...{ ...common, nans: 0, infinities: 0 },
      ...{ mean: null, deviation: null, least: null, greatest: null },
    };
  const { nans, infinities, mean, m2, min, max } = counts;
  const deviation = m2 === null || n < 2 ? null : Math.sqrt(m2 / (n - 1));
  return { ...common, nans, infinities, mean, deviation, least: min, greatest: max };
}

export interface CourseWindow {
  opensAt: number;
  closesAt: number;
  datasetVersion: number | null;
  /** Null where the window knows no such column. */
  verdict: ColumnVerdict | null;
}

/** Since when a column is as the newest of some windows says; those with too few rows are looked past. Null when it says nothing. */
export function courseOf(windows: readonly CourseWindow[]): ColumnCourseDto | null {
  const told = windows.flatMap(({ verdict, ...window }) =>
    verdict === null || verdict === "too_few" ? [] : [{ ...window, isOff: isOff(verdict) }],
  );
  const [newest] = told;
  if (!newest || windows[0]?.opensAt !== newest.opensAt) return null;
  const other = told.findIndex((one) => one.isOff !== newest.isOff);
  const same = other < 0 ? told : told.slice(0, other);
  const first = same.at(-1) ?? newest;
  return {
    isOff: newest.isOff,
    ...{ since: first.opensAt, closesAt: first.closesAt, windows: same.length },
    datasetVersion: first.datasetVersion,
    wasOtherwise: other >= 0,
  };
}
