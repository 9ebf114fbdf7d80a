import type { Dimension, Range, Space } from "../schema";

export type Values = Record<string, string | number | boolean>;

/** Enough to tell values apart, and short enough to be read. */
const DIGITS = 9;
/**
 * How often in a row a draw may repeat an earlier one before the space counts as used up: so often for each combination that
 * a space is known to have, as far as a sweep takes those, and so often where a range has no end of values.
 */
const TRIES = { each: 100, most: 100_000, endless: 1_000 };

/** A number from 0 up to, not including, 1, that looks random and is the same for the same text everywhere. */
export function fractionOf(text: string): number {
  // FNV-1a, then the finish of MurmurHash3: texts that differ in one character lie far apart.
  let hash = 0x811c9dc5;
  for (const character of text)
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}

const within = ({ min, max }: Range, value: number): number => Math.min(max, Math.max(min, value));

function numberAt(range: Range, fraction: number): number {
  const { scale, integer } = range;
  // Each whole number has the same share, the first and the last too.
  const min = integer ? range.min - 0.5 : range.min;
  const max = integer ? range.max + 0.5 : range.max;
  const value = scale === "log" ? min * (max / min) ** fraction : min + fraction * (max - min);
  return within(range, integer ? Math.round(value) : Number(value.toPrecision(DIGITS)));
}

function valueAt(dimension: Dimension, fraction: number): string | number | boolean {
  if (!("values" in dimension)) return numberAt(dimension, fraction);
  const { values } = dimension;
  return values[Math.floor(fraction * values.length)] ?? "";
}

/** How many combinations there are; infinite where a range is not of whole numbers. */
function sizeOf(space: Space): number {
  return Object.values(space).reduce((size, dimension) => {
    if ("values" in dimension) return size * dimension.values.length;
    return dimension.integer
      ? size * (dimension.max - dimension.min + 1)
      : Number.POSITIVE_INFINITY;
  }, 1);
}

/**
 * Combinations drawn at random, none of them twice: fewer than asked for where the space has no more. A draw depends on
 * the seed, its place and the parameter only, so that more draws go on where fewer have ended.
 */
export function randomDraws(
  space: Space,
  { draws, seed }: { draws: number; seed: number },
): Values[] {
  const names = Object.keys(space).sort();
  const found = new Map<string, Values>();
  const size = sizeOf(space);
  const wanted = Math.min(draws, size);
  const tries = Number.isFinite(size) ? Math.min(TRIES.each * size, TRIES.most) : TRIES.endless;
  for (let at = 0, repeated = 0; found.size < wanted && repeated < tries; at += 1) {
    const values = names.map((name): [string, Values[string]] => {
      const dimension = space[name] ?? { values: [] };
      return [name, valueAt(dimension, fractionOf(`${seed}\n${at}\n${name}`))];
    });
    const key = JSON.stringify(values);
    repeated = found.has(key) ? repeated + 1 : 0;
    if (repeated === 0) found.set(key, Object.fromEntries(values));
  }
  return [...found.values()];
}
