import { z } from "zod";
import { launchInput, parameterName, parameterValue } from "@/lib/compute/schema/jobs";
import { pageInput } from "@/lib/core/page";
import { storableText } from "@/lib/core/text";

export const SWEEP_STATUSES = ["running", "finished", "stopped"] as const;
export type SweepStatus = (typeof SWEEP_STATUSES)[number];

export const MAX_TRIALS = 1_000;
const MAX_SWEPT = 20;

const count = (min: number, max: number) => z.coerce.number().int().min(min).max(max);

const listInput = z.strictObject({
  values: z
    .array(parameterValue)
    .min(1, "Give at least one value.")
    .max(MAX_TRIALS, `A parameter takes at most ${MAX_TRIALS} values.`)
    .refine((values) => new Set(values).size === values.length, "Give each value once."),
});

const rangeInput = z
  .strictObject({
    min: z.number(),
    max: z.number(),
    scale: z.enum(["linear", "log"]).default("linear"),
    integer: z.boolean().default(false),
  })
  .refine(({ min, max }) => min < max, "The range has to end above where it begins.")
  .refine(
    ({ min, max }) => Number.isFinite(max - min),
    "The range is wider than numbers can tell apart.",
  )
  .refine(({ min, scale }) => scale === "linear" || min > 0, "A log scale begins above zero.")
  .refine(
    ({ min, max, integer }) => !integer || (Number.isSafeInteger(min) && Number.isSafeInteger(max)),
    "Whole numbers are drawn between whole numbers.",
  );

export const dimensionInput = z.union([listInput, rangeInput]);
export type Dimension = z.output<typeof dimensionInput>;
export type Range = z.output<typeof rangeInput>;

const spaceInput = z
  .record(parameterName, dimensionInput)
  .refine((space) => Object.keys(space).length > 0, "Say which parameters to try values of.")
  .refine(
    (space) => Object.keys(space).length <= MAX_SWEPT,
    `A sweep goes over at most ${MAX_SWEPT} parameters.`,
  );
export type Space = z.output<typeof spaceInput>;

const searchInput = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("grid") }),
  z.object({
    kind: z.literal("random"),
    draws: count(1, MAX_TRIALS),
    seed: count(0, 2 ** 32 - 1)
      .default(0)
      .meta({ description: "The same seed draws the same values" }),
  }),
]);
export type Search = z.output<typeof searchInput>;

const metricInput = z.object({
  key: storableText.trim().min(1, "Name the metric.").max(250),
  goal: z.enum(["minimize", "maximize"]),
});

/** What is kept of a sweep's wishes, and read back from its row. */
export const sweepSpec = z.object({
  launch: launchInput
    .omit({ name: true, idempotencyKey: true, againOf: true })
    .meta({ description: "What each of its jobs is; its parameters stay the same in all of them" }),
  space: spaceInput.meta({
    description:
      "By name of a parameter, `values` to try or a range from `min` to `max` to draw from",
  }),
  search: searchInput.meta({
    description: "A grid tries each combination of values; random draws are as many as asked for",
  }),
  metric: metricInput.nullable().default(null).meta({
    description: "By its last value the best trial is told",
  }),
});
export type SweepSpec = z.output<typeof sweepSpec>;

/** The same with the datasets as they were asked for, which rows of an earlier version do not tell. */
export const keptSweep = sweepSpec.extend({
  wishes: sweepSpec.shape.launch.shape.datasets.unwrap().optional(),
});

export const createSweepInput = sweepSpec.extend({
  name: storableText.trim().min(1, "Give the sweep a name.").max(180),
  maxParallel: count(1, 64).default(2).meta({
    description: "How many of its jobs are queued or running at once",
  }),
  idempotencyKey: storableText.min(1).max(200).optional().meta({
    description: "The same key creates the same sweep once, however often it is sent",
  }),
});
export type CreateSweepInput = z.output<typeof createSweepInput>;

export const sweepInput = z.object({ number: count(1, 2_000_000_000) });
export type SweepInput = z.output<typeof sweepInput>;

export const listSweepsInput = pageInput.extend({
  status: z.enum(SWEEP_STATUSES).optional(),
});
export type ListSweepsInput = z.output<typeof listSweepsInput>;

export const listTrialsInput = pageInput.extend({
  sort: z.enum(["best", "index"]).default("best").meta({
    description: "The best by the metric first, or in the order in which they are tried",
  }),
});
export type ListTrialsInput = SweepInput & z.output<typeof listTrialsInput>;
