import type { ColumnCounts } from "@/lib/datasets/schema/window-profiles";
import type { ColumnFinding, ColumnVerdict, MonitorDefinition } from "../schema/monitors";
import { chanceOf, RARE } from "./chance";
import { adjustedRates, rateOfAlarms } from "./limits";
import { METHOD_FACTS } from "./window-methods";
import { binsOf, type Sides, scoreOf } from "./window-score";

/** Of the values that came; from so many of another kind on the column has changed its type. */
const MOST_MISTYPED = 0.05;
/** Of the greatest difference of a share, less what chance explains, in windows with few rows. */
const SMALL_THRESHOLD = 0.1;

type ColumnSettings = MonitorDefinition["columns"][number];

interface Size {
  rows: number;
  minRows: number;
  smallWindows: MonitorDefinition["smallWindows"];
  /** Columns that raise false alarms together. */
  alarming: number;
}

/** A column's finding, as far as it is known by itself. */
export interface Candidate {
  finding: ColumnFinding;
  importance: number;
  /** The rate of a p-value that is judged together with those of other columns. */
  rate: number | null;
}

const sum = (values: readonly number[]): number => values.reduce((total, one) => total + one, 0);

/** Values beyond the reference's: outside of its range, or of no category that it has by name. */
export function unseenOf({ kind, bins }: ColumnCounts): number {
  const last = bins.at(-1) ?? 0;
  return kind === "number" ? (bins[0] ?? 0) + last : last;
}

function earlyVerdict(
  counts: ColumnCounts,
  { rows, minRows, smallWindows }: Size,
): ColumnVerdict | null {
  const odd = counts.kind === "number" ? counts.nans + counts.infinities : 0;
  const came = counts.n + counts.mistyped + odd;
  if (rows === 0 || (rows < minRows && smallWindows === "wait")) return "too_few";
  if (counts.absent === rows) return "missing";
  if (came === 0) return "no_values";
  if (counts.mistyped > MOST_MISTYPED * came) return "mistyped";
  return null;
}

/** By what a column is judged in a window of this size. */
function settingsFor(settings: ColumnSettings, { rows, minRows }: Size): ColumnSettings {
  if (rows >= minRows) return settings;
  const limit = { kind: "constant" } as const;
  return { ...settings, method: "l_infinity_robust", threshold: SMALL_THRESHOLD, limit };
}

interface Measured
  extends Pick<ColumnFinding, "score" | "pValue" | "bound" | "chance" | "threshold" | "judgedBy"> {
  isDrifted: boolean;
}

function measure(
  { method, threshold, limit }: ColumnSettings,
  sides: Sides,
  alarming: number,
): Measured {
  const scored = scoreOf(method, sides);
  const { score, pValue } = scored;
  const chance = score === null ? null : chanceOf(method, sides, RARE);
  const isTest = METHOD_FACTS[method].judges === "test";
  if (limit.kind === "p_value" || (limit.kind === "false_alarms" && isTest)) {
    const rate = limit.kind === "p_value" ? threshold : rateOfAlarms(limit.windows, alarming);
    const isDrifted = pValue !== null && pValue <= rate;
    return { ...scored, chance, threshold: rate, judgedBy: "p_value", isDrifted };
  }
  if (limit.kind === "false_alarms") {
    const rare = chanceOf(method, sides, rateOfAlarms(limit.windows, alarming));
    const isDrifted = score !== null && rare !== null && score > rare;
    return { ...scored, chance, threshold: rare ?? 0, judgedBy: "score", isDrifted };
  }
  const isDrifted = score !== null && score >= threshold && score > (chance ?? 0);
  return { ...scored, chance, threshold, judgedBy: "score", isDrifted };
}

/** A column of a window by itself. */
export function considerColumn(settings: ColumnSettings, sides: Sides, size: Size): Candidate {
  const { column, reference, current } = sides;
  const own = settingsFor(settings, size);
  const early = earlyVerdict(current, size);
  const isScored = early === null && sum(binsOf(reference)) > 0;
  const none = { score: null, pValue: null, bound: null, chance: null, isDrifted: false };
  const { isDrifted, ...measured } = isScored
    ? measure(own, sides, Math.max(1, size.alarming))
    : { ...none, threshold: own.threshold, judgedBy: "score" as const };
  const { n, nulls, absent, mistyped } = current;
  const isNumber = current.kind === "number";
  const isTogether = isScored && own.limit.kind === "p_value" && measured.pValue !== null;
  return {
    finding: {
      ...{ name: column.name, source: column.source, kind: column.kind },
      verdict: early ?? (isDrifted ? "drifted" : "stable"),
      ...{ method: own.method, ...measured },
      ...{ rows: size.rows, values: n, nulls, absent, mistyped },
      nans: isNumber ? current.nans : 0,
      infinities: isNumber ? current.infinities : 0,
      unseen: unseenOf(current),
      mean: isNumber ? current.mean : null,
    },
    importance: settings.importance,
    rate: isTogether ? own.threshold : null,
  };
}

/** Judges p-values of all columns of a window together, so that many columns raise no more false alarms than one. */
export function settleColumns(candidates: readonly Candidate[]): Candidate[] {
  const tested = candidates.flatMap(({ finding: { pValue }, rate }) =>
    pValue !== null && rate !== null ? [{ pValue, rate }] : [],
  );
  const rates = adjustedRates(tested);
  let at = 0;
  return candidates.map((candidate) => {
    const { finding, rate } = candidate;
    const { pValue } = finding;
    if (rate === null || pValue === null) return candidate;
    const threshold = rates[at] ?? rate;
    at += 1;
    const verdict: ColumnVerdict = pValue <= threshold ? "drifted" : "stable";
    return { ...candidate, finding: { ...finding, threshold, verdict } };
  });
}
