import type { RetentionDto } from "./dto";
import { RETENTION_TIERS, type RetentionTier } from "./schema";

/** Every tier, whether something is set for it or not. */
export function retentionOf(rules: readonly { tier: string; months: number }[]): RetentionDto[] {
  return RETENTION_TIERS.map((tier) => ({
    tier,
    months: rules.find((rule) => rule.tier === tier)?.months ?? null,
  }));
}

/** The moment before which names and values of a tier's events go; null keeps them all. */
export function cutoffOf(months: number | null, now: Date): Date | null {
  if (months === null) return null;
  const cutoff = new Date(now);
  const day = cutoff.getUTCDate();
  cutoff.setUTCDate(1);
  cutoff.setUTCMonth(cutoff.getUTCMonth() - months);
  const last = new Date(
    Date.UTC(cutoff.getUTCFullYear(), cutoff.getUTCMonth() + 1, 0),
  ).getUTCDate();
  cutoff.setUTCDate(Math.min(day, last));
  return cutoff;
}

/**
 * What holds for events of a model that has no name any more, or had another one then: the longest of all tiers, since
 * nobody can tell which was its own.
 */
export function strictest(rules: readonly RetentionDto[]): number | null {
  const months = rules.filter(({ tier }) => tier !== "other").map((rule) => rule.months);
  return months.includes(null) ? null : Math.max(...months.map(Number));
}

/** Consecutive numbers as ranges, for a record that stays short. */
export function rangesOf(ids: readonly number[]): [number, number][] {
  const ranges: [number, number][] = [];
  for (const id of [...ids].sort((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last && last[1] + 1 === id) last[1] = id;
    else ranges.push([id, id]);
  }
  return ranges;
}

export const TIER_TITLES: Readonly<Record<RetentionTier, string>> = {
  low: "Models of low risk",
  medium: "Models of medium risk",
  high: "Models of high risk",
  critical: "Models of critical risk",
  other: "Everything else",
};
