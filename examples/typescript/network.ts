/** A small fully connected network, trained with Adam: enough to learn from a table in a second. */

/** Mulberry32 (Tommy Ettinger, public domain): small, seedable, good enough to shuffle and to initialise. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export interface Layer {
  inputs: number;
  outputs: number;
  /** Row by row: `weights[output * inputs + input]`. */
  weights: Float32Array<ArrayBuffer>;
  biases: Float32Array<ArrayBuffer>;
}

interface Gradient {
  weights: Float64Array;
  biases: Float64Array;
}

interface Moments {
  first: Float64Array;
  second: Float64Array;
}

const BETA1 = 0.9;
const BETA2 = 0.999;
const EPSILON = 1e-8;

/** ReLU between layers, softmax after the last; trained on cross-entropy. */
export class Network {
  readonly layers: Layer[];
  private readonly moments: [Moments, Moments][];
  private updates = 0;

  constructor(sizes: readonly number[], seed: number) {
    const random = randomFrom(seed);
    this.layers = sizes.slice(1).map((outputs, index) => {
      const inputs = sizes[index] ?? 1;
      // He et al. 2015: the variance that keeps ReLU activations alive.
      const spread = Math.sqrt(6 / inputs);
      const weights = Float32Array.from(
        { length: inputs * outputs },
        () => (random() * 2 - 1) * spread,
      );
      return { inputs, outputs, weights, biases: new Float32Array(outputs) };
    });
    const zeros = (length: number) => ({
      first: new Float64Array(length),
      second: new Float64Array(length),
    });
    this.moments = this.layers.map(({ weights, biases }) => [
      zeros(weights.length),
      zeros(biases.length),
    ]);
  }

  /** Activations of every layer, the input first; the last are class probabilities. */
  private forward(input: Float32Array): Float32Array[] {
    const activations = [input];
    this.layers.forEach(({ inputs, outputs, weights, biases }, index) => {
      const before = activations[index] ?? input;
      const after = new Float32Array(outputs);
      for (let output = 0; output < outputs; output += 1) {
        let sum = biases[output] ?? 0;
        for (let i = 0; i < inputs; i += 1)
          sum += (weights[output * inputs + i] ?? 0) * (before[i] ?? 0);
        after[output] = index < this.layers.length - 1 ? Math.max(0, sum) : sum;
      }
      activations.push(index < this.layers.length - 1 ? after : softmax(after));
    });
    return activations;
  }

  predict(input: Float32Array): Float32Array {
    return this.forward(input).at(-1) ?? input;
  }

  /** One step of Adam (Kingma and Ba 2015) on a batch; answers its mean loss and the norm of its gradient. */
  train(
    rows: readonly Float32Array[],
    labels: readonly number[],
    { rate, decay }: { rate: number; decay: number },
  ): { loss: number; gradient: number } {
    const gradients = this.layers.map(({ weights, biases }) => ({
      weights: new Float64Array(weights.length),
      biases: new Float64Array(biases.length),
    }));
    let loss = 0;
    rows.forEach((row, index) => {
      loss += this.accumulate(row, labels[index] ?? 0, gradients, 1 / rows.length);
    });
    this.updates += 1;
    let squares = 0;
    this.layers.forEach((layer, index) => {
      const own = gradients[index];
      const moments = this.moments[index];
      if (!own || !moments) return;
      squares += this.update(layer.weights, own.weights, moments[0], rate, decay);
      squares += this.update(layer.biases, own.biases, moments[1], rate, 0);
    });
    return { loss: loss / rows.length, gradient: Math.sqrt(squares) };
  }

  private accumulate(
    row: Float32Array,
    label: number,
    gradients: Gradient[],
    share: number,
  ): number {
    const activations = this.forward(row);
    const output = activations.at(-1) ?? row;
    let delta = Float64Array.from(output, (p, index) => (p - (index === label ? 1 : 0)) * share);
    for (let index = this.layers.length - 1; index >= 0; index -= 1) {
      const layer = this.layers[index];
      const own = gradients[index];
      const before = activations[index];
      if (layer && own && before) delta = backward(layer, own, before, delta);
    }
    return -Math.log(Math.max(output[label] ?? 0, 1e-12));
  }

  private update(
    values: Float32Array,
    gradient: Float64Array,
    { first, second }: Moments,
    rate: number,
    decay: number,
  ): number {
    const correction1 = 1 - BETA1 ** this.updates;
    const correction2 = 1 - BETA2 ** this.updates;
    let squares = 0;
    for (let i = 0; i < values.length; i += 1) {
      const g = gradient[i] ?? 0;
      squares += g * g;
      const m = BETA1 * (first[i] ?? 0) + (1 - BETA1) * g;
      const v = BETA2 * (second[i] ?? 0) + (1 - BETA2) * g * g;
      first[i] = m;
      second[i] = v;
      const step = m / correction1 / (Math.sqrt(v / correction2) + EPSILON);
      values[i] = (values[i] ?? 0) * (1 - rate * decay) - rate * step;
    }
    return squares;
  }
}

/** Adds a layer's gradient for one row and answers that of its input, which was a ReLU's output. */
function backward(
  { inputs, outputs, weights }: Layer,
  gradient: Gradient,
  before: Float32Array,
  delta: Float64Array,
): Float64Array<ArrayBuffer> {
  const next = new Float64Array(inputs);
  for (let o = 0; o < outputs; o += 1) {
    const d = delta[o] ?? 0;
    gradient.biases[o] = (gradient.biases[o] ?? 0) + d;
    for (let i = 0; i < inputs; i += 1) {
      const at = o * inputs + i;
      gradient.weights[at] = (gradient.weights[at] ?? 0) + d * (before[i] ?? 0);
      next[i] = (next[i] ?? 0) + d * (weights[at] ?? 0);
    }
  }
  return next.map((value, i) => ((before[i] ?? 0) > 0 ? value : 0));
}

function softmax(values: Float32Array): Float32Array {
  const greatest = values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const powers = values.map((value) => Math.exp(value - greatest));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
}
