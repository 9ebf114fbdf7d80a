import { MAX_TEXT } from "./cells";

/** Other values, and other columns, that are told by name. */
const MAX_NAMED = 50;

/** The most frequent; of equally frequent ones those that come first by their text. */
function named(counts: Readonly<Record<string, number>>): Record<string, number> {
  const entries = Object.entries(counts);
  if (entries.length <= MAX_NAMED) return { ...counts };
  const kept = entries
    .toSorted(([one, n], [other, m]) => m - n || (one < other ? -1 : 1))
    .slice(0, MAX_NAMED);
  return Object.fromEntries(kept);
}

/** Both together, the most frequent of them. */
export function added(
  one: Readonly<Record<string, number>>,
  other: Readonly<Record<string, number>>,
) {
  const sums = new Map(Object.entries(one));
  for (const [name, count] of Object.entries(other)) sums.set(name, (sums.get(name) ?? 0) + count);
  return named(Object.fromEntries(sums));
}

/** Counts by name, of as many names as are told. */
export class NamedCounts {
  private readonly counts = new Map<string, number>();

  add(name: string): void {
    const count = this.counts.get(name);
    if (count !== undefined || this.counts.size < MAX_NAMED)
      this.counts.set(name, (count ?? 0) + 1);
  }

  finish(): Record<string, number> {
    return Object.fromEntries(this.counts);
  }
}

/** As profiles of datasets write texts, so that the same one has the same bin. */
export const shortened = (text: string): string =>
  text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
