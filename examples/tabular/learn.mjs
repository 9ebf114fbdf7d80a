/** Learning a yes or no from a table of numbers, in plain JavaScript: logistic regression and gradient-boosted trees. */

/** Mulberry32 (Tommy Ettinger, public domain): small, seedable, good enough to shuffle and to draw. */
export function randomFrom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A draw from the normal distribution, by Box and Muller. */
export const normal = (random) =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

export const sigmoid = (score) => 1 / (1 + Math.exp(-score));

const columnsOf = (rows) => (rows[0] ?? []).map((_value, column) => rows.map((row) => row[column]));

/** Full-batch gradient descent with momentum on standardised columns, whose scaling is folded into the weights. */
export async function trainLogistic({ rows, labels }, { rounds, rate = 0.5, decay = 0.001 }, tell) {
  const scales = columnsOf(rows).map((values) => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    return { mean, deviation: Math.sqrt(variance) || 1 };
  });
  const scaled = rows.map((row) =>
    scales.map(({ mean, deviation }, column) => (row[column] - mean) / deviation),
  );
  const weights = scales.map(() => 0);
  const speed = scales.map(() => 0);
  let bias = 0;
  let biasSpeed = 0;
  const fold = () => {
    const folded = weights.map((weight, column) => weight / scales[column].deviation);
    const shift = folded.reduce((sum, weight, column) => sum + weight * scales[column].mean, 0);
    return { kind: "logistic", weights: folded, bias: bias - shift };
  };
  for (let round = 1; round <= rounds; round += 1) {
    const gradient = weights.map((weight) => decay * weight);
    let biasGradient = 0;
    scaled.forEach((row, index) => {
      const score = row.reduce((sum, value, column) => sum + value * weights[column], bias);
      const error = (sigmoid(score) - labels[index]) / rows.length;
      row.forEach((value, column) => {
        gradient[column] += error * value;
      });
      biasGradient += error;
    });
    weights.forEach((_weight, column) => {
      speed[column] = 0.9 * speed[column] - rate * gradient[column];
      weights[column] += speed[column];
    });
    biasSpeed = 0.9 * biasSpeed - rate * biasGradient;
    bias += biasSpeed;
    await tell(round, fold());
  }
  return fold();
}

const BINS = 32;

/** Values between which a column is split: as 32-bit floats, because that is what the model will compare. */
function thresholdsOf(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const at = Array.from({ length: BINS - 1 }, (_item, index) =>
    Math.fround(sorted[Math.floor(((index + 1) * sorted.length) / BINS)]),
  );
  return [...new Set(at)].filter((value) => value < sorted.at(-1));
}

const gain = ({ gradient, hessian }) => gradient ** 2 / (hessian + 1);

/** The split of some rows that lowers the loss most, or null when none does. */
function bestSplit({ members, bins, thresholds, gradients, hessians, total }) {
  let best = null;
  thresholds.forEach((values, column) => {
    const sums = values.map(() => ({ gradient: 0, hessian: 0 }));
    for (const member of members) {
      const bin = sums[bins[column][member]];
      if (!bin) continue;
      bin.gradient += gradients[member];
      bin.hessian += hessians[member];
    }
    const left = { gradient: 0, hessian: 0 };
    sums.forEach(({ gradient, hessian }, bin) => {
      left.gradient += gradient;
      left.hessian += hessian;
      const right = {
        gradient: total.gradient - left.gradient,
        hessian: total.hessian - left.hessian,
      };
      if (left.hessian < 1 || right.hessian < 1) return;
      const gained = gain(left) + gain(right) - gain(total);
      if (gained > (best?.gained ?? 1e-6)) best = { gained, column, bin, threshold: values[bin] };
    });
  });
  return best;
}

