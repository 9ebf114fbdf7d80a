import { z } from "zod";
import { parseSide, SIDE_NAME } from "../rules/window-names";
import { MAP_COLUMNS, readMonitorPageInput } from "./monitors";

const MAX_COLUMNS = 501;

const side = z
  .string()
  .regex(
    SIDE_NAME,
    "Name the reference, or a window as hour:2026-11-30T10, day:2026-11-30, week:2026-11-23, or of a dataset version:3.",
  )
  .transform((name, context) => {
    const found = parseSide(name);
    if (found) return found;
    context.addIssue({ code: "custom", message: `There is no moment as in “${name}”.` });
    return z.NEVER;
  });

/** A window by its name. */
export const windowSide = side.transform((found, context) => {
  if (found.kind === "window") return found;
  context.addIssue({ code: "custom", message: "Name a window, not the reference." });
  return z.NEVER;
});

/** Two sides to lay beside each other. */
export const comparedInput = readMonitorPageInput.pick({ monitor: true }).extend({
  before: side.default({ kind: "reference" }).meta({
    description:
      "`reference`, or a window as `hour:2026-11-30T10`, `day:2026-11-30`, `week:2026-11-23`, of a dataset `version:3`",
  }),
  after: side.optional().meta({ description: "Likewise; the newest window when absent" }),
});

export type ComparedInput = z.output<typeof comparedInput>;

export const compareSidesInput = comparedInput.extend({
  column: readMonitorPageInput.shape.column.meta({
    description: "The column whose distributions are wanted; the farthest one when absent",
  }),
  columns: z.coerce.number().int().min(1).max(MAX_COLUMNS).default(MAP_COLUMNS),
});
export type CompareSidesInput = z.output<typeof compareSidesInput>;

/** Columns whose distributions a page shows. */
export const REPORTED_COLUMNS = 30;

export const exportComparisonInput = comparedInput.extend({
  column: compareSidesInput.shape.column,
  format: z.enum(["csv", "html"]).default("html"),
});
export type ExportComparisonInput = z.output<typeof exportComparisonInput>;

export const computeExactlyInput = comparedInput.extend({
  column: readMonitorPageInput.shape.column.unwrap(),
  method: z
    .string()
    .regex(/^[a-z\d_]{1,50}\/[a-z\d_-]{1,50}$/, "Name a method and its preset, such as ks/exact.")
    .optional()
    .meta({
      description:
        "`ks/exact`: a method of the statistics API; all of the column's type when absent",
    }),
});
export type ComputeExactlyInput = z.output<typeof computeExactlyInput>;
