import type { CheckResultDto, RolloutDto } from "../dto/rollouts";
import type { RolloutCheck, RolloutPhase, Verdict } from "../schema/rollouts";
import { formatShare } from "./plans";

export const PHASE_WORDS: Readonly<Record<RolloutPhase, string>> = {
  pending: "Waits for its hooks",
  initialising: "Loads the candidate",
  progressing: "In progress",
  waiting_approval: "Waits for somebody",
  promoting: "Takes over",
  paused: "Paused",
  rolling_back: "Rolled back",
  succeeded: "Succeeded",
  rolled_back: "Rolled back",
  aborted: "Aborted",
  superseded: "Superseded",
};

export type PhaseTone = "info" | "success" | "warning" | "danger" | "neutral";

export function toneOfPhase(phase: RolloutPhase): PhaseTone {
  if (phase === "succeeded") return "success";
  if (phase === "rolling_back" || phase === "rolled_back") return "danger";
  if (phase === "paused" || phase === "waiting_approval") return "warning";
  return phase === "aborted" || phase === "superseded" ? "neutral" : "info";
}

export const VERDICT_WORDS: Readonly<Record<Verdict, string>> = {
  pass: "Pass",
  fail: "Fail",
  inconclusive: "Not sure",
  no_data: "No data",
};

export const VERDICT_TONES: Readonly<Record<Verdict, PhaseTone>> = {
  pass: "success",
  fail: "danger",
  inconclusive: "warning",
  no_data: "neutral",
};

const OVER: ReadonlySet<RolloutPhase> = new Set([
  "succeeded",
  "rolling_back",
  "rolled_back",
  "aborted",
  "superseded",
]);
/** Whether people can still do something to it. */
export const isOpen = ({ phase }: Pick<RolloutDto, "phase">): boolean => !OVER.has(phase);

const SILENT_MS = 60_000;
/** Nobody has looked at it for a minute more than declared: no worker is there, so no guardrail works. */
export const isUnwatched = (rollout: RolloutDto, now: number): boolean =>
  isOpen(rollout) && now - rollout.nextLookAt > SILENT_MS + rollout.plan.intervalSeconds * 1_000;

const round = (value: number, digits: number) => Number(value.toPrecision(digits)).toString();

/** A value of a check in the unit that people read. */
export function formatReading(check: RolloutCheck, value: number | null): string {
  if (value === null) return "–";
  switch (check.metric.kind) {
    case "error_rate":
      return `${round(value * 100, 3)} %`;
    case "latency":
      return `${round(value, 3)} ms`;
    case "outcome":
      return round(value, 4);
  }
}

/** "p99 latency", "error rate". */
export function metricWords({ metric }: RolloutCheck): string {
  switch (metric.kind) {
    case "error_rate":
      return "Error rate";
    case "latency":
      return `p${round(metric.quantile * 100, 4)} latency`;
    case "outcome":
      return metric.name;
  }
}

/** What the check found, in a sentence. */
export function resultWords(check: RolloutCheck, result: CheckResultDto | undefined): string {
  if (!result) return "Not looked at yet in this step.";
  const { samples, observed, baseline, limit } = result;
  if (result.verdict === "no_data") return "The candidate has answered nothing lately.";
  if (result.isEarly) return `${samples} of ${check.minSamples} samples: too few to say anything.`;
  const against = baseline === null ? "" : `, stable ${formatReading(check, baseline)}`;
  return `${formatReading(check, observed)}${against}, limit ${formatReading(check, limit)}, from ${samples} samples.`;
}

/** "Step 2 of 3: revision 4 gets 25 %". */
export function stepWords({ step, steps, candidate, weight, shadow }: RolloutDto): string {
  const gets = shadow ? `copies of ${formatShare(shadow)}` : formatShare(weight ?? 0);
  return `Step ${step + 1} of ${steps.length}: revision ${candidate} gets ${gets}`;
}
