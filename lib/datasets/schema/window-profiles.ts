import { z } from "zod";

/** Categories that have a bin of their own, at most; all others share one. */
export const MAX_CATEGORIES = 100;
export const MAX_EDGES = 201;
export const MAX_WATCHED = 500;

/** Where in a prediction a column's values are: what was sent, or what was answered. */
const source = z.enum(["input", "answer"]);

/** A column with the bins that were frozen with its reference, so that counts of any two windows can be added and compared. */
export const watchedColumn = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("number"),
    name: z.string().min(1),
    source,
    /** In ascending order; the last bin holds its upper edge too. Below the first and above the last is a bin each. */
    edges: z.array(z.number()).min(2).max(MAX_EDGES),
  }),
  z.object({
    kind: z.literal("category"),
    name: z.string().min(1),
    source,
    categories: z.array(z.string()).max(MAX_CATEGORIES),
  }),
]);
export type WatchedColumn = z.infer<typeof watchedColumn>;
export const watchedColumns = z.array(watchedColumn).min(1).max(MAX_WATCHED);

const common = {
  /** Rows that had a value of this kind. */
  n: z.number(),
  nulls: z.number(),
  /** Rows without the column. */
  absent: z.number(),
  /** Values of another kind than the reference has. */
  mistyped: z.number(),
  bins: z.array(z.number()),
};

const numberCounts = z.object({
  kind: z.literal("number"),
  ...common,
  nans: z.number(),
  infinities: z.number(),
  /** Of the finite ones; null when there is none, or when it is beyond what a number can hold. */
  mean: z.number().nullable(),
  /** Sum of squared distances from the mean. */
  m2: z.number().nullable(),
  min: z.number().nullable(),
  max: z.number().nullable(),
});
export type NumberCounts = z.infer<typeof numberCounts>;

const categoryCounts = z.object({
  kind: z.literal("category"),
  ...common,
  /** The most frequent of those that share the last bin. */
  others: z.record(z.string(), z.number()),
});
export type CategoryCounts = z.infer<typeof categoryCounts>;

const columnCounts = z.discriminatedUnion("kind", [numberCounts, categoryCounts]);
export type ColumnCounts = z.infer<typeof columnCounts>;

/** The name by which rows as a whole stand among what may repeat. */
export const WHOLE_ROW = "";

/** How often values repeat: those of the smallest hashes, each with how often it came. */
const repeatCounts = z.object({
  /** Values that came. */
  n: z.number(),
  /** In ascending order. */
  hashes: z.array(z.number()),
  counts: z.array(z.number()),
  /** Where a file's profile tells it in their place: different values, and the relative error of that. */
  distinct: z.object({ count: z.number(), error: z.number() }).optional(),
});
export type RepeatCounts = z.infer<typeof repeatCounts>;

/** What a window of time held, column by column in the order of those that are watched. */
export const windowProfile = z.object({
  rows: z.number(),
  columns: z.array(columnCounts),
  /** Columns that came although nobody watches or leaves them out, with the rows they came in. */
  extra: z.record(z.string(), z.number()),
  /** By column, of those that are asked after. */
  repeats: z.record(z.string(), repeatCounts).optional(),
});
export type WindowProfile = z.infer<typeof windowProfile>;
