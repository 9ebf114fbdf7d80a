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
