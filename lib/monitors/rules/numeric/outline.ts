import { lowerBound } from "../samples";
import {
  BUCKETS,
  type End,
  LAST,
  longPasses,
  type Passes,
  placeOf,
  type Scale,
} from "./passes/passes";

/** Two numbers that belong to the two sides of a comparison. */
interface Both<Value> {
  a: Value;
  b: Value;
}

/** How many values the sides have. */
interface Sizes {
  n: number;
  m: number;
}

/** What of two samples can be told without sorting all of them. */
export interface Outline {
  /** Greatest difference between the distribution functions. */
  distance: number;
  /** Area between them. */
  area: number;
  /** Values of each side below each of the edges that were asked for. */
  below: readonly Both<number>[];
}

const SAMPLED = 1_024;
/** The share of the values that may lie outside of the buckets, on either side. */
const OUTSIDE = 0.004;
/** From this share of values that have to be sorted after all, sorting everything is as fast. */
const MOST_SORTED = 0.4;
/** Up to this length, inserting is faster than a general sort. */
const SHORT = 32;

/** Null where most values are one. */
function scaleOf(sides: Both<Float64Array>): Scale | null {
  const sampled = new Float64Array(2 * SAMPLED);
  for (let at = 0; at < SAMPLED; at += 1) {
    sampled[at] = sides.a[Math.trunc((at * sides.a.length) / SAMPLED)] ?? 0;
    sampled[SAMPLED + at] = sides.b[Math.trunc((at * sides.b.length) / SAMPLED)] ?? 0;
  }
  sampled.sort();
  const from = sampled[Math.trunc(OUTSIDE * sampled.length)] ?? 0;
  const to = sampled[Math.trunc((1 - OUTSIDE) * sampled.length)] ?? 0;
  const perUnit = (BUCKETS - 2) / (to - from);
  return Number.isFinite(perUnit) ? { from, perUnit } : null;
}

/** How many values a bucket has. */
const countOf = (tallies: Float64Array, bucket: number): number => tallies[2 * bucket] ?? 0;
/** The sum of their distances from where the buckets begin. */
const sumOf = (tallies: Float64Array, bucket: number): number => tallies[2 * bucket + 1] ?? 0;

/**
 * Opens the buckets whose values have to be put in order: where the difference may change its sign, or exceed what it is at the
 * ends of buckets; where an edge lies; and those of the values outside. Differences are whole numbers of 1/(n·m). Tells how many
 * values they have.
 */
function open(
  { tallies: { a, b }, isOpen }: Passes,
  { n, m }: Sizes,
  edges: readonly number[],
): number {
  let difference = 0;
  let most = 0;
  for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
    difference += countOf(a, bucket) * m - countOf(b, bucket) * n;
    most = Math.max(most, Math.abs(difference));
  }
  difference = 0;
  for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
    const up = difference + countOf(a, bucket) * m;
    const fall = countOf(b, bucket) * n;
    const down = difference - fall;
    isOpen[bucket] = (up > 0 && down < 0) || up > most || -down > most ? 1 : 0;
    difference = up - fall;
  }
  for (const place of [0, LAST, ...edges]) isOpen[place] = 1;
  let opened = 0;
  for (let bucket = 0; bucket < BUCKETS; bucket += 1)
    if (isOpen[bucket] === 1) opened += countOf(a, bucket) + countOf(b, bucket);
  return opened;
}

/** The values of open buckets, in order; of the others nothing. */
class Opened {
  /** Where the values of each bucket begin; those of the next one are behind them. */
  readonly starts = new Int32Array(BUCKETS + 1);
  readonly values: Float64Array;

  constructor(values: Float64Array, passes: Passes, scale: Scale, end: End) {
    const tallies = passes.tallies[end];
    let total = 0;
    for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
      this.starts[bucket] = total;
      if (passes.isOpen[bucket] === 1) total += countOf(tallies, bucket);
    }
    this.starts[BUCKETS] = total;
    this.values = new Float64Array(total);
    const next = this.starts.slice();
    passes.pick(values, scale, (some) => gather(some, scale, next, this.values));
    for (let bucket = 0; bucket < BUCKETS; bucket += 1)
      sortPart(this.values, this.starts[bucket] ?? 0, this.starts[bucket + 1] ?? 0);
  }

  countBelow(bucket: number, edge: number): number {
    return lowerBound(this.values.subarray(this.starts[bucket], this.starts[bucket + 1]), edge);
  }
}

/** Puts each value behind the others of its bucket. */
function gather(
  some: Float64Array,
  { from, perUnit }: Scale,
  next: Int32Array,
  gathered: Float64Array,
): void {
  for (const value of some) {
    const place = placeOf(value - from, perUnit);
    const free = next[place] ?? 0;
    gathered[free] = value;
    next[place] = free + 1;
  }
}

