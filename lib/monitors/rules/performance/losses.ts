import type { WatchedColumn } from "@/lib/datasets/schema/window-profiles";
import type { LossColumn, LossModel } from "../../schema/loss-model";
import { forestValue, learnForest } from "../estimate/trees";
import { deviationOf, spreadOf } from "../sums";

/** More of them would take longer to read a row by than to read the row. */
const MAX_COLUMNS = 50;
/** Smaller than where they are kept for one answer: what is learned is kept, and looked up for each row. */
const SIZE = { count: 40, depth: 4 };
const FEWEST_ROWS = 200;

export const lossColumns = (columns: readonly WatchedColumn[]): LossColumn[] =>
  columns
    .filter(({ source }) => source === "input")
    .slice(0, MAX_COLUMNS)
    .map((column) => ({
      name: column.name,
      categories: column.kind === "category" ? column.categories : null,
    }));

function featureOf({ name, categories }: LossColumn, input: object): number {
  // What was sent for a row is an object of JSON.
  const value = Object.hasOwn(input, name) ? (input as Record<string, unknown>)[name] : null;
  if (value === null || value === undefined) return Number.NaN;
  if (categories) return categories.indexOf(String(value));
  return typeof value === "number" ? value : Number.NaN;
}

/** A row as numbers, the answer last; what is missing is NaN. */
export const featuresOf = (
  columns: readonly LossColumn[],
  input: unknown,
  predicted: number,
): number[] => {
  const row = typeof input === "object" && input !== null ? input : {};
  return [...columns.map((column) => featureOf(column, row)), predicted];
};

interface LearnedRow {
  features?: readonly number[];
  predicted: number;
  truth: number;
}

interface LearnedLosses {
  model: LossModel;
  /** How far a loss lies from the mean of all, in the unit of its metric. */
  sampling: { mae: number; rmse: number };
}

/** Learns from labelled rows which loss a row has by its features and its answer (direct loss estimation); null from too few. */
export function learnLosses(
  rows: readonly LearnedRow[],
  columns: readonly LossColumn[],
): LearnedLosses | null {
  const told = rows.flatMap(({ features, ...row }) => (features ? [{ ...row, features }] : []));
  if (told.length < FEWEST_ROWS) return null;
  const features = Array.from({ length: columns.length + 1 }, (_feature, at) =>
    Float64Array.from(told, (row) => row.features[at] ?? Number.NaN),
  );
  const absolute = Float64Array.from(told, ({ truth, predicted }) => Math.abs(truth - predicted));
  const squared = absolute.map((loss) => loss ** 2);
  const [ofAbsolute, ofSquared] = [spreadOf(absolute), spreadOf(squared)];
  return {
    model: {
      columns: [...columns],
      absolute: learnForest(features, absolute, SIZE),
      squared: learnForest(features, squared, SIZE),
    },
    sampling: {
      mae: deviationOf(ofAbsolute),
      rmse: ofSquared.mean > 0 ? deviationOf(ofSquared) / (2 * Math.sqrt(ofSquared.mean)) : 0,
    },
  };
}

/** The losses that a row is expected to have. */
export function expectedLosses(
  { columns, absolute, squared }: LossModel,
  input: unknown,
  predicted: number,
): { absolute: number; squared: number } {
  const features = featuresOf(columns, input, predicted);
  return {
    absolute: Math.max(0, forestValue(absolute, features)),
    squared: Math.max(0, forestValue(squared, features)),
  };
}
