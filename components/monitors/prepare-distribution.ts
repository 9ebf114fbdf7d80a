import type { DistributionDto } from "@/lib/monitors/dto/monitors";

export interface DistributionBar {
  label: string;
  /** Counts, and their shares of all values of their side. */
  reference: number;
  current: number;
  referenceShare: number;
  currentShare: number;
}

const share = (count: number, all: number) => (all > 0 ? count / all : 0);

/** Both sides as shares, so that 600 rows and 150 can be laid beside each other. */
export function barsOf({ bins }: Pick<DistributionDto, "bins">): DistributionBar[] {
  const all = { reference: 0, current: 0 };
  for (const { reference, current } of bins) {
    all.reference += reference;
    all.current += current;
  }
  return bins.map((bin) => ({
    ...bin,
    referenceShare: share(bin.reference, all.reference),
    currentShare: share(bin.current, all.current),
  }));
}

/** The greatest share of any bin: what fills the whole height. */
export const greatestShare = (bars: readonly DistributionBar[]): number =>
  Math.max(0, ...bars.flatMap((bar) => [bar.referenceShare, bar.currentShare]));
