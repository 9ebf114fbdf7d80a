import { z } from "zod";
import { pageInput } from "@/lib/core/page";
import { storableText } from "@/lib/core/text";
import { deploymentInput } from "./deployments";
import { metricName } from "./rollouts";
import { ALL_TRAFFIC, revisionNumber, trafficPlanInput } from "./traffic";

/** Slower requests than that are counted together. */
const MAX_COUNTED_MS = 60_000;

export const DECISIONS = ["shipped", "rolled_back", "stopped"] as const;

/** What an A/B test asks; fixed before anybody has seen data. */
export const abQuestion = z.object({
  metric: metricName.meta({ description: "Outcomes that are posted under this name" }),
  kind: z.enum(["proportion", "mean"]).default("proportion"),
  difference: z.enum(["relative", "absolute"]).default("relative"),
  better: z.enum(["higher", "lower"]).default("higher"),
  alpha: z.number().min(1e-6).max(0.5).default(0.05),
  tuning: z.number().min(1).max(1e12).default(5_000).meta({
    description: "Units in all at which the sequence is narrowest",
  }),
  plannedUnits: z.number().int().min(4).max(1e12).nullable().default(null).meta({
    description: "Units in all at which the fixed-horizon interval may be read; null for never",
  }),
});
export type AbQuestion = z.output<typeof abQuestion>;

/** What is watched beside the metric, from the traffic of both arms. */
export const GUARDRAILS = ["error_rate", "p99_latency"] as const;
export type AbGuardrail = (typeof GUARDRAILS)[number];

const relative = (standard: number) =>
  z
    .number("Give a number of percent.")
    .min(0, "A limit is never below the control.")
    .max(100, "Give at most 10,000 %.")
    .default(standard)
    .meta({ description: "How much worse than the control it may be: 0.1 for a tenth" });

/** What the treatment may do worse than the control before it is not worth any metric: both are added to what the control does. */
export const abLimits = z.object({
  error_rate: z
    .object({
      relative: relative(0.1),
      absolute: z
        .number("Give a number of points.")
        .min(0, "A limit is never below the control.")
        .lt(1, "Give less than 100 points: that guardrail could never fail.")
        .default(0.001)
        .meta({ description: "The same as a share of the requests: 0.001 for 0.1 points" }),
    })
    .prefault({}),
  p99_latency: z
    .object({
      relative: relative(0.2),
      absolute: z
        .number("Give a number of milliseconds.")
        .min(0, "A limit is never below the control.")
        .max(MAX_COUNTED_MS, "Give at most a minute: longer times are counted as one.")
        .default(1)
        .meta({ description: "The same in milliseconds" }),
    })
    .prefault({}),
});
export type AbLimits = z.output<typeof abLimits>;

/** How the traffic that the two have together is split from the start of the test on. */
const split = z.object({
  treatmentShare: z
    .number("Give a share of the traffic.")
    .int("Shares are whole hundredths of a percent.")
    .min(1, "The treatment gets some of the traffic.")
    .max(ALL_TRAFFIC - 1, "The control gets some of the traffic.")
    .meta({ description: "Of the traffic that the two have together: 10,000 is all of it" }),
  stickyHeader: trafficPlanInput.shape.stickyHeader,
  trafficVersion: z.number().int().min(1).meta({
    description: "The plan that was seen: another one in force is not written over",
  }),
});

export const startAbTestInput = deploymentInput.extend({
  name: storableText.trim().min(1, "Name the test.").max(200),
  control: revisionNumber,
  treatment: revisionNumber,
  question: abQuestion,
  limits: abLimits.prefault({}).meta({
    description: "Of the guardrails; what is left out is as usual",
  }),
  split: split.optional().meta({ description: "Left out, the traffic stays as it is" }),
});
export type StartAbTestInput = z.output<typeof startAbTestInput>;

export const abTestInput = deploymentInput.extend({ test: revisionNumber });
export type AbTestInput = z.output<typeof abTestInput>;
export const decideAbTestInput = abTestInput.extend({
  decision: z.enum(DECISIONS),
  reason: storableText.trim().min(1, "Say why.").max(2_000),
});
export type DecideAbTestInput = z.output<typeof decideAbTestInput>;
/** Each is told with all that is known of it: more than so many are read on the next page. */
const MAX_TESTS = 20;
export const listAbTestsInput = deploymentInput.extend({
  ...pageInput.shape,
  limit: pageInput.shape.limit.transform((limit) => Math.min(limit, MAX_TESTS)),
});
export type ListAbTestsInput = z.output<typeof listAbTestsInput>;
