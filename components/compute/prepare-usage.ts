import type { LineSeries } from "@/components/charts/prepare-lines";
import type { ValueUnit } from "@/components/charts/prepare-ticks";
import type { UsagePoint } from "@/lib/compute/rules/usage";

export interface UsageChart {
  title: string;
  unit: ValueUnit;
  line: LineSeries;
}

interface Measure {
  title: string;
  label: string;
  unit: ValueUnit;
  color: number;
  of: (point: UsagePoint) => number | null;
}

const MEASURES: readonly Measure[] = [
  {
    title: "CPU, percent of a core",
    label: "CPU",
    unit: "number",
    color: 0,
    of: ({ cores }) => (cores === null ? null : cores * 100),
  },
  {
    title: "Memory",
    label: "Memory",
    unit: "bytes",
    color: 1,
    of: ({ memoryBytes }) => memoryBytes,
  },
  {
    title: "GPU, percent of one",
    label: "GPU",
    unit: "number",
    color: 2,
    of: ({ gpu }) => gpu?.percent ?? null,
  },
  {
    title: "GPU memory",
    label: "GPU memory",
    unit: "bytes",
    color: 3,
    of: ({ gpu }) => gpu?.memoryBytes ?? null,
  },
];

/** A chart for each thing that was measured, over the time since the attempt started. */
export function prepareUsage(points: readonly UsagePoint[]): UsageChart[] {
  return MEASURES.flatMap(({ title, label, unit, color, of }) => {
    const samples = points.flatMap((point) => {
      const value = of(point);
      return value === null ? [] : [{ x: point.second * 1_000, y: value }];
    });
    const y = samples.map((sample) => sample.y);
    const x = samples.map((sample) => sample.x);
    const line = { id: label, label, color, dash: 0, x, y, min: y, max: y };
    return samples.length === 0 ? [] : [{ title, unit, line }];
  });
}
