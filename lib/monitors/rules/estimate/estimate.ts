import type { EstimateInput } from "../../schema/statistics";
import { type Chunk, chunkRows } from "../chunks";
import type { LoadColumn } from "../columns";
import { type EstimatedMetric, type Estimator, estimateChunks } from "./assemble";
import { classificationEstimators, sliceRows } from "./classification";
import { type Regressed, regressionEstimators } from "./regression";
import { binaryTable, multiclassTable, regressionTable } from "./tables";

export interface Estimate {
  metrics: Record<string, EstimatedMetric>;
  /** Whether scores were calibrated, by class; absent for a regression. */
  calibrated?: Record<string, boolean>;
}

/** Estimates by chunks of rows: of the reference to learn what is usual, of what is analysed to be judged. */
function inChunks<Rows>(
  estimators: Readonly<Record<string, Estimator<Rows>>>,
  { reference, analysis }: Readonly<Record<"reference" | "analysis", Rows>>,
  { size, rowsOf, slice }: Chunking<Rows>,
): Record<string, EstimatedMetric> {
  const cut = (rows: Rows) =>
    chunkRows(rowsOf(rows), size, "keep").map((chunk: Chunk) => ({
      chunk,
      rows: slice(rows, chunk.start, chunk.end),
    }));
  return estimateChunks(
    estimators,
    cut(reference).map(({ rows }) => rows),
    cut(analysis),
  );
}

interface Chunking<Rows> {
  size: number;
  rowsOf: (rows: Rows) => number;
  slice: (rows: Rows, start: number, end: number) => Rows;
}

const sliceRegressed = (
  { predicted, truth, features }: Regressed,
  start: number,
  end: number,
): Regressed => ({
  predicted: predicted.subarray(start, end),
  truth: truth?.subarray(start, end) ?? null,
  features: features.map((values) => values.subarray(start, end)),
});

/** How well a model does where labels are not there yet. */
export async function estimatePerformance(
  { problem, chunkSize, ...sides }: EstimateInput,
  load: LoadColumn,
): Promise<Estimate> {
  if (problem === "regression") {
    const tables = await regressionTable(sides, load);
    return {
      metrics: inChunks(regressionEstimators(tables.reference), tables, {
        size: chunkSize,
        rowsOf: ({ predicted }) => predicted.length,
        slice: sliceRegressed,
      }),
    };
  }
  const tables = await (problem === "binary" ? binaryTable : multiclassTable)(sides, load);
  const { estimators, calibrated } = classificationEstimators(tables.reference);
  return {
    metrics: inChunks(estimators, tables, {
      size: chunkSize,
      rowsOf: ([first]) => first?.predicted.length ?? 0,
      slice: sliceRows,
    }),
    calibrated: Object.fromEntries(
      calibrated.map((is, at) => [tables.classes[at] ?? "y_pred_proba", is]),
    ),
  };
}
