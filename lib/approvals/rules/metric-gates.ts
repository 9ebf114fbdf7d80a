import { metricDirection, metricGain } from "@/lib/models/rules/metric-direction";
import type { ConfigOf, Measured, Operator } from "../schema/gates";
import { exactNumber, type Finding, shortNumber } from "./findings";

/** The newest value of a metric of a version. */
export interface MetricFact {
  value: number;
  /** When it was measured, in milliseconds, as the client said. */
  at: number;
  /** The dataset it was measured on, where one was named. */
  dataset: string;
}

/** A version that another one is compared with. */
export interface VersionMetrics {
  version: number;
  metrics: ReadonlyMap<string, MetricFact>;
}

const HOLDS: Readonly<Record<Operator, (value: number, threshold: number) => boolean>> = {
  ">=": (value, threshold) => value >= threshold,
  ">": (value, threshold) => value > threshold,
  "<=": (value, threshold) => value <= threshold,
  "<": (value, threshold) => value < threshold,
};

const factOf = ({ value, at, dataset }: MetricFact) => ({
  value: exactNumber(value),
  measuredAt: at,
  dataset,
});

/** Whether a metric meets a threshold, and whether only just. */
export function judgeThreshold(
  config: ConfigOf<"metric_threshold">,
  fact: MetricFact | undefined,
): Finding {
  const { metric, operator, threshold, warnMargin } = config;
  const common = {
    threshold: `${metric} ${operator} ${shortNumber(threshold)}`,
    freshUntil: null,
  };
  if (!fact)
    return {
      ...common,
      verdict: "not_run",
      observed: "",
      summary: `The version has no metric "${metric}". Log it to its run or its logged model.`,
      evidence: { metric },
    };
  const seen = {
    ...common,
    observed: shortNumber(fact.value),
    evidence: { metric, ...factOf(fact) },
  };
  if (Number.isNaN(fact.value))
    return {
      ...seen,
      verdict: "inconclusive",
      summary: `The last value of "${metric}" is not a number.`,
    };
  if (!HOLDS[operator](fact.value, threshold))
    return {
      ...seen,
      verdict: "fail",
      summary: `"${metric}" is ${shortNumber(fact.value)}, which is not ${operator} ${shortNumber(threshold)}.`,
    };
  const isClose = warnMargin !== undefined && Math.abs(fact.value - threshold) < warnMargin;
  return {
    ...seen,
    verdict: isClose ? "warn" : "pass",
    summary: isClose
      ? `"${metric}" is ${shortNumber(fact.value)}: within ${shortNumber(warnMargin)} of the threshold.`
      : `"${metric}" is ${shortNumber(fact.value)}.`,
  };
}

interface Pair {
  metric: string;
  candidate: MetricFact;
  version: number;
  base: MetricFact;
}

/** Values that both are there, compared the way that is better. */
function compare(config: ConfigOf<"metric_vs_production">, pair: Pair) {
  const { metric, candidate, base, version } = pair;
  const { minimumDifference } = config;
  const gain = metricGain(candidate.value, base.value, config.direction ?? metricDirection(metric));
  if (gain === null) {
    const isUnknown = Number.isFinite(candidate.value) && Number.isFinite(base.value);
    return {
      verdict: "inconclusive" as const,
      summary: isUnknown
        ? `Whether a higher or a lower "${metric}" is better is not known: say so in the policy.`
        : `"${metric}" is not a finite number in both versions.`,
    };
  }
  const isMet = gain >= minimumDifference;
  const difference =
    gain === 0
      ? "as good as"
      : `${shortNumber(Math.abs(gain))} ${gain > 0 ? "better" : "worse"} than`;
  return {
    verdict: isMet ? ("pass" as const) : ("fail" as const),
    summary: `"${metric}" is ${difference} version ${version}${isMet ? "" : `, and ${shortNumber(minimumDifference)} better was asked for`}.`,
  };
}

const WITHOUT: Readonly<Record<"pass" | "warn" | "not_run", string>> = {
  pass: "There is no version to compare with yet; the policy lets the first one pass.",
  warn: "There is no version to compare with yet.",
  not_run: "There is no version to compare with yet, and the policy wants one.",
};

/** What a comparison says while there is nothing to compare with. */
export function withoutReference(verdict: "pass" | "warn" | "not_run", threshold: string): Finding {
  return {
    verdict,
    threshold,
    observed: "",
    summary: WITHOUT[verdict],
    evidence: { against: null },
    freshUntil: null,
  };
}

/** Whether a metric is better than that of another version by what is asked for. */
export function judgeDifference(
  config: ConfigOf<"metric_vs_production">,
  candidate: ReadonlyMap<string, MetricFact>,
  reference: VersionMetrics | null,
): Finding {
  const { metric, minimumDifference } = config;
  const margin = shortNumber(Math.abs(minimumDifference));
  const threshold =
    minimumDifference < 0
      ? `${metric} at most ${margin} worse`
      : minimumDifference > 0
        ? `${metric} at least ${margin} better`
        : `${metric} not worse`;
  if (!reference) return withoutReference(config.withoutProduction, threshold);
  const [own, base] = [candidate.get(metric), reference.metrics.get(metric)];
  const evidence = {
    metric,
    against: reference.version,
    candidate: own ? factOf(own) : null,
    reference: base ? factOf(base) : null,
  };
  const text = (fact: MetricFact | undefined) => (fact ? shortNumber(fact.value) : "none");
  const observed = `${text(own)} against ${text(base)} of version ${reference.version}`;
  const common = { threshold, observed, evidence, freshUntil: null };
  if (!own)
    return {
      ...common,
      verdict: "not_run",
      summary: `The version has no metric "${metric}". Log it to its run or its logged model.`,
    };
  if (!base)
    return {
      ...common,
      verdict: "inconclusive" satisfies Measured,
      summary: `Version ${reference.version} has no metric "${metric}" to compare with.`,
    };
  return {
    ...common,
    ...compare(config, { metric, candidate: own, base, version: reference.version }),
  };
}
