import { roundHalfEven } from "../rounding";
import { numpySum } from "../sums";
import { pathScale } from "./cramer-von-mises";

/** How Evidently keeps its table: as whole numbers, or as floats of so few digits as hold the greatest entry. */
type Keep = (value: number) => number;

const HALF_DIGITS = 11;
const LARGEST_HALF = 65_000;

/** A number as a float of 16 bits keeps it. */
function toHalf(value: number): number {
  if (value === 0) return 0;
  const unit = 2 ** (Math.floor(Math.log2(value)) - HALF_DIGITS + 1);
  return roundHalfEven(value / unit) * unit;
}

interface Table {
  values: Float64Array;
  counts: Float64Array;
}

/** Where each value of a table stands first, 1 more than that; 0 where it has none. Values are whole numbers. */
class Places {
  readonly #places: Int32Array;

  constructor(greatest: number) {
    this.#places = new Int32Array(greatest + 1);
  }

  note(values: Float64Array): void {
    for (let at = values.length - 1; at >= 0; at -= 1) this.#places[values[at] ?? 0] = at + 1;
  }

  forget(values: Float64Array): void {
    for (const value of values) this.#places[value] = 0;
  }

  of(value: number): number {
    return (this.#places[value] ?? 0) - 1;
  }
}

/** Adds up what both tables hold of one value, in the order in which Evidently writes it down. */
function join(a: Table, b: Table, keep: Keep, [inA, inB]: readonly [Places, Places]): Table {
  inA.note(a.values);
  inB.note(b.values);
  const common = a.values.filter((value, at) => inB.of(value) >= 0 && inA.of(value) === at).sort();
  const all = a.values.length + b.values.length - common.length;
  const [values, counts] = [new Float64Array(all), new Float64Array(all)];
  let size = 0;
  const put = (value: number, count: number) => {
    values[size] = value;
    counts[size] = count;
    size += 1;
  };
  for (const value of common)
    put(value, keep((a.counts[inA.of(value)] ?? 0) + (b.counts[inB.of(value)] ?? 0)));
  for (const [at, value] of a.values.entries())
    if (inB.of(value) < 0 || inA.of(value) !== at) put(value, a.counts[at] ?? 0);
  for (const [at, value] of b.values.entries())
    if (inA.of(value) < 0 || inB.of(value) !== at) put(value, b.counts[at] ?? 0);
  inA.forget(a.values);
  inB.forget(b.values);
  return { values, counts };
}

function combinations(n: number, m: number): number {
  let product = 1;
  for (let k = 1; k <= n; k += 1) product = Math.round((product * (m + k)) / k);
  return product;
}

/** The exact p-value as Evidently counts it, whose table is a float of low precision for larger samples. */
export function cramerByEvidently(u: number, n: number, m: number): number {
  const { toN, toM, greatest, least } = pathScale(u, n, m);
  const all = combinations(n, m);
  const isFloat = all > greatest;
  const low: Keep = all < LARGEST_HALF ? toHalf : Math.fround;
  const keep: Keep = isFloat ? low : (value) => value;
  const places = [new Places(2 * greatest), new Places(2 * greatest)] as const;
  const nothing: Table = { values: new Float64Array(), counts: new Float64Array() };
  let column: Table[] = Array.from({ length: n + 1 }, (_, at) =>
    at === 0 ? { values: Float64Array.of(0), counts: Float64Array.of(1) } : nothing,
  );
  for (let row = 0; row <= m; row += 1) {
    let below = nothing;
    column = column.map((before, v) => {
      const joined = join(below, before, keep, places);
      const square = (toN * v - toM * row) ** 2;
      below = {
        values: joined.values.map((value) => keep(value + square)),
        counts: joined.counts,
      };
      return below;
    });
  }
  const { values, counts } = column[n] ?? nothing;
  const above = counts.filter((_, at) => (values[at] ?? 0) >= least);
  return isFloat ? keep(keep(numpySum(above, Math.fround)) / keep(all)) : numpySum(above) / all;
}
