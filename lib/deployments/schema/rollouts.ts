import { z } from "zod";
import { pageInput } from "@/lib/core/page";
import { storableText } from "@/lib/core/text";
import { deploymentInput } from "./deployments";
import { ALL_TRAFFIC, revisionNumber } from "./traffic";

export const ROLLOUT_PHASES = [
  "pending",
  "initialising",
  "progressing",
  "waiting_approval",
  "promoting",
  "paused",
  "rolling_back",
  "succeeded",
  "rolled_back",
  "aborted",
  "superseded",
] as const;
export type RolloutPhase = (typeof ROLLOUT_PHASES)[number];

export const VERDICTS = ["pass", "fail", "inconclusive", "no_data"] as const;
export type Verdict = (typeof VERDICTS)[number];

const HOUR_SECONDS = 3_600;
const DAY_SECONDS = 24 * HOUR_SECONDS;
const seconds = (min: number, max: number) => z.coerce.number().int().min(min).max(max);
const share = z.number().int().min(0).max(ALL_TRAFFIC);
const times = (standard: number) => z.number().int().min(1).max(10_000).default(standard);

const better = z.enum(["higher", "lower"]).default("higher");
export const metricName = storableText.trim().min(1, "Name the metric.").max(100);

export const QUALITY_MEASURES = [
  "accuracy",
  "mean_absolute_error",
  "root_mean_squared_error",
] as const;
export type QualityMeasure = (typeof QUALITY_MEASURES)[number];
export const DISTANCES = ["psi", "jensen_shannon", "l_infinity"] as const;
export type DistanceMeasure = (typeof DISTANCES)[number];

export const MONITORED = ["drift", "performance"] as const;

const metric = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("error_rate") }),
  z.object({ kind: z.literal("latency"), quantile: z.number().min(0.5).max(0.999).default(0.99) }),
  z.object({ kind: z.literal("outcome"), name: metricName, better }).meta({
    description: "A business metric, or any other, that somebody posts for each revision",
  }),
  z.object({ kind: z.literal("live_quality"), measure: z.enum(QUALITY_MEASURES) }).meta({
    description: "How right logged answers are, by the labels posted so far",
  }),
  z.object({ kind: z.literal("prediction_distribution"), measure: z.enum(DISTANCES) }).meta({
    description: "How far the candidate's logged answers are from the stable revision's",
  }),
  z
    .object({
      kind: z.literal("monitor"),
      monitor: z.int().min(1).meta({ description: "One that watches the same deployment" }),
      watches: z.enum(MONITORED).default("drift"),
    })
    .meta({
      description:
        "What a monitor says, by limits of its own: of drift, by the candidate's own rows since the step began; of performance, by its newest window since. Give no limit",
    }),
]);

/** Metrics that come from the log of predictions. */
export const LOGGED_KINDS: ReadonlySet<string> = new Set([
  "live_quality",
  "prediction_distribution",
]);

const limit = z.discriminatedUnion("against", [
  z.object({ against: z.literal("absolute"), value: z.number() }).meta({
    description: "A rate from 0 to 1, milliseconds, a distance, or the unit of the outcome",
  }),
  z.object({
    against: z.literal("stable"),
    relative: z.number().min(0).max(100).default(0).meta({
      description: "How much worse than the stable revision it may be: 0.2 for 20 %",
    }),
    absolute: z.number().min(0).default(0).meta({ description: "The same in the metric's unit" }),
  }),
]);

const CHECK_POLICIES = ["hold", "pause", "roll_back", "continue"] as const;
const policy = z.enum(CHECK_POLICIES);

/** Answers of a revision that a look counts, the newest: more would say the same, later. */
export const MAX_COUNTED_ANSWERS = 20_000;

const checkShape = z.object({
  key: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, "Keys are small letters, digits and hyphens."),
  role: z.enum(["guardrail", "signal"]).meta({
    description: "A guardrail that fails rolls back; a signal that fails pauses",
  }),
  metric,
  limit,
  minSamples: z.number().int().min(2).max(1e9).default(100).meta({
    description: "Of each revision that it looks at, before it says anything",
  }),
  failureLimit: times(5).meta({ description: "Fails in all at which it acts" }),
  consecutiveFailureLimit: times(1).meta({ description: "Fails in a row at which it acts" }),
  onInconclusive: policy.default("hold"),
  inconclusiveLimit: times(10).meta({ description: "In a row, before that policy acts" }),
  onNoData: policy.default("roll_back"),
  noDataLimit: times(5).meta({ description: "In a row, before that policy acts" }),
});
/** A monitor has limits of its own: what stands there says nothing. */
const OWN_LIMIT = { against: "absolute", value: 0 } as const;
const asksMonitor = z.object({ metric: z.object({ kind: z.literal("monitor") }) });
const withOwnLimit = (given: unknown): unknown =>
  asksMonitor.safeParse(given).success ? { ...Object(given), limit: OWN_LIMIT } : given;

