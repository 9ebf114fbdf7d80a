import { z } from "zod";
import type {
  PerformanceDto,
  PerformanceWindowDetailDto,
  PerformanceWindowDto,
} from "@/lib/monitors/dto/performance";
import { businessFigures } from "@/lib/monitors/schema/business";
import { columnFindings } from "@/lib/monitors/schema/monitors";
import {
  baseline,
  estimates,
  METRICS,
  measures,
  PERFORMANCE_VERDICTS,
  performanceDefinition,
} from "@/lib/monitors/schema/performance";

const millis = z.int().meta({ description: "Milliseconds since the epoch" });

export const performanceEntity: z.ZodType<PerformanceDto> = z
  .object({
    monitor: z.int(),
    version: z.int(),
    definition: performanceDefinition,
    baseline: baseline
      .pick({ from: true, rows: true, values: true, usual: true })
      .nullable()
      .meta({ description: "What is usual; null while it is being learned" }),
    problem: z.string().meta({ description: "Why it cannot be learned" }),
    isEstimated: z.boolean().meta({
      description: "Whether scores, or losses that were learned, are enough to estimate by",
    }),
    createdBy: z.string(),
    createdAt: millis,
  })
  .meta({ id: "Performance" });

const window = z.object({
  opensAt: millis,
  closesAt: millis,
  version: z.int().meta({ description: "The definition it was judged by" }),
  rows: z.number(),
  labelled: z.number(),
  verdict: z.enum(PERFORMANCE_VERDICTS),
  limit: z.number().nullable().meta({
    description: "The worst that the metric may be; null while it is not known",
  }),
  measures: measures.meta({ description: "By labels, with intervals of 95 %" }),
  estimates: estimates.meta({ description: "By calibrated scores alone" }),
  business: businessFigures.nullable().meta({
    description:
      "Of the metric of the business; null where none is looked at, or nothing was posted",
  }),
  target: columnFindings.element.nullable().meta({
    description: "How the truths are spread beside the reference's target",
  }),
  evaluatedAt: millis,
  reevaluatedAt: millis.nullable().meta({
    description: "When labels last told something else after it had been judged",
  }),
});
export const performanceWindowEntity: z.ZodType<PerformanceWindowDto> = window.meta({
  id: "PerformanceWindow",
});

const group = z.object({
  column: z.string(),
  group: z.string(),
  rows: z.number(),
  labelled: z.number(),
  measure: measures.valueType.nullable(),
});

export const performanceDetailEntity: z.ZodType<PerformanceWindowDetailDto> = window
  .extend({
    classes: z.array(z.string()),
    confusion: z.array(z.array(z.number())).nullable().meta({
      description: "Rows by the true class, then by the predicted one",
    }),
    reliability: z
      .object({
        bins: z.array(
          z.object({
            ...{ from: z.number(), to: z.number(), rows: z.number(), score: z.number() },
            ...{ share: z.number(), lower: z.number(), upper: z.number() },
          }),
        ),
        error: z.number().meta({ description: "Expected calibration error" }),
      })
      .nullable(),
    slices: z
      .object({ metric: z.enum(METRICS), groups: z.array(group) })
      .nullable()
      .meta({ description: "Groups of rows, the worst first" }),
    odd: z.number().meta({ description: "Rows whose answer cannot be compared" }),
    strange: z.number().meta({ description: "Rows whose label cannot be compared" }),
    every: z.int().meta({ description: "Every so many-th prediction was read" }),
  })
  .meta({ id: "PerformanceWindowDetail" });
