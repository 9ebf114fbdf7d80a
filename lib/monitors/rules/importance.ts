import type { WatchedColumn } from "@/lib/datasets/schema/window-profiles";
import { loggedImportances } from "../schema/importance";
import type { ImportanceSource } from "../schema/monitors";

const FILE = /^feature_importance_(\w+)\.json$/;
/** How much a feature gains says more than how often it was split by. */
const KINDS = ["gain", "total_gain", "weight", "split", "total_cover", "cover"];

const rankOf = (file: string): number => {
  const at = KINDS.indexOf(FILE.exec(file)?.[1] ?? "");
  return at < 0 ? KINDS.length : at;
};

/** The file that says most of how important features are; null when none does. */
export function importanceFile(names: readonly string[]): string | null {
  const files = names.filter((name) => FILE.test(name));
  const [best] = files.toSorted(
    (one, other) => rankOf(one) - rankOf(other) || (one < other ? -1 : 1),
  );
  return best ?? null;
}

/** How important features are by what a file holds; null for one that holds something else. */
export function readImportance(text: string): Map<string, number> | null {
  try {
    const found = loggedImportances.parse(JSON.parse(text));
    const sizeOf = (value: number | number[]) =>
      [value].flat().reduce((sum, one) => sum + Math.abs(one), 0);
    return new Map(Object.entries(found).map(([name, value]) => [name, sizeOf(value)]));
  } catch {
    return null;
  }
}

/** Where importances come from, in words. */
export const importanceInWords = ({ file, runName }: ImportanceSource): string =>
  `${file} of the run ${runName}`;

const DIGITS = 6;
const rounded = (value: number): number => Number(value.toFixed(DIGITS));

/**
 * Importances of columns that add up to 1 over those that are sent; a feature that the model does not use has none. Answers weigh as
 * much as a column does on the average. Null where nothing is said of any of them.
 */
export function weighColumns(
  columns: readonly WatchedColumn[],
  features: ReadonlyMap<string, number>,
): Map<string, number> | null {
  const sent = columns.filter(({ source }) => source === "input");
  const sum = sent.reduce((total, { name }) => total + (features.get(name) ?? 0), 0);
  if (!(sum > 0 && Number.isFinite(sum))) return null;
  const weightOf = ({ name, source }: WatchedColumn) =>
    source === "input" ? (features.get(name) ?? 0) / sum : 1 / sent.length;
  return new Map(columns.map((column) => [column.name, rounded(weightOf(column))]));
}
