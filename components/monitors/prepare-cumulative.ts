import type { LineSeries } from "@/components/charts/prepare-lines";
import type { Cumulative } from "@/lib/monitors/rules/cumulative";

const [SECOND, FIRST] = [0, 1];
const [SOLID, DASHED] = [0, 1];

/** The shares of both sides as lines, the first one dashed. */
export function cumulativeLines(
  { x, before, after }: Cumulative,
  sides: { before: string; after: string },
): LineSeries[] {
  const line = (id: string, label: string, y: number[], color: number, dash: number) => ({
    ...{ id, label, x, y, min: y, max: y, color, dash },
  });
  return [
    line("after", sides.after, after, SECOND, SOLID),
    line("before", sides.before, before, FIRST, DASHED),
  ];
}
