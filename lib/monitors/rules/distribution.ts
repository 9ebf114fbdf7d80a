import type { ColumnCounts, WatchedColumn } from "@/lib/datasets/schema/window-profiles";
import type { DistributionDto } from "../dto/monitors";

const shown = (edge: number): string => String(Number(edge.toPrecision(6)));

/** What each bin of a column stands for. */
function labelsOf(column: WatchedColumn): string[] {
  if (column.kind === "category") return [...column.categories, "other values"];
  const { edges } = column;
  const between = edges.slice(1).map((edge, at) => `${shown(edges[at] ?? edge)} to ${shown(edge)}`);
  const [first = 0, last = 0] = [edges[0], edges.at(-1)];
  return [`below ${shown(first)}`, ...between, `above ${shown(last)}`];
}

const missingOf = (counts: ColumnCounts): number =>
  counts.nulls +
  counts.absent +
  counts.mistyped +
  (counts.kind === "number" ? counts.nans + counts.infinities : 0);

/** Both sides of a column in its bins, the last of which is for what is no value. */
export function distributionOf(
  column: WatchedColumn,
  reference: ColumnCounts,
  current: ColumnCounts,
): Pick<DistributionDto, "column" | "kind" | "bins" | "others"> {
  const bins = labelsOf(column).map((label, bin) => ({
    label,
    reference: reference.bins[bin] ?? 0,
    current: current.bins[bin] ?? 0,
  }));
  const missing = {
    label: "no value",
    reference: missingOf(reference),
    current: missingOf(current),
  };
  return {
    column: column.name,
    kind: column.kind,
    bins: [...bins, missing],
    others: current.kind === "category" ? current.others : {},
  };
}
