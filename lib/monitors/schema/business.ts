import { z } from "zod";
import { storableText } from "@/lib/core/text";

const figure = z.number().min(-1e12).max(1e12);
export const BUSINESS_OF = ["mean", "sum"] as const;
const BETTER = ["higher", "lower"] as const;

/** A metric of the business that windows are held to beside how right answers are. */
export const business = z.object({
  metric: storableText.trim().min(1, "Name the metric.").max(100).meta({
    description: "As it is posted to the deployment's outcomes: revenue, cost, clicks",
  }),
  of: z.enum(BUSINESS_OF).default("mean").meta({
    description: "The mean of all that was posted in a window, or its sum",
  }),
  better: z.enum(BETTER).default("higher"),
  goal: figure.nullable().default(null).meta({ description: "What it should be; not judged" }),
  limit: figure
    .nullable()
    .default(null)
    .meta({ description: "A window misses it when it is worse" }),
});
export type Business = z.output<typeof business>;

/** What was posted in a window: how many, their sum and the sum of their squares. */
export interface Outcomes {
  n: number;
  sum: number;
  squares: number;
}

export const businessFigures = z.object({
  n: z.number().meta({ description: "Of how many predictions outcomes were posted" }),
  sum: z.number(),
  mean: z.number(),
  /** Of the mean, of 95 %; null where none is known. */
  interval: z.object({ lower: z.number(), upper: z.number() }).nullable(),
  /** Mean or sum, as the definition says. */
  value: z.number(),
  limit: z.number().nullable(),
  verdict: z.enum(["met", "missed", "measured", "waiting", "too_few"]),
});
export type BusinessFigures = z.output<typeof businessFigures>;
