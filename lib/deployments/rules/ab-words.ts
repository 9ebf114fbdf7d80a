import type { AbQuestion, DECISIONS } from "../schema/ab-tests";
import type { Comparison, Recommendation } from "./recommendation";

export const RECOMMENDATION_WORDS: Readonly<
  Record<Recommendation, { label: string; tone: "success" | "info" | "danger" }>
> = {
  ship: { label: "Ship it", tone: "success" },
  keep_running: { label: "Keep running", tone: "info" },
  roll_back: { label: "Roll back", tone: "danger" },
};

export const DECISION_WORDS: Readonly<Record<(typeof DECISIONS)[number], string>> = {
  shipped: "Shipped",
  rolled_back: "Rolled back",
  stopped: "Stopped without a change of traffic",
};

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
