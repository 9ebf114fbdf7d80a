import { z } from "zod";
import { windowProfile } from "@/lib/datasets/schema/window-profiles";

const moments = z.object({ n: z.number(), sum: z.number(), squares: z.number() });
export type Moments = z.output<typeof moments>;

/**
 * Of a bin of scores: its place; rows; labelled rows, the sum of their scores, and how many of them are of the class; and how many
 * of all rows are expected to be.
 */
const scoreBin = z.tuple([z.number(), z.number(), z.number(), z.number(), z.number(), z.number()]);
export type ScoreBin = z.output<typeof scoreBin>;

/** Rows by the true class, then by the predicted one. */
const confusion = z.array(z.array(z.number()));
export type ConfusionMatrix = z.output<typeof confusion>;

const errors = z.object({
  n: z.number(),
  absolute: z.number(),
  squared: z.number(),
  fourth: z.number(),
  /** Of |error| by |truth|, where the truth is not zero. */
  relative: moments,
  /** Of the truths: their mean, and the sum of squared distances from it. */
  mean: z.number(),
  m2: z.number(),
});
export type ErrorSums = z.output<typeof errors>;

const expectedErrors = z.object({ n: z.number(), absolute: z.number(), squared: z.number() });

const counted = {
  rows: z.number(),
  /** Without an answer that can be compared. */
  odd: z.number(),
  labelled: z.number(),
  /** Labelled by something that is no class, or no number. */
  strange: z.number(),
  /** Truths in the bins of the reference's target. */
  truths: windowProfile.nullable(),
  /** More came than is read of an hour: every so many-th was. */
  every: z.number(),
};

/** What is known of rows of some hours: sums, so that hours can be added up. */
export const performanceSums = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("classes"),
    ...counted,
    confusion,
    /** Rows with a score for each class. */
    scored: z.number(),
    /** The confusion that is expected of all scored rows; no rows before a baseline is there. */
    expected: confusion,
    /** By class; of two, of the positive one alone. */
    bins: z.array(z.array(scoreBin)),
    logLoss: moments,
    brier: moments,
    slices: z.array(z.array(z.object({ rows: z.number(), confusion }))),
  }),
  z.object({
    kind: z.literal("numbers"),
    ...counted,
    errors,
    /** Losses that all rows with an answer are expected to have; absent before they could be. */
    expected: expectedErrors.optional(),
    slices: z.array(z.array(z.object({ rows: z.number(), errors }))),
  }),
]);
export type PerformanceSums = z.output<typeof performanceSums>;
export type ClassSums = Extract<PerformanceSums, { kind: "classes" }>;
export type NumberSums = Extract<PerformanceSums, { kind: "numbers" }>;
