const ROOT_2PI = Math.sqrt(2 * Math.PI);
const PI2 = Math.PI ** 2;

/** Factors of 1, m², m⁴ and m⁶ in the four terms of the expansion, as polynomials in z. */
function coefficients(z: number): readonly (readonly number[])[] {
  const [z2, z4, z6, z8] = [z ** 2, z ** 4, z ** 6, z ** 8];
  return [
    [1],
    [-z2, PI2 / 4],
    [6 * z6 + 2 * z4, ((2 * z4 - 5 * z2) * PI2) / 4, (PI2 ** 2 * (1 - 2 * z2)) / 16],
    [
      -30 * z6 - 90 * z8,
      (PI2 * (135 * z4 - 96 * z6)) / 4,
      (PI2 ** 2 * (212 * z4 - 60 * z2)) / 16,
      (PI2 ** 3 * (5 - 30 * z2)) / 64,
    ],
  ];
}

const polynomial = (factors: readonly number[], x: number): number =>
  factors.reduceRight((sum, factor) => sum * x + factor, 0);

/** Sum over odd m of a polynomial in m² times exp(−π²m²/8z²). */
function oddSum(factors: readonly number[], z: number, terms: number): number {
  let sum = 0;
  for (let k = terms; k >= 1; k -= 1) {
    const square = (2 * k - 1) ** 2;
    sum += polynomial(factors, square) * Math.exp((-PI2 * square) / (8 * z * z));
  }
  return sum;
}

/** Sum over all k of a polynomial in k² times exp(−π²k²/2z²), without its constant. */
function wholeSum(factors: readonly number[], z: number, terms: number): number {
  let sum = 0;
  for (let k = terms; k >= 1; k -= 1)
    sum += polynomial(factors, k * k) * k * k * Math.exp((-PI2 * k * k) / (2 * z * z));
  return sum;
}

/** Chance that Kolmogorov's D of many values is below x: the limit and its first corrections (W. Pelz and I. J. Good, 1976). */
export function kolmogorovSeries(n: number, x: number): number {
  const z = Math.sqrt(n) * x;
  const terms = Math.ceil((16 * z) / Math.PI) + 1;
  const [zeroth = 0, first = 0, second = 0, third = 0] = coefficients(z).map(
    (factors) => oddSum(factors, z, terms) * ROOT_2PI,
  );
  const secondRest = (wholeSum([1], z, terms) * PI2 * ROOT_2PI) / (36 * z ** 3);
  const thirdRest = (wholeSum([3 * z * z, -PI2], z, terms) * PI2 * ROOT_2PI) / (216 * z ** 6);
  return (
    zeroth / z +
    first / (6 * z ** 4) / Math.sqrt(n) +
    (second / (72 * z ** 7) - secondRest) / n +
    (third / (6_480 * z ** 10) + thirdRest) / n ** 1.5
  );
}
