import { AppError } from "@/lib/core/errors";
import type { LossColumn } from "../../schema/loss-model";
import {
  type Baseline,
  type Metric,
  type PerformanceDefinition,
  TASK_METRICS,
} from "../../schema/performance";
import { defaultChunks, learnThresholds } from "../chunks";
import { learnCalibration } from "../estimate/calibration";
import { CLASS_METRICS, type Classified, samplingComponents } from "../estimate/classification";
import { withoutLevelPoints } from "../estimate/isotonic";
import { possible } from "./judge";
import { learnLosses } from "./losses";
import { measure } from "./metrics";
import type { PerformanceRow } from "./read-row";
import { SumsBuilder } from "./sums";

/** Rows that a baseline is learned from at most: more would say the same, later. */
export const MAX_BASELINE_ROWS = 20_000;

type Told = PerformanceRow & { predicted: number; truth: number };
const isTold = (row: PerformanceRow): row is Told =>
  row.predicted !== null && row.truth !== undefined && row.truth !== null;

function measureRows(rows: readonly Told[], definition: PerformanceDefinition) {
  const sums = new SumsBuilder(definition, null);
  for (const row of rows) sums.add({ ...row, groups: [] });
  return measure(sums.finish());
}

/** The rows as each class sees them; of two, the positive one alone. */
function viewsOf(
  rows: readonly (Told & { scores: readonly number[] })[],
  { task, classes }: PerformanceDefinition,
): Classified {
  const places = task === "binary" ? [1] : [...classes.keys()];
  const isClass = (value: number, place: number) => Number(value === place);
  return places.map((place) => ({
    scores: Float64Array.from(rows, ({ scores }) => scores[place] ?? 0),
    predicted: Uint8Array.from(rows, ({ predicted }) => isClass(predicted, place)),
    truth: Uint8Array.from(rows, ({ truth }) => isClass(truth, place)),
  }));
}

/** How scores become chances, and how far samples scatter each metric: what estimating without labels needs. */
function learnScores(rows: readonly Told[], definition: PerformanceDefinition) {
  const scored = rows.flatMap((row) => (row.scores ? [{ ...row, scores: row.scores }] : []));
  if (definition.task === "regression" || scored.length < rows.length) return null;
  const views = viewsOf(scored, definition);
  const calibrations = views.map(({ scores, truth }) => {
    const line = truth && learnCalibration(scores, truth);
    return line && withoutLevelPoints(line);
  });
  const hits = rows.filter(({ predicted, truth }) => predicted === truth).length / rows.length;
  const accuracy = [{ deviation: Math.sqrt(hits * (1 - hits)), share: 1 }];
  const ofClasses = CLASS_METRICS.map((metric) => {
    const components = samplingComponents(metric, views);
    const isKnown = components.every(({ deviation, share }) => deviation >= 0 && share > 0);
    return [metric, isKnown ? components : null] as const;
  });
  const sampling = Object.fromEntries(
    ofClasses.flatMap(([metric, components]) => (components ? [[metric, components]] : [])),
  );
  return { calibrations, sampling: { ...sampling, accuracy } };
}

/** What is usual, by labelled rows that are good as they are. Throws INVALID when there are none. */
export function learnBaseline(
  all: readonly PerformanceRow[],
  definition: PerformanceDefinition,
  from: Baseline["from"],
  columns: readonly LossColumn[] = [],
): Baseline {
  const rows = all.filter(isTold);
  if (rows.length === 0)
    throw new AppError("INVALID", "No row has both an answer and a truth that can be compared.");
  const whole = measureRows(rows, definition);
  const chunks = defaultChunks(rows.length).map(({ start, end }) =>
    measureRows(rows.slice(start, end), definition),
  );
  const metrics: readonly Metric[] = TASK_METRICS[definition.task];
  const values = metrics.flatMap((metric) => {
    const value = whole[metric]?.value;
    return value === undefined ? [] : [[metric, value] as const];
  });
  const usual = metrics.flatMap((metric) => {
    const found = chunks.map((chunk) => chunk[metric]?.value ?? null);
    const bounds = learnThresholds(found, possible(metric));
    return bounds.upper === null && bounds.lower === null ? [] : [[metric, bounds] as const];
  });
  const learned = learnScores(rows, definition);
  const losses = definition.task === "regression" ? learnLosses(rows, columns) : null;
  const ofLosses = Object.entries(losses?.sampling ?? {}).map(
    ([metric, deviation]) => [metric, [{ deviation, share: 1 }]] as const,
  );
  return {
    from,
    rows: rows.length,
    values: Object.fromEntries(values),
    usual: Object.fromEntries(usual),
    calibrations: learned?.calibrations ?? null,
    losses: losses?.model ?? null,
    sampling: learned?.sampling ?? Object.fromEntries(ofLosses),
  };
}
