import type { NumberCounts } from "@/lib/datasets/schema/window-profiles";

/** Two distribution functions at the edges of their bins, between which they are taken for straight. */
export interface Outline {
  /** Where the bins begin and end, the outermost where the values do. */
  edges: number[];
  /** Shares below each edge. */
  below: { reference: number[]; current: number[] };
}

function cumulated(bins: readonly number[]): number[] {
  const all = bins.reduce((sum, count) => sum + count, 0);
  let count = 0;
  const ends = bins.map((one) => {
    count += one;
    return count / all;
  });
  return [0, ...ends];
}

export function outlineOf(
  edges: readonly number[],
  reference: NumberCounts,
  current: NumberCounts,
): Outline {
  const [first = 0, last = 0] = [edges[0], edges.at(-1)];
  const low = Math.min(first, reference.min ?? first, current.min ?? first);
  const high = Math.max(last, reference.max ?? last, current.max ?? last);
  return {
    edges: [low, ...edges, high],
    below: { reference: cumulated(reference.bins), current: cumulated(current.bins) },
  };
}

const at = (values: readonly number[], place: number): number => values[place] ?? 0;

/** Kolmogorov–Smirnov's D at the edges, and how much farther it may be between them. */
export function distanceOf({ edges, below: { reference, current } }: Outline) {
  let [distance, most] = [0, 0];
  for (let edge = 0; edge < edges.length; edge += 1) {
    const difference = Math.abs(at(reference, edge) - at(current, edge));
    distance = Math.max(distance, difference);
    if (edge === 0) continue;
    // Within a bin of no width there is nothing between its edges.
    const isPoint = at(edges, edge) === at(edges, edge - 1);
    const between = Math.max(
      at(reference, edge) - at(current, edge - 1),
      at(current, edge) - at(reference, edge - 1),
    );
    most = Math.max(most, isPoint ? difference : between);
  }
  return { distance, bound: Math.max(0, most - distance) };
}

/** Area between two straight lines of these heights at both ends of a width. */
function areaOf(from: number, to: number, width: number): number {
  const [a, b] = [Math.abs(from), Math.abs(to)];
  if (from * to >= 0) return (width * (a + b)) / 2;
  return (width * (a * a + b * b)) / (2 * (a + b));
}

/** Wasserstein's distance with values spread evenly within their bins, and by how much that may be wrong. */
export function areaBetween({ edges, below: { reference, current } }: Outline) {
  let [area, bound] = [0, 0];
  for (let bin = 1; bin < edges.length; bin += 1) {
    const width = at(edges, bin) - at(edges, bin - 1);
    const heights = [bin - 1, bin].map((edge) => at(reference, edge) - at(current, edge));
    area += areaOf(heights[0] ?? 0, heights[1] ?? 0, width);
    const shares = [reference, current].map((side) => at(side, bin) - at(side, bin - 1));
    bound += (width * ((shares[0] ?? 0) + (shares[1] ?? 0))) / 2;
  }
  return { area, bound };
}

/** ∫√(F(1 − F)) dx of both together: what the area between samples of them varies by. */
export function spreadArea(
  { edges, below: { reference, current } }: Outline,
  weights: { reference: number; current: number },
): number {
  const all = weights.reference + weights.current;
  const height = (edge: number) => {
    const share =
      (at(reference, edge) * weights.reference + at(current, edge) * weights.current) / all;
    return Math.sqrt(Math.max(0, share * (1 - share)));
  };
  return edges.reduce(
    (sum, edge, place) =>
      place === 0
        ? 0
        : // At the ends of a bin the root is below what it is between them.
          sum + (edge - at(edges, place - 1)) * Math.max(height(place - 1), height(place)),
    0,
  );
}
