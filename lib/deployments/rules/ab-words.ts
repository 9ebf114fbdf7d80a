import { formatCount } from "@/lib/core/format";
import type { AbGuardrailDto, AbTestDto } from "../dto/ab-tests";
import type { AbGuardrail, AbLimits, AbQuestion, DECISIONS } from "../schema/ab-tests";
import type { Comparison, Recommendation } from "./recommendation";

interface VerdictWords {
  title: string;
  tone: "success" | "info" | "danger";
}

const RECOMMENDATION_WORDS: Readonly<Record<Recommendation, VerdictWords>> = {
  ship: { title: "Ship it", tone: "success" },
  keep_running: { title: "Keep running", tone: "info" },
  roll_back: { title: "Roll back", tone: "danger" },
};

type Judged = Pick<AbTestDto, "result" | "guardrails">;

const isBroken = ({ guardrails }: Judged): boolean =>
  guardrails.some(({ verdict }) => verdict === "fail");

/** What stands over the verdict: nothing that sounds well while the split or a guardrail says otherwise. */
export function verdictWords(test: Judged): VerdictWords {
  const { recommendation, sampleRatio } = test.result;
  if (sampleRatio.flagged) return { title: "The split is not as planned", tone: "danger" };
  if (recommendation !== "roll_back" && isBroken(test))
    return { title: "A guardrail failed", tone: "danger" };
  return RECOMMENDATION_WORDS[recommendation];
}

export const DECISION_WORDS: Readonly<Record<(typeof DECISIONS)[number], string>> = {
  shipped: "Shipped",
  rolled_back: "Rolled back",
  stopped: "Stopped without a change of traffic",
};

/** What somebody who reads the verdict is to do. */
export function adviceWords(test: Judged): string {
  const { recommendation, sampleRatio } = test.result;
  if (sampleRatio.flagged)
    return "Stop the test, mend how units are assigned, and start another one.";
  if (recommendation === "roll_back") return "Give the control all of the traffic: “Roll back”.";
  if (isBroken(test)) return "Stop the test, or roll the treatment back, until that is mended.";
  if (recommendation === "ship") return "Give the treatment all of the traffic: “Ship”.";
  return "Leave the traffic as it is and look again later, as often as you like.";
}

export interface FixedView {
  mayRead: boolean;
  words: string;
}

/** Whether the fixed-horizon interval may be read now: only at the number of units that was planned. */
export function fixedView({
  question: { plannedUnits, alpha },
  control,
  treatment,
}: Pick<AbTestDto, "question" | "control" | "treatment">): FixedView {
  const units = control.n + treatment.n;
  if (plannedUnits === null)
    return {
      mayRead: false,
      words:
        "No number of units was planned before the start. This interval holds at one look that was planned then: do not decide by it.",
    };
  if (units < plannedUnits)
    return {
      mayRead: false,
      words: `${formatCount(units)} of ${formatCount(plannedUnits)} planned units are counted. To look before and stop when it suits is peeking: a difference that is not there is then found far more often than in ${round(alpha * 100)} of 100 tests.`,
    };
  return {
    mayRead: true,
    words: `The ${formatCount(plannedUnits)} planned units are counted: it may be read, once.`,
  };
}

export const GUARDRAIL_WORDS: Readonly<Record<AbGuardrail, string>> = {
  error_rate: "Error rate",
  p99_latency: "p99 latency",
};

/** "at most 10 % and 0.1 points above the control". */
export function allowanceWords(key: AbGuardrail, limits: AbLimits): string {
  const { relative, absolute } = limits[key];
  const allowed = [
    ...(relative > 0 ? [`${round(relative * 100)} %`] : []),
    ...(absolute > 0
      ? [key === "error_rate" ? `${round(absolute * 100)} points` : `${round(absolute)} ms`]
      : []),
  ];
  return allowed.length === 0
    ? "not above the control"
    : `at most ${allowed.join(" and ")} above the control`;
}

/** "2 %, control 0.2 %, at most 0.3 %; from 500 requests, control 510." */
export function guardrailWords(guardrail: AbGuardrailDto): string {
  const { key, control, treatment, limit, controlRequests, treatmentRequests } = guardrail;
  const requests = `${formatCount(treatmentRequests)} requests, control ${formatCount(controlRequests)}`;
  if (treatment === null || control === null || limit === null)
    return `Too few to say anything: ${requests}.`;
  const show = (value: number) =>
    key === "error_rate" ? `${round(value * 100)} %` : `${round(value)} ms`;
  return `${show(treatment)}, control ${show(control)}, at most ${show(limit)}; from ${requests}.`;
}

/** How effects are shown: what they are multiplied by, and the unit of that. */
export function effectUnit({ difference, kind }: Pick<AbQuestion, "difference" | "kind">): {
  factor: number;
  unit: string;
} {
  if (difference === "relative") return { factor: 100, unit: "percent" };
  return kind === "proportion" ? { factor: 100, unit: "points" } : { factor: 1, unit: "as it is" };
}

const round = (value: number) => Number(value.toPrecision(3)).toString();
const signed = (value: number) => (value > 0 ? `+${round(value)}` : round(value));

export function formatMean(mean: number | null, { kind }: AbQuestion): string {
  if (mean === null) return "Nothing yet";
  return kind === "proportion" ? `${round(mean * 100)} %` : round(mean);
}

/** "+12 % (from −3 % to +27 %)". */
export function formatEffect(
  interval: Comparison["sequential"],
  { difference, kind }: AbQuestion,
): string {
  if (interval.estimate === null) return interval.reason;
  const isPercent = difference === "relative" || kind === "proportion";
  const unit = difference === "relative" ? " %" : kind === "proportion" ? " points" : "";
  const show = (value: number) => `${signed(isPercent ? value * 100 : value)}${unit}`;
  return `${show(interval.estimate)} (from ${show(interval.lower)} to ${show(interval.upper)})`;
}
