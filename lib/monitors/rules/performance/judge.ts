import type {
  Baseline,
  Estimates,
  Measures,
  Metric,
  PerformanceDefinition,
  PerformanceVerdict,
} from "../../schema/performance";
import type { PerformanceSums } from "../../schema/performance-sums";
import { isOutside, type Thresholds } from "../chunks";
import { samplingErrorOf } from "../estimate/classification";
import { expectedValues, measure } from "./metrics";

const LESS_IS_BETTER: readonly Metric[] = ["log_loss", "brier", "mae", "rmse", "mape"];
export const isLessBetter = (metric: Metric): boolean => LESS_IS_BETTER.includes(metric);

/** What a metric can be at all. */
export const possible = (metric: Metric): Thresholds => ({
  lower: metric === "r2" ? null : 0,
  upper: isLessBetter(metric) ? null : 1,
});

type Limiting = Pick<PerformanceDefinition, "metric" | "limit">;

function farthest({ metric, limit }: Limiting, baseline: Baseline | null): number | null {
  if (limit.kind === "constant") return limit.value;
  if (limit.kind === "learned") {
    const usual = baseline?.usual[metric];
    return (isLessBetter(metric) ? usual?.upper : usual?.lower) ?? null;
  }
  const own = baseline?.values[metric];
  if (own === undefined) return null;
  const give = limit.tolerance * Math.abs(own);
  return isLessBetter(metric) ? own + give : own - give;
}

/** How far off a metric may be; null on the side that is no worse, and everywhere while the baseline is not there. */
export function limitsOf(limiting: Limiting, baseline: Baseline | null): Thresholds {
  const value = farthest(limiting, baseline);
  return isLessBetter(limiting.metric)
    ? { lower: null, upper: value }
    : { lower: value, upper: null };
}

export interface PerformanceJudgement {
  verdict: PerformanceVerdict;
  measures: Measures;
  estimates: Estimates;
  limit: number | null;
}

/** What all scored rows are expected to reach, with what sampling brings. */
function estimatesOf(sums: PerformanceSums, baseline: Baseline | null): Estimates {
  const scored = sums.kind === "classes" ? sums.scored : (sums.expected?.n ?? 0);
  const found = expectedValues(sums).map(([metric, value]) => {
    const components = baseline?.sampling[metric];
    const error = components ? samplingErrorOf(metric, components, scored) : Number.NaN;
    return [metric, { value, samplingError: Number.isFinite(error) ? error : null }] as const;
  });
  return Object.fromEntries(found);
}

interface Moment {
  closesAt: number;
  now: number;
}

/** Whether a window may still get labels that would tell something else. */
function isWaiting(
  { rows, labelled }: PerformanceSums,
  { delayHours, enoughShare }: PerformanceDefinition,
  { closesAt, now }: Moment,
): boolean {
  if (now >= closesAt + delayHours * 3_600_000) return false;
  return now < closesAt || labelled < enoughShare * rows;
}

/** What a window says by the labels that are there. */
export function judgePerformance(
  sums: PerformanceSums,
  definition: PerformanceDefinition,
  { baseline, ...moment }: Moment & { baseline: Baseline | null },
): PerformanceJudgement {
  const measures = measure(sums);
  const limits = limitsOf(definition, baseline);
  const value = measures[definition.metric]?.value;
  const told = {
    ...{ measures, estimates: estimatesOf(sums, baseline) },
    limit: limits.lower ?? limits.upper,
  };
  if (isWaiting(sums, definition, moment)) return { ...told, verdict: "waiting" };
  if (sums.labelled === 0) return { ...told, verdict: "unlabelled" };
  if (sums.labelled < definition.minRows || value === undefined)
    return { ...told, verdict: "too_few" };
  if (told.limit === null) return { ...told, verdict: "measured" };
  return { ...told, verdict: isOutside(value, limits) ? "missed" : "met" };
}
