import type { RepeatCounts } from "../schema/window-profiles";
import { HASH_RANGE, hash53 } from "./sketches";

/** Different values that are kept with how often each came; while they are fewer, all of them are. */
export const KEPT_VALUES = 512;

type Entry = [hash: number, count: number];

/** Those of the smallest hashes: whichever parts are put together, each of them was kept in every part that it came in. */
function smallest(entries: readonly Entry[]): Entry[] {
  return entries.toSorted(([one], [other]) => one - other).slice(0, KEPT_VALUES);
}

const toCounts = (n: number, entries: readonly Entry[]): RepeatCounts => ({
  n,
  hashes: entries.map(([hash]) => hash),
  counts: entries.map(([, count]) => count),
});

const entriesOf = ({ hashes, counts }: RepeatCounts): Entry[] =>
  hashes.map((hash, at) => [hash, counts[at] ?? 0]);

/** Counts how often values repeat, in memory that does not grow with them. */
export class RepeatSums {
  private kept = new Map<number, number>();
  private limit = HASH_RANGE;
  private n = 0;

  add(text: string): void {
    this.addHash(hash53(text));
  }

  /** Of a value whose 53 bits are known. */
  addHash(hash: number): void {
    this.n += 1;
    if (hash > this.limit) return;
    this.kept.set(hash, (this.kept.get(hash) ?? 0) + 1);
    if (this.kept.size >= 2 * KEPT_VALUES) this.shrink();
  }

  private shrink(): void {
    const entries = smallest([...this.kept]);
    this.limit = entries.at(-1)?.[0] ?? HASH_RANGE;
    this.kept = new Map(entries);
  }

  finish(): RepeatCounts {
    return toCounts(this.n, smallest([...this.kept]));
  }
}

/** Both together, whichever comes first. */
export function mergeRepeats(one: RepeatCounts, other: RepeatCounts): RepeatCounts {
  if (one.distinct !== undefined || other.distinct !== undefined)
    throw new Error("What a file's profile says of repeated values was put together with more.");
  const sums = new Map(entriesOf(one));
  for (const [hash, count] of entriesOf(other)) sums.set(hash, (sums.get(hash) ?? 0) + count);
  return toCounts(one.n + other.n, smallest([...sums]));
}

/** Of the values of a window: what part of them came before in it. */
export interface Repeated {
  share: number;
  /** Standard error of the share; 0 where every value is known. */
  error: number;
  /** Whether a share above 0 means that a value surely came again. */
  isSeen: boolean;
}

/** By how often the kept values came: exact where none repeats, and blind to a single value that came very often. */
function bySample(counts: readonly number[]): Repeated {
  const size = counts.length;
  const mean = counts.reduce((sum, count) => sum + count, 0) / size;
  const squares = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0);
  const deviation = Math.sqrt(squares / Math.max(1, size - 1));
  const error = deviation / (mean * mean * Math.sqrt(size));
  return { share: 1 - 1 / mean, error, isSeen: true };
}

/** By how many different values there are, told from how close the smallest hashes lie (Bar-Yossef and others 2002). */
function byDistinct(n: number, largest: number): Repeated {
  const distinct = ((KEPT_VALUES - 1) * HASH_RANGE) / largest;
  const left = Math.min(1, distinct / n);
  return { share: 1 - left, error: left / Math.sqrt(KEPT_VALUES - 2), isSeen: false };
}

/** What part of the values came before, estimated in both ways that the counts allow; the first one alone where it is exact. */
export function repeatedShares({ n, hashes, counts, distinct }: RepeatCounts): Repeated[] {
  if (n === 0) return [];
  if (distinct !== undefined) {
    const share = Math.max(0, 1 - distinct.count / n);
    const error = (1 - share) * distinct.error;
    return [{ share, error, isSeen: error === 0 }];
  }
  const largest = hashes[KEPT_VALUES - 1];
  if (largest === undefined) return [{ share: 1 - hashes.length / n, error: 0, isSeen: true }];
  return [bySample(counts), byDistinct(n, largest)];
}
