import type { Preset } from "../schema/statistics";
import { defaultChunks, learnThresholds } from "./chunks";
import type { Result } from "./finding";
import { type Column, compareSides, distinctOf, rowsOf, type Side, sideOf, sizeOf } from "./sides";

export interface ColumnVerdict {
  name: string;
  method: string;
  preset: string;
  /** The p-value where the method judges by it, else the distance. */
  score: number | null;
  threshold: number | null;
  drifted: boolean | null;
  reason?: string;
}

/** References of more values are judged by a distance instead of a p-value. */
const SMALL = 1_000;
/** Numbers of no more different values are taken for categories. */
const FEW = 5;

/** The method that Evidently takes by itself: by the size of the reference and by how many values differ. */
function evidentlyMethod(reference: Side, current: Side): string {
  const distinct = distinctOf(reference, current, FEW + 1);
  const isNumeric = reference.kind === "numeric";
  const isSmall = sizeOf(reference) <= SMALL;
  if (isNumeric && distinct > FEW) return isSmall ? "ks/evidently" : "wasserstein/evidently";
  if (isSmall) return distinct <= 2 ? "z_test/evidently" : "chi2_goodness/evidently";
  return isNumeric ? "jensen_shannon/evidently" : "jensen_shannon/evidently-categorical";
}

/** Difference of shares beyond chance from which Slipway's own preset calls it drift. */
const SLIPWAY_THRESHOLD = 0.1;

const OWN: Readonly<Record<"nannyml" | "slipway", Readonly<Record<Side["kind"], string>>>> = {
  nannyml: { numeric: "jensen_shannon/nannyml", categorical: "jensen_shannon/nannyml-categorical" },
  slipway: { numeric: "ks/robust", categorical: "l_infinity/robust" },
};

export const methodOf = (preset: Preset, reference: Side, current: Side): string =>
  preset === "evidently" ? evidentlyMethod(reference, current) : OWN[preset][reference.kind];

export const scoreOf = ({ pValue, statistic }: Result): number | null => pValue ?? statistic;

/** NannyML's threshold: what the reference's own chunks reach against the whole of it. */
function learned(method: string, column: Column, reference: Side): number | null {
  const values = defaultChunks(rowsOf(column)).map(({ start, end }) =>
    scoreOf(compareSides(method, reference, sideOf(column, start, end))),
  );
  return learnThresholds(values, { lower: null, upper: null }).upper;
}

const TOO_FEW_TO_LEARN =
  "The reference has too few rows for ten chunks, from which the threshold is learned.";

function judge(preset: Preset, name: string, column: { reference: Column; current: Column }) {
  const [reference, current] = [sideOf(column.reference), sideOf(column.current)];
  const method = methodOf(preset, reference, current);
  const result = compareSides(method, reference, current);
  const score = scoreOf(result);
  const base = { name, method: result.method, preset: result.preset, score };
  const reason = result.reason === undefined ? {} : { reason: result.reason };
  if (preset === "evidently")
    return { ...base, threshold: result.threshold, drifted: result.drifted, ...reason };
  const threshold =
    preset === "slipway" ? SLIPWAY_THRESHOLD : learned(method, column.reference, reference);
  return {
    ...base,
    threshold,
    drifted: score === null || threshold === null ? null : score > threshold,
    ...(score !== null && threshold === null ? { reason: TOO_FEW_TO_LEARN } : reason),
  };
}

/** From this share of drifted columns on, the dataset has drifted. */
const DRIFT_SHARE = 0.5;

export interface DatasetVerdict {
  columns: ColumnVerdict[];
  /** Of the columns that could be judged. */
  share: number | null;
  drifted: boolean | null;
}

/** Whether a table has drifted: a verdict for each column, and one for all. */
export function judgeDataset(
  preset: Preset,
  columns: readonly { name: string; reference: Column; current: Column }[],
): DatasetVerdict {
  const verdicts: ColumnVerdict[] = columns.map(({ name, ...sides }) => judge(preset, name, sides));
  const judged = verdicts.filter(({ drifted }) => drifted !== null);
  if (judged.length === 0) return { columns: verdicts, share: null, drifted: null };
  const share = judged.filter(({ drifted }) => drifted).length / judged.length;
  return { columns: verdicts, share, drifted: share >= DRIFT_SHARE };
}
