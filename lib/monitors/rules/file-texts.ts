import { readCell } from "@/lib/datasets/rules/cells";
import { shortened } from "@/lib/datasets/rules/named-counts";
import type { ColumnProfile } from "@/lib/datasets/schema/profile";
import type { ColumnValues } from "@/lib/datasets/schema/table-scan";

/** Whether a profile names some of a column's texts only, and counts the others together. */
export function namesSomeOnly({ type, top, nulls, isTopExact }: ColumnProfile, rows: number) {
  const named = top.reduce((sum, { count }) => sum + count, 0);
  return type === "text" && (!isTopExact || named < rows - nulls);
}

/** How often each text came, the most frequent first; of equally frequent ones those that come first. */
export function countedTexts({
  texts,
  places,
}: Extract<ColumnValues, { kind: "texts" }>): ColumnProfile["top"] {
  const counts = new Float64Array(texts.length);
  for (const place of places) if (place >= 0) counts[place] = (counts[place] ?? 0) + 1;
  const sums = new Map<string, number>();
  for (const [place, text] of texts.entries()) {
    const cell = readCell(text);
    if (cell.kind === "null") continue;
    const value = shortened(cell.text);
    sums.set(value, (sums.get(value) ?? 0) + (counts[place] ?? 0));
  }
  return [...sums]
    .map(([value, count]) => ({ value, count }))
    .toSorted((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
}
