import type { LineSeries } from "@/components/charts/prepare-lines";
import type { HeatColumnDto, HeatWindowDto } from "@/lib/monitors/dto/screens";
import { judgedValue } from "@/lib/monitors/rules/excess";

const [SCORE, LIMIT] = [0, 1];
const [SOLID, DASHED, DOTTED] = [0, 1, 2];

interface Sample {
  x: number;
  value: number | null;
}

function line(
  style: Pick<LineSeries, "id" | "label" | "color" | "dash">,
  samples: readonly Sample[],
  more: Pick<LineSeries, "maxGap"> = {},
): LineSeries {
  const told = samples.flatMap(({ x, value }) => (value === null ? [] : [{ x, value }]));
  const y = told.map(({ value }) => value);
  return { ...style, ...more, x: told.map(({ x }) => x), y, min: y, max: y };
}

/** Where a window stands: when it began, or which version it is. */
export const placeOf = ({ opensAt, datasetVersion }: HeatWindowDto): number =>
  datasetVersion ?? opensAt;

/** The score of a column over time, with the threshold and what chance brings about; gaps where nothing came. */
export function scoreLines(
  { cells }: HeatColumnDto,
  windows: readonly HeatWindowDto[],
): LineSeries[] {
  const samples = windows.flatMap((window, at) => {
    const cell = cells[at];
    return cell ? [{ x: placeOf(window), ...cell }] : [];
  });
  const isTested = samples.at(-1)?.judgedBy === "p_value";
  const [first] = windows;
  const length = first ? first.closesAt - first.opensAt : 0;
  const of = (read: (sample: (typeof samples)[number]) => number | null) =>
    samples.map((sample) => ({ x: sample.x, value: read(sample) }));
  return [
    line(
      { id: "score", label: isTested ? "p-value" : "Score", color: SCORE, dash: SOLID },
      of(judgedValue),
      { maxGap: length },
    ),
    line(
      { id: "threshold", label: "Threshold", color: LIMIT, dash: DASHED },
      of(({ threshold }) => threshold),
    ),
    line(
      { id: "chance", label: "By chance, once in a thousand windows", color: LIMIT, dash: DOTTED },
      of(({ chance }) => chance),
    ),
  ];
}