/** Two samples of the same answers are never at a distance of zero. */
const measuredCheck = checkShape.refine(
  ({ metric: { kind }, limit: given }) =>
    kind !== "prediction_distribution" || (given.against === "absolute" && given.value > 0),
  {
    path: ["limit"],
    message:
      "The distribution of predictions is a distance from the stable revision's: give an absolute limit above zero.",
  },
);
const check = z.preprocess(withOwnLimit, measuredCheck);
export type RolloutCheck = z.output<typeof check>;

const bakeSeconds = seconds(0, 30 * DAY_SECONDS).meta({
  description: "How long a step is looked at before the next one",
});
const weight = share.min(1, "A step gives the candidate some traffic.");
const step = z.object({ weight, bakeSeconds, needsApproval: z.boolean().default(false) });
const steps = z.array(step).min(1, "Give at least one step.").max(50);

const strategy = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("canary"), steps }),
  z.object({ kind: z.literal("linear"), stepWeight: weight, bakeSeconds }),
  z.object({ kind: z.literal("blue_green"), bakeSeconds }),
  z.object({ kind: z.literal("shadow_first"), share: weight, shadowSeconds: bakeSeconds, steps }),
  z.object({ kind: z.literal("manual"), weights: z.array(weight).min(1).max(50) }),
]);
export type RolloutStrategy = z.output<typeof strategy>;

const HOOK_MOMENTS = ["start", "step", "promote"] as const;
export type HookMoment = (typeof HOOK_MOMENTS)[number];
const hook = z.object({
  on: z.enum(HOOK_MOMENTS),
  url: z.url({ protocol: /^https?$/ }).max(2_000),
});

/** What somebody declares before a rollout starts; it never changes afterwards. */
export const rolloutPlan = z.object({
  strategy,
  checks: z
    .array(check)
    .min(1, "A rollout needs at least one guardrail.")
    .max(20)
    .refine(
      (all) => all.some(({ role }) => role === "guardrail"),
      "A rollout needs at least one guardrail: without it nothing would roll it back.",
    )
    .refine(
      (all) => new Set(all.map(({ key }) => key)).size === all.length,
      "Each check has a key of its own.",
    ),
  hooks: z.array(hook).max(10).default([]).meta({
    description: "Addresses that must answer 2xx before the rollout goes on",
  }),
  intervalSeconds: seconds(1, HOUR_SECONDS).default(10).meta({
    description: "Between two looks at the checks",
  }),
  falseAlarmRate: z.number().min(1e-6).max(0.5).default(0.05).meta({
    description: "Of rollouts without a fault, the share that may be stopped by chance",
  }),
  readySeconds: seconds(1, HOUR_SECONDS).default(600).meta({
    description: "A candidate that is not loaded and answering by then is given up",
  }),
  stepSeconds: seconds(1, 60 * DAY_SECONDS)
    .default(7 * DAY_SECONDS)
    .meta({
      description: "A step that holds for longer pauses for somebody to look",
    }),
});
export type RolloutPlan = z.output<typeof rolloutPlan>;

/** What the log of predictions can say of a revision is bounded: a check that waits for more would never say anything. */
export const newRolloutPlan = rolloutPlan.superRefine(({ checks }, context) => {
  for (const [
    index,
    {
      key,
      metric: { kind },
      minSamples,
    },
  ] of checks.entries())
    if (LOGGED_KINDS.has(kind) && minSamples > MAX_COUNTED_ANSWERS)
      context.addIssue({
        code: "custom",
        path: ["checks", index, "minSamples"],
        message: `The check “${key}” reads logged answers, of which 20,000 are counted at most: ask for no more.`,
      });
});

const reason = storableText.trim().max(2_000).default("");

export const startRolloutInput = deploymentInput.extend({
  candidate: revisionNumber,
  plan: newRolloutPlan,
  reason,
});
export type StartRolloutInput = z.output<typeof startRolloutInput>;

export const rolloutInput = deploymentInput.extend({ rollout: revisionNumber });
export type RolloutInput = z.output<typeof rolloutInput>;
export const changeRolloutInput = rolloutInput.extend({ reason });
export type ChangeRolloutInput = z.output<typeof changeRolloutInput>;
export const promoteRolloutInput = changeRolloutInput.extend({
  isFull: z.boolean().default(false).meta({ description: "True to skip all further steps" }),
});
export type PromoteRolloutInput = z.output<typeof promoteRolloutInput>;
export const listRolloutsInput = deploymentInput.extend(pageInput.shape);
export type ListRolloutsInput = z.output<typeof listRolloutsInput>;
export const listChecksInput = rolloutInput.extend(pageInput.shape);
export type ListChecksInput = z.output<typeof listChecksInput>;

const finite = z.number().refine(Number.isFinite);
export const postOutcomesInput = deploymentInput.extend({
  metric: metricName,
  items: z
    .array(
      z.object({
        revision: revisionNumber,
        n: z.number().int().min(1).max(1e12),
        sum: finite,
        sumSquares: finite.min(0),
      }),
    )
    .min(1)
    .max(1_000),
  idempotencyKey: storableText.min(1).max(200).optional(),
});
export type PostOutcomesInput = z.output<typeof postOutcomesInput>;
