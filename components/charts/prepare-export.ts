import { csvLine } from "@/lib/core/csv";
import { type LineSeries, lowerBound } from "./prepare-lines";

export function toCsv(rows: readonly (readonly (string | number)[])[]): string {
  return rows.map(csvLine).join("");
}

/** One row a sample, as dataframes like it. */
export function samplesCsv(lines: readonly LineSeries[], xName: string, yName: string): string {
  const header = ["run_id", "run", xName, yName, "min", "max", "points"];
  const rows = lines.flatMap((line) =>
    line.x.map((x, index) => [
      line.id,
      line.label,
      x,
      line.y[index] ?? Number.NaN,
      line.min[index] ?? Number.NaN,
      line.max[index] ?? Number.NaN,
      line.count?.[index] ?? 1,
    ]),
  );
  return toCsv([header, ...rows]);
}

export interface SampleTable {
  rows: { x: number; values: (number | null)[] }[];
  /** Rows there are in all. */
  total: number;
}

/** The samples of all lines side by side, a row for each x. Above `limit` rows every n-th is kept, and the last. */
export function prepareTable(lines: readonly LineSeries[], limit: number): SampleTable {
  const all = [...new Set(lines.flatMap((line) => line.x))].sort((a, b) => a - b);
  const every = Math.max(1, Math.ceil(all.length / limit));
  const kept = all.filter((_, index) => index % every === 0 || index === all.length - 1);
  const valueAt = (line: LineSeries, x: number) => {
    const index = lowerBound(line.x, x);
    return line.x[index] === x ? (line.y[index] ?? null) : null;
  };
  return {
    rows: kept.map((x) => ({ x, values: lines.map((line) => valueAt(line, x)) })),
    total: all.length,
  };
}

/** A file name that every system takes. */
export function fileName(title: string, extension: string): string {
  const name = title.replace(/[^\p{L}\p{N}._-]+/gu, "-").replace(/^[-.]+|-+$/g, "");
  return `${name.slice(0, 80) || "chart"}.${extension}`;
}
