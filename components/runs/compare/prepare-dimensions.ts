import { isNumeric } from "@/components/charts/prepare-axis";
import type { CompareRow } from "./prepare-comparison";

/** A line of the comparison as an axis: "m:loss", "p:lr". */
export interface Dimension {
  id: string;
  label: string;
  row: CompareRow;
}

const PREFIX = { metrics: "m", params: "p" } as const;

/** What can be an axis: metrics, and parameters that are numbers or have few names. */
export function prepareDimensions(rows: readonly CompareRow[]): Dimension[] {
  return rows.flatMap((row) => {
    if (row.section !== "metrics" && row.section !== "params") return [];
    const names = new Set(row.values.map(String));
    const isShort = isNumeric(row.values) || [...names].every((name) => name.length <= 40);
    return isShort ? { id: `${PREFIX[row.section]}:${row.label}`, label: row.label, row } : [];
  });
}

const STARTING_PARAMS = 5;

/** The axes to begin with: parameters that differ, then the metric that says most of how well a run did. */
export function startingAxes(dimensions: readonly Dimension[]): string[] {
  const varied = dimensions.filter(({ row }) => row.isDifferent);
  const params = varied.filter(({ id }) => id.startsWith("p:")).slice(0, STARTING_PARAMS);
  const target = startingTarget(dimensions);
  return [...params.map(({ id }) => id), ...(target === null ? [] : [target])];
}

/** A metric whose direction is known and that is measured on data held out, if there is one. */
export function startingTarget(dimensions: readonly Dimension[]): string | null {
  const metrics = dimensions.filter(({ id, row }) => id.startsWith("m:") && row.isDifferent);
  const judged = metrics.filter(({ row }) => row.direction !== null);
  const heldOut = judged.find(({ label }) =>
    /(^|[^a-z])(val|valid|validation|test|eval)/i.test(label),
  );
  return (heldOut ?? judged[0] ?? metrics[0])?.id ?? null;
}
