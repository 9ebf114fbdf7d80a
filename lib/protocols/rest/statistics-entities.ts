import { z } from "zod";
import type { Comparison } from "@/lib/deployments/rules/recommendation";
import type { SampleRatio } from "@/lib/deployments/rules/sample-ratio";

const nullReason = z.string().meta({ description: "Why there is no number" });

const interval = z.object({
  estimate: z.number(),
  standardError: z.number(),
  lower: z.number(),
  upper: z.number(),
  pValue: z.number(),
});
const nothing = z.object({
  estimate: z.null(),
  standardError: z.null(),
  lower: z.null(),
  upper: z.null(),
  pValue: z.null(),
  reason: nullReason,
});

export const sampleRatioEntity: z.ZodType<SampleRatio> = z
  .object({
    pValue: z.number().nullable(),
    flagged: z.boolean(),
    reason: nullReason.exactOptional(),
  })
  .meta({ id: "SampleRatio" });

export const comparisonEntity: z.ZodType<Comparison> = z
  .object({
    sequential: z.union([interval, nothing]).meta({ description: "Holds at every look at once" }),
    fixed: z.union([interval, nothing]).meta({ description: "Holds at one planned look" }),
    sampleRatio: sampleRatioEntity,
    recommendation: z.enum(["ship", "keep_running", "roll_back"]),
    reason: z.string(),
  })
  .meta({ id: "Comparison" });

/** JSON lacks some numbers; they travel as words. */
const anyNumber = z.union([z.number(), z.enum(["NaN", "Infinity", "-Infinity"])]);

const counted = z
  .object({
    rows: z.int(),
    missing: z.int(),
    nonFinite: z.int().meta({ description: "NaN, Infinity and -Infinity" }),
  })
  .meta({ id: "CountedValues" });

export const methodResultsEntity = z
  .object({
    results: z.array(
      z.object({
        method: z.string(),
        preset: z.string(),
        statistic: anyNumber.nullable(),
        pValue: z.number().nullable(),
        df: z.number().nullable(),
        drifted: z.boolean().nullable().meta({
          description: "By the default threshold of the tool that the preset names",
        }),
        threshold: z.number().nullable(),
        parameters: z.record(z.string(), z.unknown()).meta({
          description: "The complete definition, and what else the number hangs on",
        }),
        reason: nullReason.exactOptional(),
      }),
    ),
    reference: counted,
    current: counted,
  })
  .meta({ id: "SampleComparison" });

const threshold = z.number().nullable();
const values = z.array(anyNumber.nullable()).meta({ description: "One a chunk" });
const alerts = z.array(z.boolean());

export const datasetVerdictEntity = z
  .object({
    columns: z.array(
      z.object({
        name: z.string(),
        method: z.string(),
        preset: z.string(),
        score: anyNumber.nullable().meta({
          description: "The p-value where the method judges by it, else the distance",
        }),
        threshold,
        drifted: z.boolean().nullable(),
        reason: nullReason.exactOptional(),
      }),
    ),
    share: z.number().nullable().meta({ description: "Of the columns that could be judged" }),
    drifted: z.boolean().nullable().meta({ description: "True from a share of 0.5 on" }),
  })
  .meta({ id: "DatasetVerdict" });

export const chunkedDriftEntity = z
  .object({
    results: z.array(
      z.object({
        method: z.string(),
        preset: z.string(),
        values,
        lowerThreshold: threshold,
        upperThreshold: threshold,
        alerts,
      }),
    ),
  })
  .meta({ id: "ChunkedDrift" });

export const estimateEntity = z
  .object({
    metrics: z.record(
      z.string(),
      z.object({
        estimated: values,
        realised: values,
        samplingError: values,
        lowerThreshold: threshold,
        upperThreshold: threshold,
        alerts,
      }),
    ),
    calibrated: z.record(z.string(), z.boolean()).exactOptional().meta({
      description: "Whether scores were calibrated, by class",
    }),
  })
  .meta({ id: "PerformanceEstimate" });
