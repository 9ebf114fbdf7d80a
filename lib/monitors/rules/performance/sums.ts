import { emptyProfile, WindowProfiler } from "@/lib/datasets/rules/window-profile";
import type { WatchedColumn } from "@/lib/datasets/schema/window-profiles";
import type { Baseline, PerformanceDefinition } from "../../schema/performance";
import type {
  ClassSums,
  ConfusionMatrix,
  ErrorSums,
  Moments,
  NumberSums,
  PerformanceSums,
  ScoreBin,
} from "../../schema/performance-sums";
import { lineThroughPoints } from "../estimate/isotonic";
import { expectedLosses } from "./losses";
import type { PerformanceRow } from "./read-row";

/** Bins of scores: fine ones where one class has them, since a metric of ranks takes scores of a bin for equal. */
const FINE_BINS = 1_000;
const COARSE_BINS = 100;
export const binsOf = (task: PerformanceDefinition["task"]): number =>
  task === "binary" ? FINE_BINS : COARSE_BINS;

const square = (size: number): ConfusionMatrix =>
  Array.from({ length: size }, () => new Array<number>(size).fill(0));
const noMoments = (): Moments => ({ n: 0, sum: 0, squares: 0 });
export const noErrors = (): ErrorSums => ({
  ...{ n: 0, absolute: 0, squared: 0, fourth: 0, relative: noMoments(), mean: 0, m2: 0 },
});

function put(moments: Moments, value: number): void {
  moments.n += 1;
  moments.sum += value;
  moments.squares += value * value;
}

function putError(sums: ErrorSums, truth: number, predicted: number): void {
  const apart = Math.abs(truth - predicted);
  sums.n += 1;
  sums.absolute += apart;
  sums.squared += apart ** 2;
  sums.fourth += apart ** 4;
  if (truth !== 0) put(sums.relative, apart / Math.abs(truth));
  const step = truth - sums.mean;
  sums.mean += step / sums.n;
  sums.m2 += step * (truth - sums.mean);
}

const raise = (matrix: ConfusionMatrix, row: number, column: number, by = 1): void => {
  const line = matrix[row];
  if (line) line[column] = (line[column] ?? 0) + by;
};

/** How many groups a slice has: its values or ranges, and one for what is no value of them. */
const groupsOf = (definition: PerformanceDefinition): number[] =>
  definition.slices.map((slice) =>
    slice.kind === "category" ? slice.values.length + 1 : slice.edges.length + 1,
  );

export function emptySums(
  definition: PerformanceDefinition,
  target: WatchedColumn | null,
): PerformanceSums {
  const { task, classes } = definition;
  const truths = target && emptyProfile([target]);
  const common = { rows: 0, odd: 0, labelled: 0, strange: 0, every: 1, truths };
  const groups = <T>(make: () => T) =>
    groupsOf(definition).map((count) => Array.from({ length: count }, make));
  if (task === "regression") {
    const slices = groups(() => ({ rows: 0, errors: noErrors() }));
    return { kind: "numbers", ...common, errors: noErrors(), slices };
  }
  const size = classes.length;
  return {
    kind: "classes",
    ...common,
    confusion: square(size),
    scored: 0,
    expected: square(size),
    bins: Array.from({ length: task === "binary" ? 1 : size }, () => []),
    logLoss: noMoments(),
    brier: noMoments(),
    slices: groups(() => ({ rows: 0, confusion: square(size) })),
  };
}

/** As scikit-learn clips chances, by the precision of a number, so that one mistake is no infinite loss. */
const LEAST_CHANCE = Number.EPSILON;

/** Adds rows up; what it holds does not grow with them. */
export class SumsBuilder {
  private readonly sums: PerformanceSums;
  private readonly profiler: WindowProfiler | null;
  private readonly bins: Map<number, ScoreBin>[];

  constructor(
    private readonly definition: PerformanceDefinition,
    private readonly known: Pick<Baseline, "calibrations" | "losses"> | null,
    target: WatchedColumn | null = null,
  ) {
    this.sums = emptySums(definition, target);
    this.profiler = target && new WindowProfiler([{ ...target, source: "answer" }], []);
    this.bins = this.sums.kind === "classes" ? this.sums.bins.map(() => new Map()) : [];
  }

