import { sumOf } from "../sums";
import { rocAuc } from "./auc";
import { fitIsotonic, fitIsotonicLine, type RisingLine } from "./isotonic";
import { orderOf } from "./order";
import { stratifiedSplits } from "./splits";

const BINS = 10;
const SPLITS = 10;
/** Scores that separate the classes as well as this are left as they are. */
const PERFECT = 0.999;

/** Expected calibration error: the mean distance between scores and labels over bins of equal size. */
function calibrationError(scores: Float64Array, labels: Uint8Array): number {
  const order = orderOf(scores);
  const rows = order.length;
  const bins = rows <= 2 * BINS ? Math.floor(rows / 2) : BINS;
  const width = Math.floor(rows / bins);
  const last = Math.ceil((rows + 1) / width) - 2;
  let error = 0;
  for (let bin = 0; bin <= last; bin += 1) {
    const part = Array.from(order.subarray(bin * width, bin === last ? rows : (bin + 1) * width));
    const [score, label] = [
      sumOf(part.map((row) => scores[row] ?? 0)) / part.length,
      sumOf(part.map((row) => labels[row] ?? 0)) / part.length,
    ];
    error += (part.length / rows) * Math.abs(score - label);
  }
  return error;
}

export interface CalibrationErrors {
  before: number;
  after: number;
}

/** The error on rows that were held out, before and after calibrating on the others. */
export function heldOutErrors(scores: Float64Array, labels: Uint8Array): CalibrationErrors {
  const parts = stratifiedSplits(labels, SPLITS).map(({ train, test }) => {
    const calibrate = fitIsotonic(
      Float64Array.from(train, (row) => scores[row] ?? 0),
      Uint8Array.from(train, (row) => labels[row] ?? 0),
    );
    const raw = test.map((row) => scores[row] ?? 0);
    return { raw, calibrated: raw.map(calibrate), labels: test.map((row) => labels[row] ?? 0) };
  });
  const truth = Uint8Array.from(parts.flatMap((part) => part.labels));
  const error = (all: readonly number[]) => calibrationError(Float64Array.from(all), truth);
  return {
    before: error(parts.flatMap((part) => part.raw)),
    after: error(parts.flatMap((part) => part.calibrated)),
  };
}

/** Rows that are enough for splits and bins. */
const LEAST_ROWS = 20;

/** How scores become probabilities; null where they are better left alone. */
export function learnCalibration(scores: Float64Array, labels: Uint8Array): RisingLine | null {
  const positives = labels.reduce((sum, label) => sum + label, 0);
  if (Math.min(positives, labels.length - positives) < 2 || labels.length < LEAST_ROWS) return null;
  if ((rocAuc(scores, labels) ?? 1) > PERFECT) return null;
  const { before, after } = heldOutErrors(scores, labels);
  return before > after ? fitIsotonicLine(scores, labels) : null;
}
