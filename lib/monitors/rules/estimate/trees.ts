import type { Forest, Tree } from "../../schema/loss-model";

/** Features by column; what is missing is NaN. */
export type Features = readonly Float64Array[];

const SIZE = { count: 100, depth: 5 };
const RATE = 0.1;
const LEAST_ROWS = 20;
const BINS = 64;
/** Of each feature, so many values are looked at to place its bins. */
const SAMPLED = 20_000;

/** Edges between bins of about as many rows each. */
function edgesOf(values: Float64Array): Float64Array {
  const step = Math.max(1, Math.floor(values.length / SAMPLED));
  const sampled = values.filter((value, row) => row % step === 0 && !Number.isNaN(value)).sort();
  const edges = Array.from(
    { length: BINS - 1 },
    (_, at) => sampled[Math.floor(((at + 1) * sampled.length) / BINS)] ?? Number.NaN,
  );
  return Float64Array.from(new Set(edges.filter((edge) => !Number.isNaN(edge))));
}

/** How many edges are at most the value; missing ones are beyond all. */
function binOf(edges: Float64Array, value: number): number {
  if (Number.isNaN(value)) return edges.length;
  let [low, high] = [0, edges.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((edges[middle] ?? 0) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

interface Binned {
  edges: readonly Float64Array[];
  bins: readonly Uint8Array[];
}

interface Cut {
  gain: number;
  feature: number;
  bin: number;
}

/** The best place to part rows by one feature: where the squared sums of both parts are the greatest. */
function bestCutOf(
  rows: Uint32Array,
  residuals: Float64Array,
  bins: Uint8Array,
  feature: number,
): Cut | null {
  const sums = new Float64Array(BINS);
  const counts = new Float64Array(BINS);
  let total = 0;
  for (const row of rows) {
    const [bin, residual] = [bins[row] ?? 0, residuals[row] ?? 0];
    sums[bin] = (sums[bin] ?? 0) + residual;
    counts[bin] = (counts[bin] ?? 0) + 1;
    total += residual;
  }
  let best: Cut | null = null;
  let [sum, count] = [0, 0];
  for (let bin = 0; bin < BINS - 1; bin += 1) {
    sum += sums[bin] ?? 0;
    count += counts[bin] ?? 0;
    const rest = rows.length - count;
    if (count < LEAST_ROWS || rest < LEAST_ROWS) continue;
    const gain = sum ** 2 / count + (total - sum) ** 2 / rest - total ** 2 / rows.length;
    if (gain > (best?.gain ?? 1e-12)) best = { gain, feature, bin };
  }
  return best;
}

function growTree(rows: Uint32Array, residuals: Float64Array, binned: Binned, depth: number): Tree {
  const value = rows.reduce((sum, row) => sum + (residuals[row] ?? 0), 0) / rows.length;
  if (depth === 0 || rows.length < 2 * LEAST_ROWS) return value;
  const best = binned.bins.reduce<Cut | null>((most, bins, feature) => {
    const cut = bestCutOf(rows, residuals, bins, feature);
    return cut && cut.gain > (most?.gain ?? 0) ? cut : most;
  }, null);
  if (!best) return value;
  const bins = binned.bins[best.feature] ?? new Uint8Array();
  const isLeft = (row: number) => (bins[row] ?? 0) <= best.bin;
  return [
    best.feature,
    binned.edges[best.feature]?.[best.bin] ?? Number.NaN,
    growTree(rows.filter(isLeft), residuals, binned, depth - 1),
    growTree(
      rows.filter((row) => !isLeft(row)),
      residuals,
      binned,
      depth - 1,
    ),
  ];
}

/** Rows below an edge go left, others and missing ones right. */
function valueAt(tree: Tree, featureAt: (feature: number) => number): number {
  let at = tree;
  while (typeof at !== "number") {
    const [feature, edge, below, other]: Exclude<Tree, number> = at;
    at = featureAt(feature) < edge ? below : other;
  }
  return at;
}

const readerOf =
  (features: Features, row: number) =>
  (feature: number): number =>
    features[feature]?.[row] ?? Number.NaN;

/** Learns a target from features by gradient boosting of small regression trees on histograms. */
export function learnForest(features: Features, target: Float64Array, size = SIZE): Forest {
  const edges = features.map(edgesOf);
  const bins = features.map((values, at) => {
    const own = edges[at] ?? new Float64Array();
    return Uint8Array.from(values, (value) => binOf(own, value));
  });
  const start = target.reduce((sum, value) => sum + value, 0) / target.length;
  const residuals = target.map((value) => value - start);
  const all = Uint32Array.from(target.keys());
  const trees: Tree[] = [];
  for (let round = 0; round < size.count; round += 1) {
    const tree = growTree(all, residuals, { edges, bins }, size.depth);
    trees.push(tree);
    for (const row of all)
      residuals[row] = (residuals[row] ?? 0) - RATE * valueAt(tree, readerOf(features, row));
  }
  return { start, trees };
}

const sumOf = ({ start, trees }: Forest, featureAt: (feature: number) => number): number =>
  trees.reduce<number>((sum, tree) => sum + RATE * valueAt(tree, featureAt), start);

/** What a forest says of one row. */
export const forestValue = (forest: Forest, features: readonly number[]): number =>
  sumOf(forest, (feature) => features[feature] ?? Number.NaN);

/** The same of many rows, by column. */
export function growForest(
  features: Features,
  target: Float64Array,
): (features: Features, rows: number) => Float64Array {
  const forest = learnForest(features, target);
  return (asked, rows) =>
    Float64Array.from({ length: rows }, (_, row) => sumOf(forest, readerOf(asked, row)));
}
