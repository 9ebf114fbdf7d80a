import { z } from "zod";
import { pageInput } from "@/lib/core/page";
import { storableText } from "@/lib/core/text";
import { deploymentInput } from "./deployments";
import { metricName } from "./rollouts";
import { ALL_TRAFFIC, revisionNumber, trafficPlanInput } from "./traffic";

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
