import { z } from "zod";
import { CARD_FIELDS } from "@/lib/models/rules/card-fields";
import { METRIC_DIRECTIONS } from "@/lib/models/rules/metric-direction";

export const GATE_KINDS = [
  "metric_threshold",
  "metric_vs_production",
  "card_complete",
  "lineage_known",
  "signature_compatible",
  "artifact_verified",
  "evaluation_fresh",
  "webhook",
  "push",
] as const;
export type GateKind = (typeof GATE_KINDS)[number];

export const OPERATORS = [">=", ">", "<=", "<"] as const;
export type Operator = (typeof OPERATORS)[number];

/** What an evaluation itself can say; a waiver is laid over it. */
export const MEASURED_VERDICTS = ["pass", "fail", "warn", "inconclusive", "not_run"] as const;
export type Measured = (typeof MEASURED_VERDICTS)[number];

const metric = z.string().trim().min(1, "Name the metric.").max(250);
export const days = z
  .number()
  .int("Give whole days.")
  .min(1, "Give at least one day.")
  .max(3_650, "Give at most 3,650 days.");

/** What a comparison says while there is nothing to compare with. */
const withoutProduction = z.enum(["pass", "warn", "not_run"]).default("pass");
/** The alias to compare with; absent for the version at the target of the request. */
const against = z.string().trim().min(1).max(255).optional();

/** A metric of the version, of a slice too: `accuracy/slice/region/eu`. */
const metricThreshold = z.strictObject({
  metric,
  operator: z.enum(OPERATORS),
  threshold: z.number(),
  /** What passes by less than this is a warning. */
  warnMargin: z.number().positive("Give more than 0, or nothing.").optional(),
});

const metricVsProduction = z.strictObject({
  metric,
  /** Which way is better; told by the metric's name when absent. */
  direction: z.enum(METRIC_DIRECTIONS).optional(),
  /** How much better it must be; below zero for how much worse it may be. */
  minimumDifference: z.number().default(0),
  against,
  withoutProduction,
});

const cardComplete = z.strictObject({
  /** Which fields the card must fill; those that every card needs when empty. */
  fields: z
    .array(z.enum(CARD_FIELDS.map(({ field }) => field)))
    .max(CARD_FIELDS.length)
    .default([]),
});

const lineageKnown = z.strictObject({
  /** What a dataset is worth whose content only a 32-bit digest names. */
  weakDigests: z.enum(["fail", "warn"]).default("fail"),
});

const signatureCompatible = z.strictObject({ against, withoutProduction });

const evaluationFresh = z.strictObject({
  maxAgeDays: days,
  /** Of this metric; of the newest one when absent. */
  metric: metric.optional(),
});

const push = z.strictObject({
  /** Who may report; everybody with the permission when empty. */
  reporters: z.array(z.uuid()).max(50).default([]),
  /** How long a result counts at most, whatever the report says. */
  maxAgeDays: days.optional(),
});

const webhook = z.strictObject({
  url: z
    .url({ protocol: /^https?$/, error: "Write an address that begins with http:// or https://." })
    .max(2_000),
  /** After this without an answer it is inconclusive. */
  deadlineMinutes: z
    .number()
    .int("Give whole minutes.")
    .min(1, "Give at least one minute.")
    .max(10_080, "Give at most 10,080 minutes: a week.")
    .default(60),
  /** How long an answer counts at most, whatever it says. */
  maxAgeDays: days.optional(),
});

const nothing = z.strictObject({});

const common = {
  key: z
    .string()
    .trim()
    .min(1, "Give the gate a key.")
    .max(60)
    .regex(
      /^[a-z0-9][a-z0-9._-]*$/,
      "A key has small letters, digits, dots, dashes and underscores.",
    ),
  title: z.string().trim().min(1, "Give the gate a title.").max(120),
  /** Whether nothing is promoted while it does not pass. */
  isBlocking: z.boolean().default(true),
};

const gate = <Kind extends GateKind, Config extends z.ZodObject>(kind: Kind, config: Config) =>
  z.object({ ...common, kind: z.literal(kind), config });

/** What a policy asks of a version, each kind with a configuration of its own. */
export const gateDefinition = z.discriminatedUnion("kind", [
  gate("metric_threshold", metricThreshold),
  gate("metric_vs_production", metricVsProduction),
  gate("card_complete", cardComplete),
  gate("lineage_known", lineageKnown),
  gate("signature_compatible", signatureCompatible),
  gate("artifact_verified", nothing),
  gate("evaluation_fresh", evaluationFresh),
  gate("webhook", webhook),
  gate("push", push),
]);
export type GateDefinition = z.output<typeof gateDefinition>;
export type GateOf<Kind extends GateDefinition["kind"]> = Extract<GateDefinition, { kind: Kind }>;
export type ConfigOf<Kind extends GateDefinition["kind"]> = GateOf<Kind>["config"];
