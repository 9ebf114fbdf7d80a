import type { LineSeries } from "@/components/charts/prepare-lines";
import type { PerformanceWindowDto } from "@/lib/monitors/dto/performance";
import type { Metric } from "@/lib/monitors/schema/performance";

const [REALISED, ESTIMATED, LIMIT, GOAL] = [0, 1, 2, 3];
const [SOLID, DASHED, DOTTED] = [0, 1, 2];
/** Errors of sampling on either side that are drawn around an estimate. */
const ERRORS = 3;

interface Sample {
  x: number;
  value: number;
  lower: number;
  upper: number;
}

type Look = Pick<LineSeries, "id" | "label" | "color" | "dash"> & Partial<LineSeries>;

const line = (look: Look, samples: readonly Sample[]): LineSeries => ({
  ...look,
  x: samples.map(({ x }) => x),
  y: samples.map(({ value }) => value),
  min: samples.map(({ lower }) => lower),
  max: samples.map(({ upper }) => upper),
});

const exact = (x: number, value: number): Sample => ({ x, value, lower: value, upper: value });

function realised({ opensAt: x, measures }: PerformanceWindowDto, metric: Metric): Sample[] {
  const found = measures[metric];
  if (!found) return [];
  const { value } = found;
  return [{ x, value, lower: found.lower ?? value, upper: found.upper ?? value }];
}

function estimated({ opensAt: x, estimates }: PerformanceWindowDto, metric: Metric): Sample[] {
  const found = estimates[metric];
  if (!found) return [];
  const reach = ERRORS * (found.samplingError ?? 0);
  const { value } = found;
  return [{ x, value, lower: value - reach, upper: value + reach }];
}

/** What labels say, what is estimated, and the limit and the goal of the metric, over time. */
export function performanceLines(
  windows: readonly PerformanceWindowDto[],
  { metric, goal }: { metric: Metric; goal: number | null },
): LineSeries[] {
  const rising = windows.toReversed();
  const [first] = rising;
  const maxGap = first ? first.closesAt - first.opensAt : 0;
  const of = (read: (window: PerformanceWindowDto) => Sample[]) => rising.flatMap(read);
  const lines = [
    line(
      { id: "realised", label: "By labels", color: REALISED, dash: SOLID, maxGap },
      of((window) => realised(window, metric)),
    ),
    line(
      { id: "estimated", label: "Estimated", color: ESTIMATED, dash: DASHED, maxGap },
      of((window) => estimated(window, metric)),
    ),
    line(
      { id: "limit", label: "Limit", color: LIMIT, dash: DOTTED },
      of(({ opensAt, limit }) => (limit === null ? [] : [exact(opensAt, limit)])),
    ),
    line(
      { id: "goal", label: "Goal", color: GOAL, dash: DOTTED },
      of(({ opensAt }) => (goal === null ? [] : [exact(opensAt, goal)])),
    ),
  ];
  return lines.filter(({ x }) => x.length > 0);
}
