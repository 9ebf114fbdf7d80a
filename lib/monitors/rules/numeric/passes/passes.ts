import {
  addPairs,
  addWords,
  assemble,
  type Code,
  doubleOf,
  firstWith,
  get,
  greaterOfPairs,
  isLess,
  lesserOfPairs,
  loadByte,
  loadPair,
  multiplyPairs,
  type Pass,
  pair,
  repeat,
  set,
  shiftLeft,
  storeDouble,
  storePair,
  subtractPairs,
  tee,
  truncatePair,
  twice,
  word,
  wordOf,
} from "./assemble";

/** Buckets of equal width: few enough for their counts to stay near the core. */
export const BUCKETS = 32_768;
export const LAST = BUCKETS - 1;
/** Values that are looked at in one go, which then lie near the core. */
const CHUNK = 8_192;
const DOUBLE = 8;
const PAIR = 2 * DOUBLE;
const PAGE = 65_536;

const VALUES = 0;
const KEPT = VALUES + CHUNK * DOUBLE;
const OPEN = KEPT + CHUNK * DOUBLE;
const TALLIES = { a: OPEN + BUCKETS, b: OPEN + BUCKETS + BUCKETS * PAIR };
const END = TALLIES.b + BUCKETS * PAIR;

/** Which bucket a value is in: the first and the last one hold all that lies outside. */
export interface Scale {
  from: number;
  perUnit: number;
}

export const placeOf = (offset: number, perUnit: number): number => {
  const place = offset * perUnit + 1;
  if (place < LAST) return place >= 1 ? place | 0 : 0;
  return LAST;
};

/** The same of a pair of offsets, digit by digit. */
const placesBy = (perUnit: number): Code => [
  ...[...get(perUnit), ...multiplyPairs, ...pair(1, 1), ...addPairs],
  ...[...pair(LAST, LAST), ...lesserOfPairs, ...pair(0, 0), ...greaterOfPairs, ...truncatePair],
];

/** Goes on to the next pair of values, until the end. */
const goOn = (at: number, end: number): Code => [
  ...[...get(at), ...word(PAIR), ...addWords, ...tee(at), ...get(end), ...isLess],
];

/** Adds each value of a chunk to the tally of its bucket: one more, and its offset to their sum. */
function tallying(): Pass {
  const [end, from, perUnit, tallies, at, offsets, places, tally, scaleFrom, scaleUnit] = [
    0, 1, 2, 3, 4, 5, 6, 7, 8, 9,
  ] as const;
  const add = (lane: 0 | 1): Code => [
    ...[...get(places), ...wordOf(lane), ...word(4), ...shiftLeft],
    ...[...get(tallies), ...addWords, ...tee(tally), ...get(tally), ...loadPair(0)],
    ...[...pair(1, 1), ...get(offsets), ...firstWith(lane), ...addPairs, ...storePair(0)],
  ];
  return {
    name: "tally",
    takes: ["word", "double", "double", "word"],
    gives: [],
    variables: ["word", "pair", "pair", "word", "pair", "pair"],
    code: [
      [...get(from), ...twice, ...set(scaleFrom), ...get(perUnit), ...twice, ...set(scaleUnit)],
      repeat(
        [...get(at), ...loadPair(VALUES), ...get(scaleFrom), ...subtractPairs, ...tee(offsets)],
        [...placesBy(scaleUnit), ...set(places)],
        add(0),
        add(1),
        goOn(at, end),
      ),
    ],
  };
}

/** Keeps those values of a chunk whose buckets are open, and tells where they end. */
function picking(): Pass {
  const [end, from, perUnit, at, values, places, kept, scaleFrom, scaleUnit] = [
    0, 1, 2, 3, 4, 5, 6, 7, 8,
  ] as const;
  // Every value is written; only after one that is kept, the next goes behind it.
  const keep = (lane: 0 | 1): Code => [
    ...[...get(kept), ...get(values), ...doubleOf(lane), ...storeDouble(KEPT)],
    ...[...get(places), ...wordOf(lane), ...loadByte(OPEN), ...word(3), ...shiftLeft],
    ...[...get(kept), ...addWords, ...set(kept)],
  ];
  return {
    name: "pick",
    takes: ["word", "double", "double"],
    gives: ["word"],
    variables: ["word", "pair", "pair", "word", "pair", "pair"],
    code: [
      [...get(from), ...twice, ...set(scaleFrom), ...get(perUnit), ...twice, ...set(scaleUnit)],
      repeat(
        [...get(at), ...loadPair(VALUES), ...tee(values), ...get(scaleFrom), ...subtractPairs],
        [...placesBy(scaleUnit), ...set(places)],
        keep(0),
        keep(1),
        goOn(at, end),
      ),
      get(kept),
    ],
  };
}