  /** `label` is the truth as it was posted, `input` what was sent. */
  add(row: PerformanceRow, label?: unknown, input?: unknown): void {
    const { sums } = this;
    sums.rows += 1;
    if (row.truth !== undefined) this.profiler?.add({}, label);
    if (row.predicted === null) {
      sums.odd += 1;
      return;
    }
    if (row.truth === null) sums.strange += 1;
    const truth = row.truth ?? null;
    if (truth !== null) sums.labelled += 1;
    if (sums.kind === "classes") this.addClass(sums, row, { predicted: row.predicted, truth });
    else {
      this.addNumber(sums, row, { predicted: row.predicted, truth });
      this.addExpected(sums, input, row.predicted);
    }
  }

  private addNumber(
    sums: NumberSums,
    { groups }: PerformanceRow,
    { predicted, truth }: { predicted: number; truth: number | null },
  ): void {
    if (truth !== null) putError(sums.errors, truth, predicted);
    for (const [at, group] of groups.entries()) {
      const found = sums.slices[at]?.[group];
      if (!found) continue;
      found.rows += 1;
      if (truth !== null) putError(found.errors, truth, predicted);
    }
  }

  private addExpected(sums: NumberSums, input: unknown, predicted: number): void {
    const model = this.known?.losses;
    if (!model) return;
    const { absolute, squared } = expectedLosses(model, input, predicted);
    const before = sums.expected ?? { n: 0, absolute: 0, squared: 0 };
    sums.expected = {
      n: before.n + 1,
      absolute: before.absolute + absolute,
      squared: before.squared + squared,
    };
  }

  private addClass(
    sums: ClassSums,
    { groups, scores }: PerformanceRow,
    { predicted, truth }: { predicted: number; truth: number | null },
  ): void {
    const parts = groups.flatMap((group, at) => sums.slices[at]?.[group] ?? []);
    for (const part of parts) part.rows += 1;
    if (truth !== null)
      for (const { confusion } of [sums, ...parts]) raise(confusion, truth, predicted);
    if (scores) this.addScored(sums, scores, { predicted, truth });
  }

  private addScored(
    sums: ClassSums,
    scores: readonly number[],
    { predicted, truth }: { predicted: number; truth: number | null },
  ): void {
    sums.scored += 1;
    const expected = this.known?.calibrations && chancesOf(scores, this.known.calibrations);
    if (expected)
      for (const [place, chance] of expected.entries())
        raise(sums.expected, place, predicted, chance);
    this.addScores(scores, truth, expected ?? null);
    if (truth === null) return;
    const chance = Math.min(1 - LEAST_CHANCE, Math.max(LEAST_CHANCE, scores[truth] ?? 0));
    put(sums.logLoss, -Math.log(chance));
    if (this.definition.task === "binary") put(sums.brier, (truth - (scores[1] ?? 0)) ** 2);
  }

  private addScores(
    scores: readonly number[],
    truth: number | null,
    expected: readonly number[] | null,
  ): void {
    const count = binsOf(this.definition.task);
    for (const [at, bins] of this.bins.entries()) {
      const place = this.bins.length === 1 ? 1 : at;
      const score = scores[place] ?? 0;
      const bin = Math.min(count - 1, Math.floor(score * count));
      const found = bins.get(bin) ?? ([bin, 0, 0, 0, 0, 0] satisfies ScoreBin);
      bins.set(bin, found);
      found[1] += 1;
      found[5] += expected?.[place] ?? 0;
      if (truth === null) continue;
      found[2] += 1;
      found[3] += score;
      found[4] += Number(truth === place);
    }
  }

  /** `every` says that each row stands for so many. */
  finish(every = 1): PerformanceSums {
    const sums = { ...this.sums, every, truths: this.profiler?.finish() ?? null };
    if (sums.kind === "numbers") return sums;
    return { ...sums, bins: this.bins.map((bins) => [...bins.values()].sort(byPlace)) };
  }
}

export const byPlace = ([one]: ScoreBin, [other]: ScoreBin): number => one - other;

/** Calibrated chances; of several classes they add up to one again. */
export function chancesOf(
  scores: readonly number[],
  calibrations: NonNullable<Baseline["calibrations"]>,
): number[] {
  const calibrated = (place: number, at: number) => {
    const points = calibrations[at];
    const score = scores[place] ?? 0;
    return points ? lineThroughPoints(points, score) : score;
  };
  if (calibrations.length === 1) {
    const positive = calibrated(1, 0);
    return [1 - positive, positive];
  }
  const raw = scores.map((_, place) => calibrated(place, place));
  const sum = raw.reduce((total, one) => total + one, 0);
  return raw.map((one) => (sum === 0 ? 1 / raw.length : one / sum));
}
