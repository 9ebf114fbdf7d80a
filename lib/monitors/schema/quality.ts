import { z } from "zod";

const share = z.number().min(0).max(1).nullable();
const number = z.number().nullable();

/** Of a column: what it may be at most, or between what it lies. Null is not looked at. */
const limits = {
  name: z.string().min(1).max(500),
  missing: share.meta({ description: "Share of rows without the column or with null" }),
  invalid: share.meta({
    description: "Share of values of another type, of NaN and of infinities",
  }),
  unseen: share.meta({ description: "Of categories: share that the reference has no name for" }),
  outside: share.meta({ description: "Of numbers: share that lies outside of `min` and `max`" }),
  min: number,
  max: number,
};
const repeated = share.meta({
  description:
    "Share of values that came before in the window; nothing is counted for it from 1 on",
});
const columnQuality = z.object({ ...limits, repeated: repeated.default(null) });
export type ColumnQuality = z.output<typeof columnQuality>;

const rows = z.object({
  min: z.number().min(0).nullable(),
  max: z.number().min(0).nullable(),
});

/** What the data's quality is judged by. */
export const quality = z.object({
  columns: z.array(columnQuality),
  /** Of a window that is over. */
  rows: rows.nullable(),
  /** Share of rows that are like one before in the window. */
  repeatedRows: z.number().nullable().default(null),
  /** How old the newest row may be. */
  freshMinutes: z.number().nullable(),
});
export type Quality = z.output<typeof quality>;
export const NO_QUALITY: Quality = {
  ...{ columns: [], rows: null },
  ...{ repeatedRows: null, freshMinutes: null },
};

const MAX_COLUMNS = 500;

export const qualityInput = z.object({
  tolerance: z.number().min(0).max(1).default(0.02).meta({
    description: "By so much more than in the reference values may be missing, unseen or outside",
  }),
  columns: z
    .array(
      z
        .object({ ...limits, repeated })
        .partial()
        .required({ name: true }),
    )
    .max(MAX_COLUMNS)
    .default([])
    .meta({ description: "What is not said of a column is learned from the reference" }),
  rows: z
    .union([rows, z.literal("learned")])
    .nullable()
    .default(null)
    .meta({
      description:
        "Rows of a window; `learned` takes mean and three standard deviations of the windows so far",
    }),
  repeatedRows: z
    .union([share, z.literal("learned")])
    .default(null)
    .meta({
      description:
        "Share of rows that are in every watched column like one before in the window; `learned` counts them in the reference",
    }),
  freshMinutes: z.number().int().min(1).max(527_040).nullable().default(null),
});
export type QualityInput = z.output<typeof qualityInput>;

export const QUALITY_CHECKS = [
  "missing",
  "invalid",
  "unseen",
  "outside",
  "repeated",
  "repeated_rows",
  "few_rows",
  "many_rows",
] as const;
export type QualityCheck = (typeof QUALITY_CHECKS)[number];

/** What is wrong with the data of a window. */
const qualityFinding = z.object({
  check: z.enum(QUALITY_CHECKS),
  /** Null for the window as a whole. */
  column: z.string().nullable(),
  /** A share, or rows. */
  found: z.number(),
  limit: z.number(),
});
export type QualityFinding = z.output<typeof qualityFinding>;
export const qualityFindings = z.array(qualityFinding);
