import { METRICS, type PerformanceVerdict } from "@/lib/monitors/schema/performance";
import type { PortfolioPerformanceDto } from "../dto/portfolio";

/** What labels said of a monitor's deployment last. */
export interface Judged {
  id: number;
  /** Null where nobody said by what it is judged. */
  metric: string | null;
  /** Null before any window. */
  performance: PerformanceVerdict | null;
  value: number | null;
  estimate: number | null;
  limit: number | null;
  judgedAt: number | null;
}

const WORST_FIRST: readonly (PerformanceVerdict | null)[] = [
  "missed",
  "met",
  "measured",
  "too_few",
  "unlabelled",
  "waiting",
  null,
];

const NO_TARGET: PortfolioPerformanceDto = {
  state: "no_target",
  monitorId: null,
  metric: null,
  value: null,
  isEstimated: false,
  limit: null,
  at: null,
};

/** What all monitors of a deployment say of how right it is: the worst of it. */
export function performanceOf(monitors: readonly Judged[]): PortfolioPerformanceDto {
  const [worst] = monitors
    .filter(({ metric }) => metric !== null)
    .toSorted(
      (one, other) => WORST_FIRST.indexOf(one.performance) - WORST_FIRST.indexOf(other.performance),
    );
  if (!worst) return NO_TARGET;
  return {
    state: worst.performance ?? "waiting",
    monitorId: worst.id,
    metric: METRICS.find((metric) => metric === worst.metric) ?? null,
    value: worst.value ?? worst.estimate,
    isEstimated: worst.value === null && worst.estimate !== null,
    limit: worst.limit,
    at: worst.judgedAt,
  };
}
