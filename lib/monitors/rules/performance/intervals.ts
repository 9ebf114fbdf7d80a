/** Of 95 %, of the standard normal distribution. */
const Z = 1.959963984540054;

export interface Interval {
  lower: number;
  upper: number;
}

/** Of a share, by its score test (Wilson 1927): it stays within 0 and 1, and holds for few rows too. */
export function wilson(hits: number, all: number): Interval | null {
  if (all <= 0) return null;
  const share = hits / all;
  const centre = share + Z ** 2 / (2 * all);
  const reach = Z * Math.sqrt((share * (1 - share)) / all + Z ** 2 / (4 * all ** 2));
  const scale = 1 + Z ** 2 / all;
  return {
    lower: Math.max(0, (centre - reach) / scale),
    upper: Math.min(1, (centre + reach) / scale),
  };
}

/** Of F₁, which rises with hits / (hits + false alarms + misses): the ends of that share's interval, as F₁. */
export function wilsonOfF1(hits: number, wrong: number): Interval | null {
  const found = wilson(hits, hits + wrong);
  const toF1 = (share: number) => (2 * share) / (1 + share);
  return found && { lower: toF1(found.lower), upper: toF1(found.upper) };
}

/** Of a mean of many values, by the normal distribution. */
export function ofMean({
  n,
  sum,
  squares,
}: {
  n: number;
  sum: number;
  squares: number;
}): Interval | null {
  if (n < 2) return null;
  const mean = sum / n;
  const variance = Math.max(0, squares - n * mean * mean) / (n - 1);
  const reach = Z * Math.sqrt(variance / n);
  return { lower: mean - reach, upper: mean + reach };
}

/** Of the area under a ROC curve (Hanley and McNeil 1982). */
export function ofArea(area: number, positives: number, negatives: number): Interval | null {
  if (positives <= 0 || negatives <= 0) return null;
  const one = area / (2 - area) - area ** 2;
  const other = (2 * area ** 2) / (1 + area) - area ** 2;
  const variance =
    (area * (1 - area) + (positives - 1) * one + (negatives - 1) * other) / (positives * negatives);
  const reach = Z * Math.sqrt(Math.max(0, variance));
  return { lower: Math.max(0, area - reach), upper: Math.min(1, area + reach) };
}
