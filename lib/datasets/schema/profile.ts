import { z } from "zod";

export const COLUMN_TYPES = ["number", "boolean", "time", "text"] as const;

const histogram = z.object({
  /** One more than there are counts; the same for every version of a dataset. */
  edges: z.array(z.number()),
  counts: z.array(z.number()),
  below: z.number(),
  above: z.number(),
});

const columnProfile = z.object({
  name: z.string(),
  type: z.enum(COLUMN_TYPES),
  nulls: z.number(),
  distinct: z.number(),
  isDistinctExact: z.boolean(),
  /** Of numbers; of times in milliseconds since the epoch. */
  min: z.number().nullable(),
  max: z.number().nullable(),
  mean: z.number().nullable(),
  std: z.number().nullable(),
  quantiles: z.array(z.object({ share: z.number(), value: z.number() })),
  histogram: histogram.nullable(),
  top: z.array(z.object({ value: z.string(), count: z.number() })),
  isTopExact: z.boolean(),
});

/** What was read in a file. */
export const profileDocument = z.object({
  rows: z.number(),
  /** Quantiles come from this many rows, drawn evenly; all of them when there are no more. */
  sampledRows: z.number(),
  columns: z.array(columnProfile),
});
export type ProfileDocument = z.infer<typeof profileDocument>;
export type ColumnProfile = z.infer<typeof columnProfile>;
export type Histogram = z.infer<typeof histogram>;
