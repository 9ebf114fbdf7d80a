import type { AbGuardrailDto } from "../dto/ab-tests";
import { type AbGuardrail, type AbLimits, GUARDRAILS } from "../schema/ab-tests";
import type { RolloutCheck } from "../schema/rollouts";
import { type ArmData, judge } from "./judge";
import type { Comparison } from "./recommendation";
import type { TrafficSums } from "./traffic";

const METRICS: Readonly<Record<AbGuardrail, RolloutCheck["metric"]>> = {
  error_rate: { kind: "error_rate" },
  p99_latency: { kind: "latency", quantile: 0.99 },
};
const MIN_REQUESTS = 100;
const FALSE_ALARM_RATE = 0.05;

function armOf(sums: TrafficSums | undefined): ArmData {
  return {
    requests: sums?.requests ?? 0,
    errors: sums?.errors ?? 0,
    latency: (sums?.latency ?? []).map((count) => count ?? 0),
    outcomes: {},
    isStale: false,
  };
}

/** What the traffic of both arms says; each holds at every look. */
export function guardrailsOf(
  limits: AbLimits,
  control: TrafficSums | undefined,
  treatment: TrafficSums | undefined,
): AbGuardrailDto[] {
  const arms = { candidate: armOf(treatment), stable: armOf(control) };
  return GUARDRAILS.map((key) => {
    const limit = { against: "stable", ...limits[key] } as const;
    const check = { key, metric: METRICS[key], limit, minSamples: MIN_REQUESTS };
    const found = judge(check, arms, FALSE_ALARM_RATE / GUARDRAILS.length);
    return {
      ...{ key, verdict: found.verdict, isEarly: found.isEarly, limit: found.limit },
      ...{ control: found.baseline, treatment: found.observed },
      controlRequests: arms.stable.requests,
      treatmentRequests: arms.candidate.requests,
    };
  });
}

const BROKEN: Readonly<Record<AbGuardrail, string>> = {
  error_rate: "fails more often",
  p99_latency: "answers more slowly",
};

/** A treatment that is better by its metric and breaks a guardrail is not to be shipped. */
export function heedGuardrails(
  result: Comparison,
  guardrails: readonly AbGuardrailDto[],
): Comparison {
  const broken = guardrails.filter(({ verdict }) => verdict === "fail");
  const { recommendation, sampleRatio, reason } = result;
  if (broken.length === 0 || recommendation === "roll_back" || sampleRatio.flagged) return result;
  const what = broken.map(({ key }) => BROKEN[key]).join(" and ");
  if (recommendation === "keep_running")
    return { ...result, reason: `${reason} The treatment surely ${what} than the control.` };
  return {
    ...result,
    recommendation: "keep_running",
    reason: `The treatment is better by the metric, but it surely ${what} than the control: mend that before it is shipped.`,
  };
}
