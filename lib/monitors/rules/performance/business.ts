import { formatCount, formatNumber } from "@/lib/core/format";
import type { Business, BusinessFigures, Outcomes } from "../../schema/business";
import { ofMean } from "./intervals";

export const BUSINESS_OF_WORDS = { mean: "Mean", sum: "Sum" } as const;

/** What was posted of a window, beside its limit. A sum is not whole before its window is over; null where nothing was posted. */
export function judgeBusiness(
  { of, better, limit }: Business,
  outcomes: Outcomes | null,
  { minRows, isOver }: { minRows: number; isOver: boolean },
): BusinessFigures | null {
  if (!outcomes || outcomes.n <= 0) return null;
  const { n, sum } = outcomes;
  const figures = { n, sum, mean: sum / n, interval: ofMean(outcomes), limit };
  const value = of === "sum" ? sum : figures.mean;
  const told = { ...figures, value };
  if (of === "sum" && !isOver) return { ...told, verdict: "waiting" };
  if (of === "mean" && n < minRows) return { ...told, verdict: "too_few" };
  if (limit === null) return { ...told, verdict: "measured" };
  const isBeyond = better === "higher" ? value < limit : value > limit;
  return { ...told, verdict: isBeyond ? "missed" : "met" };
}

/** What windows are held to, in words. */
export function businessInWords({ metric, of, better, limit, goal }: Business): string {
  const told = (what: string, value: number | null) =>
    value === null ? [] : [`its ${what} is ${formatNumber(value, 4)}`];
  const rule = `${BUSINESS_OF_WORDS[of]} of ${metric}, ${better} is better`;
  return [rule, ...told("limit", limit), ...told("goal", goal)].join("; ");
}

/** "Mean of revenue is 3.2, below its limit of 4". */
export function businessSentence(
  { metric, of, better }: Business,
  { value, limit, verdict, n }: BusinessFigures,
): string {
  const figure = `${BUSINESS_OF_WORDS[of]} of ${metric} is ${formatNumber(value, 4)}`;
  if (verdict === "waiting") return `${figure} so far`;
  if (verdict === "too_few") return `${figure}, of ${formatCount(n)} only`;
  if (limit === null) return figure;
  const side = better === "higher" ? "below" : "above";
  const text = formatNumber(limit, 4);
  return verdict === "missed"
    ? `${figure}, ${side} its limit of ${text}`
    : `${figure}, within its limit of ${text}`;
}
