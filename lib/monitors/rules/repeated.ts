import { type Repeated, repeatedShares } from "@/lib/datasets/rules/repeat-counts";
import { RepeatsOfRows } from "@/lib/datasets/rules/row-repeats";
import type { ProfileDocument } from "@/lib/datasets/schema/profile";
import {
  type RepeatCounts,
  WHOLE_ROW,
  type WindowProfile,
} from "@/lib/datasets/schema/window-profiles";
import type { Quality, QualityFinding } from "../schema/quality";
import { ANSWER, looksLikeKey, type Watch } from "./watch-columns";

/** Of the standard normal distribution: exceeded once in a thousand times. */
const RARE = 3.09;
/** Of a file whose different values were too many to be counted one by one. */
const DISTINCT_ERROR = 1 / Math.sqrt(4_095);

type Profile = ProfileDocument["columns"][number];

/** How often a column's values repeat, by the profile of a file. */
export const repeatsOfFile = (
  { nulls, distinct, isDistinctExact }: Profile,
  rows: number,
): RepeatCounts => ({
  ...{ n: rows - nulls, hashes: [], counts: [] },
  distinct: { count: distinct, error: isDistinctExact ? 0 : DISTINCT_ERROR },
});

/** What part of its values came before, of each column that identifies rows; what a file's profile cannot tell apart from none is none. */
export function keysOf({ columns, rows }: ProfileDocument, watch: Watch): Map<string, number> {
  const sent = new Set([
    ...watch.columns.filter(({ source }) => source === "input").map(({ name }) => name),
    ...watch.leftOut.map(({ name }) => name),
  ]);
  const keys = columns.filter((column) => sent.has(column.name) && looksLikeKey(column, rows));
  return new Map(
    keys.map((column) => {
      const [found] = repeatedShares(repeatsOfFile(column, rows));
      const isTold = found !== undefined && found.share > RARE * found.error;
      return [column.name, isTold ? found.share : 0] as const;
    }),
  );
}

/** What part of some rows are like one before, in the columns that are watched. */
export function repeatedRowsOf(
  names: readonly string[],
  rows: Iterable<Readonly<Record<string, unknown>>>,
): number {
  const repeats = new RepeatsOfRows([WHOLE_ROW], names, undefined);
  for (const row of rows) repeats.add(row);
  const counts = repeats.finish()[WHOLE_ROW];
  const shares = counts ? repeatedShares(counts).map(({ share }) => share) : [];
  return Math.max(0, ...shares);
}

const isHeld = (limit: number | null): limit is number => limit !== null && limit < 1;

/** Of what it has to be counted how often values repeat; an answer repeats by nature. */
export function countedRepeats({ columns, repeatedRows }: Quality): string[] {
  const names = columns.filter(({ name, repeated }) => name !== ANSWER && isHeld(repeated));
  return [...names.map(({ name }) => name), ...(isHeld(repeatedRows) ? [WHOLE_ROW] : [])];
}

/** More than the limit allows, and more than chance and what is only estimated explain. */
function isBeyond({ share, error, isSeen }: Repeated, n: number, limit: number): boolean {
  if (limit === 0 && isSeen) return share > 0;
  const chance = Math.sqrt((limit * (1 - limit)) / n);
  return share > limit + RARE * Math.max(error, chance);
}

function checkOne(
  counts: RepeatCounts | undefined,
  limit: number | null,
): Pick<QualityFinding, "found" | "limit"> | null {
  if (!counts || !isHeld(limit)) return null;
  const beyond = repeatedShares(counts).filter((one) => isBeyond(one, counts.n, limit));
  if (beyond.length === 0) return null;
  return { found: Math.max(...beyond.map(({ share }) => share)), limit };
}

/** Columns, and rows as a whole, that repeat more often than they may. */
export function checkRepeated(
  { repeats = {} }: WindowProfile,
  { columns, repeatedRows }: Quality,
): QualityFinding[] {
  const whole = checkOne(repeats[WHOLE_ROW], repeatedRows);
  const found = columns.flatMap(({ name, repeated }): QualityFinding[] => {
    const one = Object.hasOwn(repeats, name) ? checkOne(repeats[name], repeated) : null;
    return one ? [{ check: "repeated", column: name, ...one }] : [];
  });
  return [
    ...(whole ? [{ check: "repeated_rows" as const, column: null, ...whole }] : []),
    ...found,
  ];
}
