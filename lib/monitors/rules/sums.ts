/** A sum that does not lose what is small beside what is large (A. Neumaier, 1974). */
export function sumOf(values: ArrayLike<number>): number {
  let sum = 0;
  let lost = 0;
  for (let at = 0; at < values.length; at += 1) {
    const value = values[at] ?? 0;
    const next = sum + value;
    lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
    sum = next;
  }
  return Number.isFinite(lost) ? sum + lost : sum;
}

const LANES = 8;
const BLOCK = 128;

type Keep = (sum: number) => number;

/** Eight sums side by side, then the rest one by one. */
function sumBlock(values: ArrayLike<number>, start: number, length: number, keep: Keep): number {
  const at = (place: number) => values[start + place] ?? 0;
  const lanes = new Array<number>(LANES).fill(0);
  const whole = length - (length % LANES);
  for (let place = 0; place < whole; place += 1)
    lanes[place % LANES] = keep((lanes[place % LANES] ?? 0) + at(place));
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = lanes;
  const [left, right] = [keep(keep(a + b) + keep(c + d)), keep(keep(e + f) + keep(g + h))];
  let sum = keep(left + right);
  for (let place = whole; place < length; place += 1) sum = keep(sum + at(place));
  return sum;
}

function sumRange(values: ArrayLike<number>, start: number, length: number, keep: Keep): number {
  if (length <= BLOCK) return sumBlock(values, start, length, keep);
  const half = Math.trunc(length / 2);
  const first = half - (half % LANES);
  return keep(
    sumRange(values, start, first, keep) + sumRange(values, start + first, length - first, keep),
  );
}

/** A sum in the order in which NumPy adds, for numbers that hang on its last digit; `keep` is what its type holds of a sum. */
export const numpySum = (values: ArrayLike<number>, keep: Keep = (sum) => sum): number =>
  sumRange(values, 0, values.length, keep);

export interface Spread {
  n: number;
  mean: number;
  /** Sum of squared distances from the mean. */
  squares: number;
}

export function spreadOf(values: Float64Array): Spread {
  const n = values.length;
  const mean = sumOf(values) / n;
  const squares = new Float64Array(n);
  for (let at = 0; at < n; at += 1) squares[at] = ((values[at] ?? 0) - mean) ** 2;
  return { n, mean, squares: sumOf(squares) };
}

/** Standard deviation that divides by the number of values (ddof 0). */
export const deviationOf = ({ n, squares }: Spread): number => Math.sqrt(squares / n);
