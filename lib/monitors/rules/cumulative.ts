/** Shares of the values of each side that are not greater than x. */
export interface Cumulative {
  x: number[];
  before: number[];
  after: number[];
}

interface Bin {
  reference: number;
  current: number;
}

/** How the shares of both sides add up from bin to bin. The first bin lies below all edges, the last but one above them; the last one holds what is no value and is left out. */
export function cumulativeOf(bins: readonly Bin[], edges: readonly number[]): Cumulative {
  const values = bins.slice(0, -1);
  const sharesOf = (read: (bin: Bin) => number): number[] => {
    const all = values.reduce((sum, bin) => sum + read(bin), 0);
    let below = 0;
    return edges.map((_edge, at) => {
      const bin = values[at];
      below += bin ? read(bin) : 0;
      return all > 0 ? below / all : 0;
    });
  };
  return {
    x: [...edges],
    before: sharesOf(({ reference }) => reference),
    after: sharesOf(({ current }) => current),
  };
}
