import gammaln from "@stdlib/math-base-special-gammaln";

const HALF_LOG_2PI = Math.log(2 * Math.PI) / 2;
/** From here on the series below has all digits of a double. */
const SERIES_FROM = 16;

/** Stirling's error of each whole number below the series: ln n! less Stirling's approximation of it. */
const SMALL_ERRORS = Array.from({ length: SERIES_FROM }, (_, n) =>
  n === 0 ? 0 : gammaln(n + 1) - ((n + 0.5) * Math.log(n) - n + HALF_LOG_2PI),
);

/** What Stirling's approximation of ln n! leaves out. */
function stirlingError(n: number): number {
  if (n < SERIES_FROM) return SMALL_ERRORS[n] ?? 0;
  const square = n * n;
  const tail = 1 / 1260 - (1 / 1680 - (1 / 1188 - 691 / 360_360 / square) / square) / square;
  return (1 / 12 - (1 / 360 - tail / square) / square) / n;
}

/** x·ln(x/mean) + mean − x, without cancellation where both are near. */
function deviance(x: number, mean: number): number {
  if (Math.abs(x - mean) >= 0.1 * (x + mean)) return x * Math.log(x / mean) + mean - x;
  const ratio = (x - mean) / (x + mean);
  let sum = (x - mean) * ratio;
  let term = 2 * x * ratio;
  for (let k = 1; k < 1_000; k += 1) {
    term *= ratio * ratio;
    const next = sum + term / (2 * k + 1);
    if (next === sum) return sum;
    sum = next;
  }
  return sum;
}

/** Chance of k successes in n trials of chance p, to nearly all digits for any n (C. Loader, 2000). */
export function binomialMass(k: number, n: number, p: number): number {
  const q = 1 - p;
  if (k === 0) return p === 1 && n > 0 ? 0 : Math.exp(n * Math.log1p(-p));
  if (k === n) return p ** n;
  if (p <= 0 || q <= 0) return 0;
  const exponent =
    stirlingError(n) -
    stirlingError(k) -
    stirlingError(n - k) -
    deviance(k, n * p) -
    deviance(n - k, n * q);
  return Math.exp(exponent) * Math.sqrt(n / (2 * Math.PI * k * (n - k)));
}
