/** A p-value with the rate from which it is small. */
export interface Tested {
  pValue: number;
  rate: number;
}

/**
 * Benjamini and Hochberg (1995): of m p-values in their order, each in parts of its rate, the greatest k that is at most k/m, and
 * with it all smaller ones. Answers from where on each is small; of stable columns at most `rate` of the windows then hold one.
 */
export function adjustedRates(tested: readonly Tested[]): number[] {
  const parts = tested.map(({ pValue, rate }) => pValue / rate).toSorted((a, b) => a - b);
  const m = parts.length;
  let found = 1;
  for (const [at, part] of parts.entries()) if (part <= (at + 1) / m) found = at + 1;
  return tested.map(({ rate }) => (rate * found) / m);
}

/** What each of `columns` may exceed so that one of them does once in `windows` windows. */
export const rateOfAlarms = (windows: number, columns: number): number =>
  1 - (1 - 1 / windows) ** (1 / columns);
