import { chiSquaredTail } from "@/lib/deployments/rules/sequences";
import { type Eigen, symmetricEigen } from "./eigen";

const POINTS = [0.4, 0.8];
const SMALL = 25;
/** Of a singular matrix only eigenvalues above this share of the greatest are inverted. */
const SINGULAR = 1e-15;

type Matrix = number[][];

/** Cosines and sines of the values at both points: means and covariances (which divide by n). */
function characteristic(sorted: Float64Array, scale: number) {
  const waves = POINTS.flatMap(() => [Math.cos, Math.cos]).map((_, at) =>
    sorted.map((value) => {
      const angle = ((POINTS[at % POINTS.length] ?? 0) / scale) * value;
      return at < POINTS.length ? Math.cos(angle) : Math.sin(angle);
    }),
  );
  const n = sorted.length;
  const means = waves.map((wave) => wave.reduce((sum, value) => sum + value, 0) / n);
  const covariance: Matrix = waves.map((one, row) =>
    waves.map((other, column) => {
      const [ours, theirs] = [means[row] ?? 0, means[column] ?? 0];
      let sum = 0;
      for (let at = 0; at < n; at += 1)
        sum += ((one[at] ?? 0) - ours) * ((other[at] ?? 0) - theirs);
      return sum / n;
    }),
  );
  return { means, covariance };
}

function quadraticForm({ values, vectors }: Eigen, difference: readonly number[]) {
  const greatest = Math.max(...values.map(Math.abs));
  const kept = values.flatMap((value, at) =>
    Math.abs(value) > SINGULAR * greatest ? [{ value, vector: vectors[at] ?? [] }] : [],
  );
  const form = kept.reduce((sum, { value, vector }) => {
    const along = difference.reduce((part, one, at) => part + one * (vector[at] ?? 0), 0);
    return sum + (along * along) / value;
  }, 0);
  return { form, rank: kept.length };
}

export interface EppsSingleton {
  statistic: number;
  df: number;
  pValue: number;
}

/** T. W. Epps and K. J. Singleton (1986): characteristic functions at two points, scaled by half of the quartile range. */
export function eppsSingleton(a: Float64Array, b: Float64Array, range: number): EppsSingleton {
  const [n, m] = [a.length, b.length];
  const all = n + m;
  const [ours, theirs] = [characteristic(a, range / 2), characteristic(b, range / 2)];
  const covariance = ours.covariance.map((row, i) =>
    row.map((value, j) => (all / n) * value + (all / m) * (theirs.covariance[i]?.[j] ?? 0)),
  );
  const difference = ours.means.map((mean, at) => mean - (theirs.means[at] ?? 0));
  const { form, rank } = quadraticForm(symmetricEigen(covariance), difference);
  const correction =
    Math.max(n, m) < SMALL ? 1 / (1 + all ** -0.45 + 10.1 * (n ** -1.7 + m ** -1.7)) : 1;
  const statistic = correction * all * form;
  return { statistic, df: rank, pValue: chiSquaredTail(statistic, rank) };
}
