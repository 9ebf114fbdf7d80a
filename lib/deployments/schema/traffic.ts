import { z } from "zod";
import { storableText } from "@/lib/core/text";

/** Weights and shares are in hundredths of a percent: all of the traffic is 10,000. */
export const ALL_TRAFFIC = 10_000;

export const revisionNumber = z.coerce.number().int().min(1).max(2_000_000_000);
const share = z
  .number("Give a share of the traffic.")
  .int("Shares are whole hundredths of a percent.")
  .min(0, "Give at least 0 %.")
  .max(ALL_TRAFFIC, "Give at most 100 %.");

/** What is said in them is nobody's business, least of all that of everybody who may read a plan. */
const SECRET_HEADERS = new Set(["authorization", "proxy-authorization", "cookie"]);

const headerName = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9!#$%&'*+.^_`|~-]{1,100}$/, "Write the name of a header, such as x-customer-id.")
  .refine((name) => !SECRET_HEADERS.has(name), "This header holds secrets: choose another one.");

const weights = z
  .array(z.object({ revision: revisionNumber, weight: share }))
  .min(1, "Say which revision answers.")
  .max(50, "A plan has at most 50 revisions.")
  .refine(
    (all) => new Set(all.map(({ revision }) => revision)).size === all.length,
    "Each revision stands in a plan once.",
  )
  .refine(
    (all) => all.reduce((sum, { weight }) => sum + weight, 0) === ALL_TRAFFIC,
    "The weights must make 100 % together (10,000).",
  )
  .meta({ description: "Who answers: 10,000 is all of the traffic, and what the weights sum to" });

const shadows = z
  .array(z.object({ revision: revisionNumber, share }))
  .max(10, "A plan has at most 10 shadows.")
  .refine(
    (all) => new Set(all.map(({ revision }) => revision)).size === all.length,
    "Each revision shadows once.",
  )
  .meta({
    description: "Who gets a copy of which share of the requests; its answers are not returned",
  });

const seed = storableText
  .min(1)
  .max(64)
  .meta({ description: "What assignments are hashed with; another one assigns everybody anew" });
const stickyHeader = headerName
  .nullable()
  .meta({ description: "Requests with the same value of this header get the same revision" });
const overrides = z
  .array(
    z.object({
      header: headerName,
      value: storableText.min(1, "Write the value.").max(200),
      revision: revisionNumber,
    }),
  )
  .max(20, "A plan has at most 20 overrides.")
  .meta({
    description: "Requests with this value of this header get this revision; the first that fits",
  });

/** Which buckets each revision owns, so that a change of weights moves as few units as it can; computed, never asked for. */
const slots = z.array(z.object({ revision: revisionNumber, from: share, to: share }));

/** Who gets which revision. */
export const trafficPlan = z.object({ weights, slots, shadows, seed, stickyHeader, overrides });
export type TrafficPlan = z.output<typeof trafficPlan>;

/** A plan as it is asked for: what is not said stays as it is in force. */
export const trafficPlanInput = z.object({
  weights,
  shadows: shadows.optional(),
  seed: seed.optional(),
  stickyHeader: stickyHeader.optional(),
  overrides: overrides.optional(),
});
export type TrafficPlanInput = z.output<typeof trafficPlanInput>;

export const PLAN_ORIGINS = ["person", "rollout", "rollback"] as const;
export type PlanOrigin = (typeof PLAN_ORIGINS)[number];
