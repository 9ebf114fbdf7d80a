import gammaln from "@stdlib/math-base-special-gammaln";
import { chiSquaredTail } from "./sequences";

/** Below it a split is taken for broken, not for unlucky. */
export const SAMPLE_RATIO_ALPHA = 0.001;
/** Fewer units an arm say nothing about a split. */
const MIN_UNITS_AN_ARM = 8;

export interface SampleRatio {
  /** Null where nothing can be said, with the reason. */
  pValue: number | null;
  flagged: boolean;
  reason?: string;
}

/** What cannot be checked. */
export const undefinedFor = (reason: string): SampleRatio => ({
  pValue: null,
  flagged: false,
  reason,
});

/** Arms with a weight, with the share each should have. Others get no units by design and add no freedom. */
function planned(counts: readonly number[], weights: readonly number[]) {
  const sum = weights.reduce((total, weight) => total + Math.max(0, weight), 0);
  return counts.flatMap((count, arm) => {
    const weight = weights[arm] ?? 0;
    return weight > 0 ? [{ count, share: weight / sum }] : [];
  });
}

/** Whether units were split as planned: Pearson's chi-squared at one look. */
export function sampleRatio(counts: readonly number[], weights: readonly number[]): SampleRatio {
  const arms = planned(counts, weights);
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (arms.length < 2) return undefinedFor("A split needs two arms with a weight.");
  if (total === 0) return undefinedFor("No units were assigned.");
  const statistic = arms.reduce(
    (sum, { count, share }) => sum + (count - share * total) ** 2 / (share * total),
    0,
  );
  const pValue = chiSquaredTail(statistic, arms.length - 1);
  const isEnough = total >= MIN_UNITS_AN_ARM * arms.length;
  return {
    pValue,
    flagged: isEnough && pValue < SAMPLE_RATIO_ALPHA,
    ...(isEnough ? {} : { reason: `Fewer than ${MIN_UNITS_AN_ARM} units an arm flag nothing.` }),
  };
}

/**
 * The same for a split that is looked at again and again: how much more likely the counts are when shares are drawn
 * anew around the plan than when the plan holds (Dirichlet–multinomial). Its inverse is a p-value at every look at once.
 */
export function sequentialSampleRatio(
  counts: readonly number[],
  weights: readonly number[],
  concentration = 100,
): SampleRatio {
  const arms = planned(counts, weights);
  const total = arms.reduce((sum, { count }) => sum + count, 0);
  if (arms.length < 2) return undefinedFor("A split needs two arms with a weight.");
  if (total === 0) return undefinedFor("No units were assigned.");
  const log = arms.reduce(
    (sum, { count, share }) => {
      const prior = share * concentration;
      return sum + gammaln(prior + count) - gammaln(prior) - count * Math.log(share);
    },
    gammaln(concentration) - gammaln(concentration + total),
  );
  const pValue = Math.min(1, Math.exp(-log));
  return { pValue, flagged: pValue < SAMPLE_RATIO_ALPHA };
}