/** Finds the bounds of a chunk and of those before it, where the kept values are else; and a sum that is 0 while all are finite. */
function bounding(): Pass {
  const [end, at, values, low, high, zeros] = [0, 1, 2, 3, 4, 5] as const;
  const [lows, highs, sums] = [KEPT, KEPT + PAIR, KEPT + 2 * PAIR] as const;
  return {
    name: "bound",
    takes: ["word"],
    gives: [],
    variables: ["word", "pair", "pair", "pair", "pair"],
    code: [
      [...word(0), ...loadPair(lows), ...set(low), ...word(0), ...loadPair(highs), ...set(high)],
      [...word(0), ...loadPair(sums), ...set(zeros)],
      repeat(
        [...get(at), ...loadPair(VALUES), ...tee(values), ...get(low), ...lesserOfPairs],
        [...set(low), ...get(values), ...get(high), ...greaterOfPairs, ...set(high)],
        [...get(values), ...pair(0, 0), ...multiplyPairs, ...get(zeros), ...addPairs],
        [...set(zeros), ...goOn(at, end)],
      ),
      [...word(0), ...get(low), ...storePair(lows), ...word(0), ...get(high), ...storePair(highs)],
      [...word(0), ...get(zeros), ...storePair(sums)],
    ],
  };
}

interface Exports {
  memory: WebAssembly.Memory;
  bound: (end: number) => void;
  tally: (end: number, from: number, perUnit: number, tallies: number) => void;
  pick: (end: number, from: number, perUnit: number) => number;
}

export type End = keyof typeof TALLIES;

/** The passes over all values, two at a time: in JavaScript they take twice as long. */
export class Passes {
  /** For each bucket whether its values are picked. */
  readonly isOpen: Uint8Array;
  /** For each bucket of a side how many values it has, and the sum of their distances from where the buckets begin. */
  readonly tallies: Readonly<Record<End, Float64Array>>;
  readonly #chunk: Float64Array;
  readonly #kept: Float64Array;
  readonly #exports: Exports;

  constructor() {
    const module = assemble([bounding(), tallying(), picking()], Math.ceil(END / PAGE));
    // What the module above exports.
    this.#exports = new WebAssembly.Instance(module).exports as unknown as Exports;
    const { buffer } = this.#exports.memory;
    const talliesOf = (end: End) => new Float64Array(buffer, TALLIES[end], 2 * BUCKETS);
    this.#chunk = new Float64Array(buffer, VALUES, CHUNK);
    this.#kept = new Float64Array(buffer, KEPT, CHUNK);
    this.isOpen = new Uint8Array(buffer, OPEN, BUCKETS);
    this.tallies = { a: talliesOf("a"), b: talliesOf("b") };
  }

  /** The bounds of values, or null where one of them is not finite. */
  bound(values: Float64Array): { low: number; high: number } | null {
    const [up, down] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    this.#kept.set([up, up, down, down, 0, 0]);
    for (let at = 0; at < values.length; at += CHUNK)
      this.#exports.bound(this.#load(values, at, values[at]));
    const [low = up, otherLow = up, high = down, otherHigh = down, sum, otherSum] = this.#kept;
    if (sum !== 0 || otherSum !== 0) return null;
    return { low: Math.min(low, otherLow), high: Math.max(high, otherHigh) };
  }

  tally(values: Float64Array, { from, perUnit }: Scale, end: End): void {
    const tallies = this.tallies[end].fill(0);
    for (let at = 0; at < values.length; at += CHUNK)
      this.#exports.tally(this.#load(values, at), from, perUnit, TALLIES[end]);
    // A NaN that makes a pair of the last value is in the first bucket, whose sum nobody asks for.
    if (values.length % 2 === 1) tallies[0] = (tallies[0] ?? 0) - 1;
  }

  /** Hands over the values in open buckets, some at a time, in the order they came in. The first bucket has to be open. */
  pick(values: Float64Array, { from, perUnit }: Scale, take: (some: Float64Array) => void): void {
    for (let at = 0; at < values.length; at += CHUNK) {
      const length = Math.min(CHUNK, values.length - at);
      const kept = this.#exports.pick(this.#load(values, at), from, perUnit) / DOUBLE;
      take(this.#kept.subarray(0, kept - (length % 2)));
    }
  }

  /** Copies a part of the values to where the passes find it, and tells where it ends. */
  #load(values: Float64Array, at: number, pad = Number.NaN): number {
    const part = values.subarray(at, at + CHUNK);
    this.#chunk.set(part);
    if (part.length % 2 === 1) this.#chunk[part.length] = pad;
    return part.length * DOUBLE;
  }
}

let made: Passes | undefined;

/** The passes of this thread, whose callers take turns with their memory. */
export function longPasses(): Passes {
  made ??= new Passes();
  return made;
}
