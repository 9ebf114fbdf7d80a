import { WindowProfiler } from "@/lib/datasets/rules/window-profile";
import type { WatchedColumn } from "@/lib/datasets/schema/window-profiles";
import { MASK } from "@/lib/deployments/rules/masks";

interface Bin {
  reference: number;
  current: number;
}

/** A bin is outlying when its share is at least so many times that of the other side. */
const TIMES = 2;

/** The bins that hold at least twice the other side's share; where none does, the one whose share grew most. */
export function outlyingBins(bins: readonly Bin[]): number[] {
  const all = (read: (bin: Bin) => number) => bins.reduce((sum, bin) => sum + read(bin), 0) || 1;
  const [before, after] = [all((bin) => bin.reference), all((bin) => bin.current)];
  const grown = bins.map(({ reference, current }, place) => ({
    place,
    current,
    was: reference / before,
    is: current / after,
  }));
  const outlying = grown.filter(({ current, was, is }) => current > 0 && is >= TIMES * was);
  if (outlying.length > 0) return outlying.map(({ place }) => place);
  const [most] = grown.toSorted((one, other) => other.is - other.was - (one.is - one.was));
  return most && most.current > 0 ? [most.place] : [];
}

/** The bin that a row is counted in, as profiles count it; the last one is for what is no value. */
export function binOfRow(
  column: WatchedColumn,
  row: Readonly<Record<string, unknown>>,
  answer: unknown,
): number {
  const profiler = new WindowProfiler([column], [], MASK);
  profiler.add(row, answer);
  const bins = profiler.finish().columns[0]?.bins ?? [];
  const place = bins.findIndex((count) => count > 0);
  return place < 0 ? bins.length : place;
}
