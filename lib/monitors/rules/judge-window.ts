import type {
  ColumnCounts,
  WatchedColumn,
  WindowProfile,
} from "@/lib/datasets/schema/window-profiles";
import { distanceOf } from "@/lib/deployments/rules/distances";
import type {
  ColumnFinding,
  ColumnVerdict,
  MonitorDefinition,
  WindowVerdict,
} from "../schema/monitors";
import { chanceDistance } from "./chance";

/** Of the values that came; from so many of another kind on the column has changed its type. */
const MOST_MISTYPED = 0.05;
const sum = (values: readonly number[]): number => values.reduce((total, one) => total + one, 0);

/** Values that are no values have a bin of their own, so that more of them are a drift too. */
function binsOf(counts: ColumnCounts): number[] {
  const odd = counts.kind === "number" ? counts.nans + counts.infinities : 0;
  return [...counts.bins, counts.nulls + counts.absent + counts.mistyped + odd];
}

function unseenOf(counts: ColumnCounts): number {
  const { bins } = counts;
  const last = bins.at(-1) ?? 0;
  return counts.kind === "number" ? (bins[0] ?? 0) + last : last;
}

type ColumnSettings = MonitorDefinition["columns"][number];

function verdictOf(
  counts: ColumnCounts,
  { rows, minRows }: { rows: number; minRows: number },
): ColumnVerdict | null {
  const odd = counts.kind === "number" ? counts.nans + counts.infinities : 0;
  const came = counts.n + counts.mistyped + odd;
  if (rows < minRows) return "too_few";
  if (counts.absent === rows) return "missing";
  if (came === 0) return "no_values";
  if (counts.mistyped > MOST_MISTYPED * came) return "mistyped";
  return null;
}

function judgeColumn(
  column: WatchedColumn,
  settings: ColumnSettings,
  { reference, current }: { reference: ColumnCounts; current: ColumnCounts },
  size: { rows: number; minRows: number },
): ColumnFinding {
  const { method, threshold } = settings;
  const binned = { reference: binsOf(reference), current: binsOf(current) };
  const early = verdictOf(current, size);
  const isScored = early === null && sum(binned.reference) > 0;
  const score = isScored ? distanceOf(binned, method) : null;
  const chance = isScored ? chanceDistance(binned, method) : null;
  const isDrifted = score !== null && score >= threshold && score > (chance ?? 0);
  const { n, nulls, absent, mistyped } = current;
  const isNumber = current.kind === "number";
  return {
    name: column.name,
    source: column.source,
    kind: column.kind,
    verdict: early ?? (isDrifted ? "drifted" : "stable"),
    ...{ method, threshold, score, chance, rows: size.rows, values: n, nulls, absent, mistyped },
    nans: isNumber ? current.nans : 0,
    infinities: isNumber ? current.infinities : 0,
    unseen: unseenOf(current),
    mean: isNumber ? current.mean : null,
  };
}

const DRIFTED: readonly ColumnVerdict[] = ["drifted", "missing", "mistyped", "no_values"];

/** Whether a column is not as it was. */
export const isOff = (verdict: ColumnVerdict): boolean => DRIFTED.includes(verdict);

export interface Judgement {
  verdict: WindowVerdict;
  /** Of the importance of the columns that could be judged, that of those which drifted. */
  share: number;
  findings: ColumnFinding[];
}

/** What a window says, column by column and as a whole. Throws when a profile is not of the columns. */
export function judgeWindow(
  columns: readonly WatchedColumn[],
  { columns: settings, minRows, share: limit }: MonitorDefinition,
  { reference, current }: { reference: WindowProfile; current: WindowProfile },
): Judgement {
  const judged = columns.map((column, at) => {
    const own = settings.find(({ name }) => name === column.name);
    const sides = { reference: reference.columns[at], current: current.columns[at] };
    if (!own || !sides.reference || !sides.current)
      throw new Error(`A profile says nothing of the column "${column.name}".`);
    const size = { rows: current.rows, minRows };
    const { reference: before, current: after } = sides;
    const finding = judgeColumn(column, own, { reference: before, current: after }, size);
    return { finding, importance: own.importance };
  });
  const told = judged.filter(({ finding }) => finding.verdict !== "too_few");
  const weigh = (some: typeof judged) => sum(some.map(({ importance }) => importance));
  const all = weigh(told);
  const drifted = weigh(told.filter(({ finding }) => isOff(finding.verdict)));
  const share = all > 0 ? drifted / all : 0;
  const isDrifted = drifted > 0 && share >= limit;
  return {
    verdict: told.length === 0 ? "too_few" : isDrifted ? "drifted" : "stable",
    share,
    findings: judged.map(({ finding }) => finding),
  };
}
