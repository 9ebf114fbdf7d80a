import {
  type DistanceMeasure,
  type MONITORED,
  newRolloutPlan,
  type QualityMeasure,
  type RolloutPlan,
} from "../schema/rollouts";

export const ROLLOUT_KINDS = ["canary", "linear", "blue_green", "shadow_first", "manual"] as const;
export type RolloutKind = (typeof ROLLOUT_KINDS)[number];

export const KIND_WORDS: Readonly<Record<RolloutKind, { label: string; description: string }>> = {
  canary: { label: "Canary", description: "5 %, 25 %, 50 %, then all" },
  linear: { label: "Linear", description: "20 % more at each step" },
  blue_green: { label: "Blue/green", description: "All at once, then looked at" },
  shadow_first: { label: "Shadow first", description: "Copies only, then 10 %, 50 %, all" },
  manual: { label: "Manual", description: "10 %, 50 %, all, each let on by a person" },
};

export interface RolloutForm {
  kind: RolloutKind;
  bakeMinutes: number;
  maxErrorPercent: number;
  slowerPercent: number;
  /** What labels say of the answers; null for a rollout that does not look at it. */
  quality: QualityMeasure | null;
  worsePercent: number;
  /** How far answers are from the stable revision's; null likewise. */
  distance: DistanceMeasure | null;
  maxDistance: number;
  /** Answers, or labelled ones, before those two say anything. */
  minAnswers: number;
  /** What a step does until then. */
  untilKnown: "hold" | "continue";
  /** What a monitor of the deployment says; null for a rollout that asks none. */
  monitor: number | null;
  monitorWatches: (typeof MONITORED)[number];
  /** Whether it rolls back, or only pauses. */
  monitorRole: "guardrail" | "signal";
}

export const FIRST_FORM: RolloutForm = {
  kind: "canary",
  bakeMinutes: 10,
  maxErrorPercent: 2,
  slowerPercent: 20,
  quality: null,
  worsePercent: 5,
  distance: null,
  maxDistance: 0.2,
  minAnswers: 500,
  untilKnown: "hold",
  monitor: null,
  monitorWatches: "drift",
  monitorRole: "signal",
};

function strategyOf({ kind, bakeMinutes }: RolloutForm): unknown {
  const bakeSeconds = Math.round(bakeMinutes * 60);
  const steps = (...weights: number[]) => weights.map((weight) => ({ weight, bakeSeconds }));
  switch (kind) {
    case "canary":
      return { kind, steps: steps(500, 2_500, 5_000) };
    case "linear":
      return { kind, stepWeight: 2_000, bakeSeconds };
    case "blue_green":
      return { kind, bakeSeconds };
    case "shadow_first":
      return { kind, share: 10_000, shadowSeconds: bakeSeconds, steps: steps(1_000, 5_000) };
    case "manual":
      return { kind, weights: [1_000, 5_000, 10_000] };
  }
}

/** Guardrails that read the log of predictions, as far as they are chosen. */
function loggedChecks(form: RolloutForm): unknown[] {
  const { quality, distance, minAnswers: minSamples, untilKnown: onNoData } = form;
  const common = { role: "guardrail", minSamples, onNoData };
  const checks: unknown[] = [];
  if (quality !== null)
    checks.push({
      ...common,
      key: "quality",
      metric: { kind: "live_quality", measure: quality },
      limit: { against: "stable", relative: form.worsePercent / 100 },
    });
  if (distance !== null)
    checks.push({
      ...common,
      key: "predictions",
      metric: { kind: "prediction_distribution", measure: distance },
      limit: { against: "absolute", value: form.maxDistance },
    });
  return checks;
}

/** The check that asks a monitor, where one is chosen. Its windows may be long: until one says something, the step waits. */
const monitorChecks = ({
  monitor,
  monitorWatches: watches,
  monitorRole: role,
  untilKnown,
}: RolloutForm) =>
  monitor === null
    ? []
    : [
        {
          ...{ key: "monitor", role, onNoData: untilKnown, onInconclusive: untilKnown },
          metric: { kind: "monitor", monitor, watches },
        },
      ];

/** A plan of the usual guardrails; programs may declare any other. Throws nothing: null for numbers that make no plan. */
export function planOfForm(form: RolloutForm): RolloutPlan | null {
  const parsed = newRolloutPlan.safeParse({
    strategy: strategyOf(form),
    checks: [
      {
        key: "errors",
        role: "guardrail",
        metric: { kind: "error_rate" },
        limit: { against: "absolute", value: form.maxErrorPercent / 100 },
      },
      {
        key: "latency",
        role: "guardrail",
        metric: { kind: "latency", quantile: 0.99 },
        limit: { against: "stable", relative: form.slowerPercent / 100, absolute: 1 },
      },
      ...loggedChecks(form),
      ...monitorChecks(form),
    ],
  });
  return parsed.success ? parsed.data : null;
}
