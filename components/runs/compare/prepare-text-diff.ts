import { diffChars, diffWordsWithSpace } from "diff";

export interface DiffPart {
  kind: "same" | "added" | "removed";
  text: string;
}

/** Shorter texts are compared at a glance. */
const LONG = 16;
/** Texts longer than this are compared by words: by characters would take too long. */
const VERY_LONG = 2_000;
/** Less in common than this, and a diff is harder to read than both texts. */
const LEAST_COMMON = 0.4;

const lengthOf = (parts: readonly DiffPart[], kind: DiffPart["kind"]) =>
  parts.reduce((sum, part) => sum + (part.kind === kind ? part.text.length : 0), 0);

/** What turns `before` into `after`, character by character; null where that would help nobody. */
export function prepareTextDiff(before: string, after: string): DiffPart[] | null {
  if (before === after || Math.max(before.length, after.length) < LONG) return null;
  const isVeryLong = before.length + after.length > VERY_LONG;
  const parts = (isVeryLong ? diffWordsWithSpace : diffChars)(before, after).map(
    ({ added, removed, value }): DiffPart => ({
      kind: added ? "added" : removed ? "removed" : "same",
      text: value,
    }),
  );
  const common = lengthOf(parts, "same") / Math.max(before.length, after.length);
  return common < LEAST_COMMON ? null : parts;
}

const CONTEXT = 8;

/** For one line: what is the same is cut to a few characters around the differences. */
export function shortenDiff(parts: readonly DiffPart[]): DiffPart[] {
  return parts.map((part, index) => {
    if (part.kind !== "same" || part.text.length <= 2 * CONTEXT + 1) return part;
    const head = index === 0 ? "" : part.text.slice(0, CONTEXT);
    const tail = index === parts.length - 1 ? "" : part.text.slice(-CONTEXT);
    return { kind: "same", text: `${head}…${tail}` };
  });
}