/** Nodes of one tree: `{ feature, threshold, yes, no }` (yes when the value is not greater) or `{ value }`. */
function growTree(state, { depth, rate }) {
  const nodes = [];
  const grow = (members, left) => {
    const id = nodes.push(null) - 1;
    const total = { gradient: 0, hessian: 0 };
    for (const member of members) {
      total.gradient += state.gradients[member];
      total.hessian += state.hessians[member];
    }
    const split = left > 0 ? bestSplit({ ...state, members, total }) : null;
    if (!split) {
      nodes[id] = { value: Math.fround((-rate * total.gradient) / (total.hessian + 1)) };
      return id;
    }
    const { column, bin, threshold } = split;
    const isYes = (member) => state.bins[column][member] <= bin;
    nodes[id] = {
      feature: column,
      threshold,
      yes: grow(members.filter(isYes), left - 1),
      no: grow(
        members.filter((member) => !isYes(member)),
        left - 1,
      ),
    };
    return id;
  };
  grow(state.all, depth);
  return nodes;
}

function leafOf(nodes, row) {
  let node = nodes[0];
  while (node.value === undefined)
    node = nodes[Math.fround(row[node.feature]) <= node.threshold ? node.yes : node.no];
  return node.value;
}

/** Boosting with Newton steps on the logarithmic loss. */
export async function trainTrees({ rows, labels }, { rounds, depth = 3, rate = 0.2 }, tell) {
  const columns = columnsOf(rows).map((values) => values.map(Math.fround));
  const thresholds = columns.map(thresholdsOf);
  const bins = columns.map((values, column) =>
    Uint8Array.from(values, (value) => {
      const bin = thresholds[column].findIndex((threshold) => value <= threshold);
      return bin === -1 ? thresholds[column].length : bin;
    }),
  );
  const share = labels.reduce((sum, label) => sum + label, 0) / labels.length;
  const base = Math.fround(Math.log(share / (1 - share)));
  const scores = rows.map(() => base);
  const trees = [];
  const all = rows.map((_row, index) => index);
  for (let round = 1; round <= rounds; round += 1) {
    const chances = scores.map(sigmoid);
    const gradients = chances.map((chance, index) => chance - labels[index]);
    const hessians = chances.map((chance) => chance * (1 - chance));
    const tree = growTree({ all, bins, thresholds, gradients, hessians }, { depth, rate });
    trees.push(tree);
    rows.forEach((row, index) => {
      scores[index] += leafOf(tree, row);
    });
    await tell(round, { kind: "trees", base, trees: [...trees] });
  }
  return { kind: "trees", base, trees };
}

/** How likely a row is a yes, by a model of either kind. */
export function chanceOf(model, row) {
  if (model.kind === "trees")
    return sigmoid(model.trees.reduce((sum, tree) => sum + leafOf(tree, row), model.base));
  return sigmoid(
    model.weights.reduce((sum, weight, column) => sum + weight * row[column], model.bias),
  );
}

/** The chance that a yes is ranked above a no, from the sum of ranks; equals share theirs. */
function areaUnderCurve(chances, labels) {
  const order = chances.map((_chance, index) => index).sort((a, b) => chances[a] - chances[b]);
  let ranks = 0;
  for (let start = 0; start < order.length; ) {
    let end = start;
    while (end < order.length && chances[order[end]] === chances[order[start]]) end += 1;
    for (let place = start; place < end; place += 1)
      if (labels[order[place]] === 1) ranks += (start + end + 1) / 2;
    start = end;
  }
  const yes = labels.filter((label) => label === 1).length;
  const no = labels.length - yes;
  return (ranks - (yes * (yes + 1)) / 2) / (yes * no);
}

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** What a model is worth on rows that it was not trained on. */
export function judge(model, { rows, labels }) {
  const chances = rows.map((row) => chanceOf(model, row));
  return {
    auc: areaUnderCurve(chances, labels),
    log_loss: mean(
      chances.map(
        (chance, index) => -Math.log(Math.max(labels[index] ? chance : 1 - chance, 1e-12)),
      ),
    ),
    accuracy: mean(
      chances.map((chance, index) => (chance > 0.5 === (labels[index] === 1) ? 1 : 0)),
    ),
    brier: mean(chances.map((chance, index) => (chance - labels[index]) ** 2)),
  };
}
