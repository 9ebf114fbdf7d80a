import { formatCount, formatNumber, formatPercent } from "@/lib/core/format";
import type { Limit, MonitorMethod, MonitorPreset } from "../schema/methods";
import type { Binning } from "../schema/monitors";

export const METHOD_WORDS: Readonly<Record<MonitorMethod, { label: string; base: string }>> = {
  jensen_shannon: {
    label: "Jensen–Shannon distance",
    base: "the square root of the divergence, with the natural logarithm: from 0 to 0.833",
  },
  jensen_shannon_2: {
    label: "Jensen–Shannon distance, base 2",
    base: "the square root of the divergence, with the logarithm of base 2, as NannyML has it: from 0 to 1",
  },
  jensen_shannon_divergence: {
    label: "Jensen–Shannon divergence, base 2",
    base: "not its root, with the logarithm of base 2, as TFDV and Vertex AI have it: from 0 to 1",
  },
  psi: {
    label: "Population stability index",
    base: "with the natural logarithm; from 0 on, without an end",
  },
  hellinger: { label: "Hellinger distance", base: "of the roots of the shares: from 0 to 1" },
  kl: {
    label: "Kullback–Leibler divergence",
    base: "of what came from the reference, with the natural logarithm; from 0 on, without an end",
  },
  l_infinity: {
    label: "Greatest difference of a share",
    base: "of the bin whose share moved most: from 0 to 1",
  },
  l_infinity_robust: {
    label: "Greatest difference of a share, robust",
    base: "less what chance explains in as few rows: from 0 to 1",
  },
  total_variation: {
    label: "Total variation distance",
    base: "half the sum of the differences of all shares: from 0 to 1",
  },
  ks: {
    label: "Kolmogorov–Smirnov",
    base: "the greatest distance between the distribution functions at the edges of the bins: from 0 to 1",
  },
  wasserstein: {
    label: "Wasserstein distance",
    base: "in the column’s own units, values spread evenly within their bins",
  },
  wasserstein_sigma: {
    label: "Wasserstein distance in σ",
    base: "in standard deviations of the reference, values spread evenly within their bins",
  },
  t_test: { label: "Welch’s t test", base: "of the means, exact whatever the bins are" },
  z_test: {
    label: "z test",
    base: "of the means; of categories, of the share of all but the first by name",
  },
  chi2_goodness: {
    label: "χ² goodness of fit",
    base: "of what came against the reference’s shares, without values that are missing",
  },
  chi2: {
    label: "χ² of independence",
    base: "of category and side, without a correction and without values that are missing",
  },
  g_test: {
    label: "G test",
    base: "the likelihood ratio of category and side, without values that are missing",
  },
};

export const PRESET_WORDS: Readonly<Record<MonitorPreset, { label: string; base: string }>> = {
  slipway: {
    label: "Slipway",
    base: "Jensen–Shannon distance from 0.1 on, if it is more than chance",
  },
  evidently: {
    label: "As Evidently",
    base: "tests up to 1,000 rows of the reference, from then on distances from 0.1 on",
  },
  nannyml: {
    label: "As NannyML",
    base: "Jensen–Shannon distance of base 2, with thresholds learned from the reference",
  },
};

export const BINNING_WORDS: Readonly<Record<Binning, string>> = {
  equal_width: "20 bins of equal width",
  deciles: "The reference’s deciles",
  sturges: "Equal width, as many as Sturges says",
  doane: "Equal width, as many as Doane says",
};

/** From where on a column has drifted, in words. */
export function limitInWords(limit: Limit, threshold: number): string {
  const number = formatNumber(threshold, 3);
  switch (limit.kind) {
    case "constant":
      return `from ${number} on, if it is more than chance`;
    case "p_value":
      return `p-value up to ${number}, after Benjamini and Hochberg across the columns`;
    case "false_alarms":
      return `one false alarm in ${formatCount(limit.windows)} windows, all columns together (${formatPercent(1 / limit.windows, 1)})`;
    case "learned": {
      const { from, count, mean, deviation } = limit;
      const source = from === "reference" ? "chunks of the reference" : "windows";
      return `from ${number} on: mean ${formatNumber(mean, 3)} and three times ${formatNumber(deviation, 2)}, learned from ${formatCount(count)} ${source}`;
    }
  }
}
