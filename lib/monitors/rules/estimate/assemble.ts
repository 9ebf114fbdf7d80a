import { type Chunk, isOutside, learnThresholds, type Thresholds } from "../chunks";

/** How one metric is estimated, measured where labels are there, and how far samples scatter it. */
export interface Estimator<Rows> {
  range: Thresholds;
  estimate: (rows: Rows) => number | null;
  realise: (rows: Rows) => number | null;
  samplingError: (rows: number) => number;
}

export interface EstimatedMetric {
  estimated: (number | null)[];
  realised: (number | null)[];
  samplingError: (number | null)[];
  lowerThreshold: number | null;
  upperThreshold: number | null;
  alerts: boolean[];
}

const finite = (value: number | null): number | null =>
  value !== null && Number.isFinite(value) ? value : null;

/** Estimates each metric in each chunk; what is usual is learned from what the reference's chunks really reached. */
export function estimateChunks<Rows>(
  estimators: Readonly<Record<string, Estimator<Rows>>>,
  reference: readonly Rows[],
  analysis: readonly { rows: Rows; chunk: Chunk }[],
): Record<string, EstimatedMetric> {
  const entries = Object.entries(estimators).map(([name, metric]): [string, EstimatedMetric] => {
    const thresholds = learnThresholds(
      reference.map((rows) => finite(metric.realise(rows))),
      metric.range,
    );
    const estimated = analysis.map(({ rows }) => finite(metric.estimate(rows)));
    return [
      name,
      {
        estimated,
        realised: analysis.map(({ rows }) => finite(metric.realise(rows))),
        samplingError: analysis.map(({ chunk }) =>
          finite(metric.samplingError(chunk.end - chunk.start)),
        ),
        lowerThreshold: thresholds.lower,
        upperThreshold: thresholds.upper,
        alerts: estimated.map((value) => isOutside(value, thresholds)),
      },
    ];
  });
  return Object.fromEntries(entries);
}
