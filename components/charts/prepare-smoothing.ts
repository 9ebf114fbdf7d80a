/** Weights above this would forget nothing at all. */
export const MAX_SMOOTHING = 0.999;

/** The units that an axis is divided into for smoothing: a sample's weight fades by `weight` over one of them. */
const UNITS = 1000;

/**
 * Exponential moving average of unevenly spaced samples (A. Eckner, "Algorithms for Unevenly Spaced Time Series:
 * Moving Averages and Other Rolling Operators", EMA_last), freed of its start at zero by dividing by the sum of the
 * weights as Adam does (D. P. Kingma and J. Ba, "Adam: A Method for Stochastic Optimization", section 3):
 *
 *     wᵢ = a^((xᵢ − xᵢ₋₁) · 1000 / span)    sᵢ = wᵢ·sᵢ₋₁ + yᵢ    nᵢ = wᵢ·nᵢ₋₁ + 1    smoothedᵢ = sᵢ / nᵢ
 *
 * with a = √weight, so that the slider spreads its effect over its length. Because wᵢ depends on the distance on the
 * x axis and not on the number of samples, runs that log often and runs that log rarely are smoothed alike. `span` is
 * the width of the whole x axis. Samples that are not finite stay what they are and do not enter the average.
 */
export function smooth(
  x: readonly number[],
  y: readonly number[],
  weight: number,
  span: number,
): number[] {
  if (weight <= 0 || y.length === 0) return [...y];
  const base = Math.sqrt(Math.min(weight, MAX_SMOOTHING));
  const unit = span > 0 ? span / UNITS : 1;
  let average = 0;
  let norm = 0;
  let before = x[0] ?? 0;
  return y.map((value, index) => {
    if (!Number.isFinite(value)) return value;
    const at = x[index] ?? before;
    const fade = base ** (Math.max(0, at - before) / unit);
    before = at;
    norm = norm * fade + 1;
    // The same quotient s / n, stepped so that a constant series stays exactly itself.
    average += (value - average) / norm;
    return average;
  });
}
