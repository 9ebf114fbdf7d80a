import { mergeProfiles } from "@/lib/datasets/rules/window-profile";
import type { WindowProfile } from "@/lib/datasets/schema/window-profiles";
import type {
  ConfusionMatrix,
  ErrorSums,
  Moments,
  NumberSums,
  PerformanceSums,
  ScoreBin,
} from "../../schema/performance-sums";
import { byPlace, noErrors } from "./sums";

const addMoments = (one: Moments, other: Moments): Moments => ({
  n: one.n + other.n,
  sum: one.sum + other.sum,
  squares: one.squares + other.squares,
});

const addMatrices = (one: ConfusionMatrix, other: ConfusionMatrix): ConfusionMatrix =>
  one.map((line, row) => line.map((count, column) => count + (other[row]?.[column] ?? 0)));

/** Means and squares of both together (Chan, Golub and LeVeque 1979). */
function addErrors(one: ErrorSums, other: ErrorSums): ErrorSums {
  const n = one.n + other.n;
  const apart = other.mean - one.mean;
  const weight = n === 0 ? 0 : other.n / n;
  return {
    n,
    absolute: one.absolute + other.absolute,
    squared: one.squared + other.squared,
    fourth: one.fourth + other.fourth,
    relative: addMoments(one.relative, other.relative),
    mean: one.mean + apart * weight,
    m2: one.m2 + other.m2 + apart * apart * one.n * weight,
  };
}

function addBins(one: readonly ScoreBin[], other: readonly ScoreBin[]): ScoreBin[] {
  const bins = new Map(one.map((bin) => [bin[0], bin]));
  for (const [place, rows, labelled, scores, positives, expected] of other) {
    const [, ...before] = bins.get(place) ?? [place, 0, 0, 0, 0, 0];
    bins.set(place, [
      ...([place, before[0] + rows, before[1] + labelled, before[2] + scores] as const),
      ...([before[3] + positives, before[4] + expected] as const),
    ]);
  }
  return [...bins.values()].sort(byPlace);
}

/** Known of both, else of neither. */
function addExpected({ expected: one }: NumberSums, { expected: other }: NumberSums) {
  if (!one || !other) return one || other ? { expected: one ?? other } : {};
  return {
    expected: {
      n: one.n + other.n,
      absolute: one.absolute + other.absolute,
      squared: one.squared + other.squared,
    },
  };
}

const addTruths = (one: WindowProfile | null, other: WindowProfile | null) =>
  one && other ? mergeProfiles(one, other) : null;

/** Both together, whichever comes first. Throws when they are not of one definition. */
export function addSums(one: PerformanceSums, other: PerformanceSums): PerformanceSums {
  const common = {
    rows: one.rows + other.rows,
    odd: one.odd + other.odd,
    labelled: one.labelled + other.labelled,
    strange: one.strange + other.strange,
    every: Math.max(one.every, other.every),
    truths: addTruths(one.truths, other.truths),
  };
  if (one.kind === "numbers" && other.kind === "numbers") {
    const slices = one.slices.map((groups, at) =>
      groups.map(({ rows, errors }, group) => {
        const same = other.slices[at]?.[group] ?? { rows: 0, errors: noErrors() };
        return { rows: rows + same.rows, errors: addErrors(errors, same.errors) };
      }),
    );
    const errors = addErrors(one.errors, other.errors);
    return { kind: "numbers", ...common, errors, slices, ...addExpected(one, other) };
  }
  if (one.kind !== "classes" || other.kind !== "classes")
    throw new Error("Sums of different tasks were put together.");
  return {
    kind: "classes",
    ...common,
    confusion: addMatrices(one.confusion, other.confusion),
    scored: one.scored + other.scored,
    expected: addMatrices(one.expected, other.expected),
    bins: one.bins.map((bins, at) => addBins(bins, other.bins[at] ?? [])),
    logLoss: addMoments(one.logLoss, other.logLoss),
    brier: addMoments(one.brier, other.brier),
    slices: one.slices.map((groups, at) =>
      groups.map(({ rows, confusion }, group) => {
        const same = other.slices[at]?.[group];
        if (!same) return { rows, confusion };
        return { rows: rows + same.rows, confusion: addMatrices(confusion, same.confusion) };
      }),
    ),
  };
}
