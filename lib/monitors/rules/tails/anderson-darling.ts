/** Scholz and Stephens' table: levels, and the three parts of the critical value there, which add up for two samples. */
const TABLE = [
  [0.25, 0.675, -0.245, -0.105],
  [0.1, 1.281, 0.25, -0.305],
  [0.05, 1.645, 0.678, -0.362],
  [0.025, 1.96, 1.149, -0.391],
  [0.01, 2.326, 1.822, -0.396],
  [0.005, 2.573, 2.364, -0.345],
  [0.001, 3.085, 3.615, -0.154],
];
const LEVELS = TABLE.map(([level = 0]) => level);
const CRITICAL = TABLE.map(([, ...parts]) => parts.reduce((sum, part) => sum + part, 0));
const LEAST_VALUES = 4;

/** Mean and deviation of A² for two samples (F. W. Scholz and M. A. Stephens, 1987); null below four values. */
export function andersonNormalised(a2: number, n: number, m: number): number | null {
  const all = n + m;
  if (all < LEAST_VALUES) return null;
  const inverses = 1 / n + 1 / m;
  let [harmonic, pairs] = [0, 0];
  // Over i < j: 1/((N − i)·j), with the inner sums carried along from the back.
  for (let i = all - 1; i >= 1; i -= 1) {
    if (i <= all - 2) pairs += harmonic / (all - i);
    harmonic += 1 / i;
  }
  const a = 4 * pairs - 6 + (10 - 6 * pairs) * inverses;
  const b = 12 * pairs + 8 * harmonic - 22 + (2 * pairs - 14 * harmonic - 4) * inverses;
  const c = 36 * harmonic + 4 + (2 * harmonic - 6) * inverses;
  const d = 24;
  const variance =
    (a * all ** 3 + b * all ** 2 + c * all + d) / ((all - 1) * (all - 2) * (all - 3));
  return (a2 - 1) / Math.sqrt(variance);
}

/** The parabola nearest to (x, y) by least squares, through polynomials that are orthogonal on these x. */
function fitParabola(xs: readonly number[], ys: readonly number[]): (x: number) => number {
  const inner = (f: (x: number) => number, g: (x: number) => number) =>
    xs.reduce((sum, x) => sum + f(x) * g(x), 0);
  const mean = xs.reduce((sum, x) => sum + x, 0) / xs.length;
  const line = (x: number) => x - mean;
  const square = inner(line, line);
  const shift = inner((x) => x * line(x), line) / square;
  const bend = (x: number) => (x - shift) * line(x) - square / xs.length;
  const along = (f: (x: number) => number) =>
    xs.reduce((sum, x, at) => sum + f(x) * (ys[at] ?? 0), 0) / inner(f, f);
  const [flat, slope, curve] = [along(() => 1), along(line), along(bend)];
  return (x) => flat + slope * line(x) + curve * bend(x);
}

const logLevel = fitParabola(CRITICAL, LEVELS.map(Math.log));

/** The p-value between the levels of the table; outside of them its nearest end. */
export function andersonTail(statistic: number): number {
  const [least = 0, most = 0] = [CRITICAL[0], CRITICAL.at(-1)];
  if (statistic < least) return 0.25;
  if (statistic > most) return 0.001;
  return Math.min(0.25, Math.max(0.001, Math.exp(logLevel(statistic))));
}
