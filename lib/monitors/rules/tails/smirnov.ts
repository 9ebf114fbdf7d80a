import { greatestDivisor } from "./divisors";

/** Steps of the recursion that a request may take; beyond it only the asymptotic distribution is offered. */
const MAX_STEPS = 2e9;

/** For samples of one size: 2·Σ(−1)^(k+1)·C(2n, n − k·h)/C(2n, n), summed from its smallest term. */
function equalSizes(n: number, h: number): number {
  let sum = 0;
  for (let k = Math.floor(n / h); k >= 1; k -= 1) {
    // Π over the h factors by which the k-th term falls from the one before.
    let ratio = 1;
    for (let j = 0; j < h; j += 1) ratio *= (n - k * h + j + 1) / (n + (k - 1) * h + j + 1);
    sum = ratio * (1 - sum);
  }
  return 2 * sum;
}

/**
 * Chance that a random path through the lattice leaves the band |i/n − j/m| < D, updated from point to point: a path to
 * (i, j) came from (i − 1, j) in i of i + j cases. Chances add up, so that small ones keep their digits.
 */
function unequalSizes(long: number, short: number, steps: number): number {
  const divisor = greatestDivisor(long, short);
  const [byLong, byShort] = [long / divisor, short / divisor];
  const outside = new Float64Array(short + 1).fill(1);
  const inverses = Float64Array.from({ length: long + short + 1 }, (_, k) => 1 / k);
  const within = (i: number) => {
    // |i·byShort − j·byLong| < steps.
    const low = Math.max(0, Math.floor((i * byShort - steps) / byLong) + 1);
    const high = Math.min(short, Math.ceil((i * byShort + steps) / byLong) - 1);
    return { low, high };
  };
  const start = within(0);
  for (let j = start.low; j <= start.high; j += 1) outside[j] = 0;
  let previous = start;
  for (let i = 1; i <= long; i += 1) {
    const { low, high } = within(i);
    let chance = low === 0 ? 0 : 1;
    for (let j = low; j <= high; j += 1) {
      const inverse = inverses[i + j] ?? 0;
      chance = (outside[j] ?? 1) * (i * inverse) + chance * (j * inverse);
      outside[j] = chance;
    }
    for (let j = previous.low; j < low; j += 1) outside[j] = 1;
    previous = { low, high };
  }
  return outside[short] ?? 1;
}

/** Steps that the exact p-value takes: about the area of the band. */
function stepsOf(n: number, m: number, distance: number): number {
  if (n === m) return n;
  return n * m * Math.min(1, 2 * distance);
}

export const isExactFeasible = (n: number, m: number, distance: number): boolean =>
  stepsOf(n, m, distance) <= MAX_STEPS;

/** Chance that D of two samples of these sizes is at least the one seen, over all orders without ties. */
export function smirnovTail(n: number, m: number, distance: number): number {
  const divisor = greatestDivisor(n, m);
  const steps = Math.round(distance * (n / divisor) * m);
  if (steps === 0) return 1;
  const p = n === m ? equalSizes(n, steps) : unequalSizes(Math.max(n, m), Math.min(n, m), steps);
  return Math.min(1, Math.max(0, p));
}
