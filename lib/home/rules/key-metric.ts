import { betterDirection } from "@/lib/runs/rules";

interface Metric {
  key: string;
  value: number;
}

const HELD_OUT = /(^|[^a-z])(val|valid|validation|test|eval|holdout)([^a-z]|$)/i;

/** How much a metric says of a run: by held-out data before training data, a score before a loss. */
function weightOf({ key }: Metric): number {
  const direction = betterDirection(key);
  const known = direction === "higher" ? 2 : direction === "lower" ? 1 : 0;
  return (HELD_OUT.test(key) ? 3 : 0) + known;
}

/** The one metric that a line about a run has room for; null where it logged none of its own. */
export function keyMetric(metrics: readonly Metric[]): Metric | null {
  const own = metrics.filter(({ key }) => !key.startsWith("system/"));
  const [best] = own.toSorted(
    (one, other) => weightOf(other) - weightOf(one) || one.key.localeCompare(other.key, "en"),
  );
  return best ?? null;
}
