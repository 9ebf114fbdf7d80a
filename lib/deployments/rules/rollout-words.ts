import { formatDuration } from "@/lib/core/format";
import type { CheckResultDto, RolloutDto } from "../dto/rollouts";
import type {
  DistanceMeasure,
  QualityMeasure,
  RolloutCheck,
  RolloutPhase,
  Verdict,
} from "../schema/rollouts";
import { formatShare } from "./plans";
import type { RolloutStep } from "./rollout-steps";

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
    case "live_quality":
      return check.metric.measure === "accuracy" ? `${round(value * 100, 3)} %` : round(value, 4);
    case "prediction_distribution":
      return round(value, 3);
    case "monitor":
      return check.metric.watches === "drift" ? `${round(value * 100, 3)} %` : round(value, 4);
    case "outcome":
      return round(value, 4);
  }
}

export const QUALITY_WORDS: Readonly<Record<QualityMeasure, string>> = {
  accuracy: "Accuracy by labels",
  mean_absolute_error: "Mean absolute error by labels",
  root_mean_squared_error: "RMS error by labels",
};

export const DISTANCE_WORDS: Readonly<Record<DistanceMeasure, string>> = {
  psi: "Population stability index (PSI)",
  jensen_shannon: "Jensen–Shannon distance",
  l_infinity: "Greatest difference of a share (L∞)",
};

/** What a check counts. */
function unitWords({ metric }: RolloutCheck): string {
  if (metric.kind === "live_quality") return "labelled answers";
  if (metric.kind === "monitor") return metric.watches === "drift" ? "rows" : "labelled rows";
  return metric.kind === "prediction_distribution" ? "answers" : "samples";
}

/** "p99 latency", "error rate". */
export function metricWords({ metric }: RolloutCheck): string {
  switch (metric.kind) {
    case "error_rate":
      return "Error rate";
    case "latency":
      return `p${round(metric.quantile * 100, 4)} latency`;
    case "live_quality":
      return QUALITY_WORDS[metric.measure];
    case "prediction_distribution":
      return `Distribution of predictions: ${DISTANCE_WORDS[metric.measure]}`;
    case "monitor":
      return `${metric.watches === "drift" ? "Drift" : "Performance"} by monitor ${metric.monitor}`;
    case "outcome":
      return metric.name;
  }
}

/** Where it acts: "at most 2 %", "at most 20 % worse than the stable revision". */
export function limitWords(check: RolloutCheck): string {
  const { metric, limit } = check;
  if (metric.kind === "monitor")
    return metric.watches === "drift"
      ? "no drift of the candidate's own rows"
      : "within its own limit";
  if (limit.against === "absolute") {
    const isLeast = "better" in metric && metric.better === "higher";
    return `${isLeast ? "at least" : "at most"} ${formatReading(check, limit.value)}`;
  }
  const allowed = [
    ...(limit.relative > 0 ? [`${round(limit.relative * 100, 3)} %`] : []),
    ...(limit.absolute > 0 ? [formatReading(check, limit.absolute)] : []),
  ];
  return allowed.length === 0
    ? "no worse than the stable revision"
    : `at most ${allowed.join(" and ")} worse than the stable revision`;
}

const MONITOR_WORDS: Readonly<Record<Verdict, string>> = {
  pass: "within its limits",
  fail: "beyond its limits",
  inconclusive: "too few rows to say anything",
  no_data: "nothing since the step began says anything",
};

/** What a monitor found, by the share of columns that drifted where that is what it tells. */
function monitorWords(check: RolloutCheck, { verdict, observed, samples }: CheckResultDto): string {
  const share =
    observed === null ? "" : ` ${formatReading(check, observed)} of the columns drifted,`;
  const isOfCandidate = check.metric.kind === "monitor" && check.metric.watches === "drift";
  return `${isOfCandidate ? "The candidate's rows since the step began" : "Its newest window"}:${share} ${MONITOR_WORDS[verdict]}${samples > 0 ? `, from ${samples} ${unitWords(check)}` : ""}.`;
}

/** What the check found, in a sentence. */
export function resultWords(check: RolloutCheck, result: CheckResultDto | undefined): string {
  if (!result) return "Not looked at yet in this step.";
  if (check.metric.kind === "monitor") return monitorWords(check, result);
  const { samples, baselineSamples, observed, baseline, limit } = result;
  const unit = unitWords(check);
  if (result.isEarly) {
    const few = Math.min(samples, baselineSamples ?? samples);
    const whose = few < samples ? " of the stable revision" : "";
    return `${few} of ${check.minSamples} ${unit}${whose}: too few to say anything.`;
  }
  if (result.verdict === "no_data") return "The candidate has answered nothing lately.";
  const against = baseline === null ? "" : `, stable ${formatReading(check, baseline)}`;
  const from =
    check.metric.kind === "prediction_distribution"
      ? `from ${samples} answers beside ${baselineSamples ?? 0} of the stable revision`
      : `from ${samples} ${unit}`;
  return `${formatReading(check, observed)}${against}, limit ${formatReading(check, limit)}, ${from}.`;
}

/** How long a step lasts: "for 10m 00s"; nothing to say where the next one follows at once. */
export function bakeWords({ needsApproval, bakeSeconds }: RolloutStep): string {
  if (needsApproval) return "until somebody lets it on";
  return bakeSeconds === 0 ? "" : `for ${formatDuration(bakeSeconds * 1_000)}`;
}

/** "Step 2 of 3: revision 4 gets 25 %". */
export function stepWords({ step, steps, candidate, weight, shadow }: RolloutDto): string {
  const gets = shadow ? `copies of ${formatShare(shadow)}` : formatShare(weight ?? 0);
  return `Step ${step + 1} of ${steps.length}: revision ${candidate} gets ${gets}`;
}
