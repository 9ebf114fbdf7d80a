import { formatNumber, NO_VALUE } from "@/lib/core/format";

/** "12.5/s"; what nobody asks is "0/s". */
export const formatRate = (perSecond: number): string =>
  `${formatNumber(perSecond, perSecond < 10 ? 2 : 3)}/s`;

export const formatMs = (ms: number | null): string =>
  ms === null ? NO_VALUE : `${formatNumber(ms, ms < 10 ? 2 : 3)} ms`;

export const formatErrorRate = (rate: number | null): string =>
  rate === null ? NO_VALUE : `${formatNumber(rate * 100, 3)} %`;