function sortPart(values: Float64Array, start: number, end: number): void {
  if (end - start > SHORT) {
    values.subarray(start, end).sort();
    return;
  }
  for (let at = start + 1; at < end; at += 1) {
    const value = values[at] ?? 0;
    let to = at;
    for (; to > start && (values[to - 1] ?? 0) > value; to -= 1) values[to] = values[to - 1] ?? 0;
    values[to] = value;
  }
}

interface Step {
  difference: number;
  /** As a distance from where the buckets begin, whose digits a far offset does not take. */
  before: number;
  most: number;
  area: number;
}

const nextOf = (values: Float64Array, at: number, end: number): number =>
  at < end ? (values[at] ?? 0) : Number.POSITIVE_INFINITY;

/** Walks along the ordered values of one bucket. */
function walkBucket(
  { a, b }: Both<Opened>,
  bucket: number,
  { n, m }: Sizes,
  from: number,
  step: Step,
): void {
  let i = a.starts[bucket] ?? 0;
  let j = b.starts[bucket] ?? 0;
  const endOfA = a.starts[bucket + 1] ?? 0;
  const endOfB = b.starts[bucket + 1] ?? 0;
  while (i < endOfA || j < endOfB) {
    const left = nextOf(a.values, i, endOfA);
    const right = nextOf(b.values, j, endOfB);
    const here = Math.min(left, right) - from;
    if (here !== step.before) {
      const height = Math.abs(step.difference);
      step.most = Math.max(step.most, height);
      step.area += height * (here - step.before);
      step.before = here;
    }
    if (left <= right) {
      i += 1;
      step.difference += m;
    } else {
      j += 1;
      step.difference -= n;
    }
  }
}

/** Sums up all buckets, open ones value by value, others by their counts and sums. */
function sumUp(
  { tallies, isOpen }: Passes,
  opened: Both<Opened>,
  { from, perUnit }: Scale,
  sizes: Sizes,
  low: number,
): Step {
  const step: Step = { difference: 0, before: low - from, most: 0, area: 0 };
  const width = 1 / perUnit;
  for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
    const end = bucket * width;
    if (isOpen[bucket] === 1) {
      walkBucket(opened, bucket, sizes, from, step);
      if (bucket === LAST) return step;
      step.most = Math.max(step.most, Math.abs(step.difference));
      step.area += Math.abs(step.difference) * (end - step.before);
    } else {
      const ours = countOf(tallies.a, bucket);
      const theirs = countOf(tallies.b, bucket);
      const rise = (ours * end - sumOf(tallies.a, bucket)) * sizes.m;
      const fall = (theirs * end - sumOf(tallies.b, bucket)) * sizes.n;
      step.area += Math.abs(step.difference * width + rise - fall);
      step.difference += ours * sizes.m - theirs * sizes.n;
      step.most = Math.max(step.most, Math.abs(step.difference));
    }
    step.before = end;
  }
  return step;
}

/** How many values lie below each edge, of edges in their order. */
function countBelow(
  tallies: Float64Array,
  opened: Opened,
  edges: readonly number[],
  places: readonly number[],
): number[] {
  let [count, bucket] = [0, 0];
  return edges.map((edge, at) => {
    const place = places[at] ?? 0;
    for (; bucket < place; bucket += 1) count += countOf(tallies, bucket);
    return count + opened.countBelow(place, edge);
  });
}

/**
 * Exact distances of two long samples in less time than sorting them takes: values are counted in buckets, and only those
 * buckets are put in order in which the order matters. Null where that is most of them. Edges come in their order.
 */
export function outlineOf(
  a: Float64Array,
  b: Float64Array,
  low: number,
  edges: readonly number[],
): Outline | null {
  const scale = scaleOf({ a, b });
  if (!scale) return null;
  const [n, m] = [a.length, b.length];
  const room = longPasses();
  room.tally(a, scale, "a");
  room.tally(b, scale, "b");
  const places = edges.map((edge) => placeOf(edge - scale.from, scale.perUnit));
  if (open(room, { n, m }, places) > MOST_SORTED * (n + m)) return null;
  const opened = { a: new Opened(a, room, scale, "a"), b: new Opened(b, room, scale, "b") };
  const { most, area } = sumUp(room, opened, scale, { n, m }, low);
  const below = {
    a: countBelow(room.tallies.a, opened.a, edges, places),
    b: countBelow(room.tallies.b, opened.b, edges, places),
  };
  return {
    distance: most / (n * m),
    area: area / (n * m),
    below: edges.map((_edge, at) => ({ a: below.a[at] ?? 0, b: below.b[at] ?? 0 })),
  };
}
