import { AppError } from "@/lib/core/errors";
import type { ColumnProfile, ProfileDocument } from "@/lib/datasets/schema/profile";
import type {
  ColumnCounts,
  WatchedColumn,
  WindowProfile,
} from "@/lib/datasets/schema/window-profiles";

/** What the answers are called beside the columns that are sent. */
export const ANSWER = "prediction";

/** The reason of a column that is left out by choice. */
export const LEFT_OUT = "Somebody left it out.";

const IDENTIFIER = /(?:^|[^a-z])(?:id|uuid|guid|key|index)$|Id$/;
/** Of rows; a text that is another one in more of them is no category. */
const MOST_TEXTS = 0.5;
const FEWEST_IDENTIFIERS = 50;

/** The reference's columns with bins for the values of windows, and how often its own values fall into them. */
export interface Watch {
  columns: WatchedColumn[];
  reference: WindowProfile;
  leftOut: { name: string; reason: string }[];
  target: string | null;
}

/** Whether it is another one in nearly every row, and named as identifiers are. */
export function looksLikeKey({ name, nulls, distinct }: ColumnProfile, rows: number): boolean {
  const isUnique = distinct >= 0.99 * (rows - nulls) && rows >= FEWEST_IDENTIFIERS;
  return isUnique && IDENTIFIER.test(name);
}

/** Whether texts repeat often enough to be categories. */
export const isCategory = ({ nulls, distinct }: ColumnProfile, rows: number): boolean =>
  distinct <= MOST_TEXTS * (rows - nulls);

/** Why a column is not watched unless somebody asks for it; null for one that is. */
function reasonToLeaveOut(column: ColumnProfile, rows: number): string | null {
  const { type, nulls } = column;
  if (nulls >= rows) return "It has no value in the reference.";
  if (type === "time") return "Moments move on by nature.";
  if (looksLikeKey(column, rows)) return "It looks like an identifier.";
  if (type !== "text" || rows < FEWEST_IDENTIFIERS) return null;
  return !isCategory(column, rows)
    ? "Most rows have a text of their own, as identifiers and free texts do."
    : null;
}

function watchNumber(column: ColumnProfile, values: number) {
  const { histogram, min, max } = column;
  if (histogram)
    return {
      edges: histogram.edges,
      bins: [histogram.below, ...histogram.counts, histogram.above],
    };
  if (min === null || max === null) return null;
  return { edges: [min, max], bins: [0, values, 0] };
}

/** Only what is a number in every row can be watched as one. */
function assertKind(
  { type }: ColumnProfile,
  name: string,
  kind: WatchedColumn["kind"] | undefined,
) {
  if (kind !== "number" || type === "number") return;
  const message = `“${name}” has values that are no numbers: watch it as categories.`;
  throw new AppError("INVALID", message, { columns: message });
}

/** The most frequent values; of numbers as JSON writes them, as they are sent. */
function namedValues({ type, top }: ColumnProfile) {
  const sums = new Map<string, number>();
  for (const { value, count } of top) {
    const name = type === "number" ? String(Number(value)) : value;
    sums.set(name, (sums.get(name) ?? 0) + count);
  }
  return { categories: [...sums.keys()], counts: [...sums.values()] };
}

/** A column with its bins and the reference's counts; null for one whose values the profile does not tell. */
function watch(
  column: ColumnProfile,
  rows: number,
  source: WatchedColumn["source"],
  kind: WatchedColumn["kind"] | undefined,
): { column: WatchedColumn; counts: ColumnCounts } | null {
  const name = source === "answer" ? ANSWER : column.name;
  const values = rows - column.nulls;
  const common = { n: values, nulls: column.nulls, absent: 0, mistyped: 0 };
  assertKind(column, name, kind);
  if (column.type === "number" && kind !== "category") {
    const found = watchNumber(column, values);
    if (!found) return null;
    const { mean, std, min, max } = column;
    const m2 = std === null ? null : std * std * Math.max(0, values - 1);
    return {
      column: { kind: "number", name, source, edges: found.edges },
      counts: {
        ...{ kind: "number", ...common, bins: found.bins },
        ...{ nans: 0, infinities: 0, mean, m2, min, max },
      },
    };
  }
  const { categories, counts } = namedValues(column);
  const rest = Math.max(0, values - counts.reduce((sum, count) => sum + count, 0));
  return {
    column: { kind: "category", name, source, categories },
    counts: { kind: "category", ...common, bins: [...counts, rest], others: {} },
  };
}

export interface Wanted {
  /** Columns that somebody takes in or leaves out, whatever they look like. */
  choices: ReadonlyMap<string, boolean>;
  /** Columns that the model is sent; null when its signature does not say. */
  sent: readonly string[] | null;
  /** Columns that are watched as another kind than they look like. */
  kinds?: ReadonlyMap<string, WatchedColumn["kind"]>;
}

type Kept = NonNullable<ReturnType<typeof watch>>;

/** A column that is sent, or why it is left out. */
function consider(
  column: ColumnProfile,
  rows: number,
  choice: boolean | undefined,
  kind: WatchedColumn["kind"] | undefined,
): Kept | { reason: string } {
  if (choice === false) return { reason: LEFT_OUT };
  const reason = choice === true ? null : reasonToLeaveOut(column, rows);
  if (reason !== null) return { reason };
  return (
    watch(column, rows, "input", kind) ?? { reason: "Its values are not told by the profile." }
  );
}

/** The one column of the reference that the model is not sent. */
function targetOf(
  { columns, rows }: ProfileDocument,
  isSent: (column: ColumnProfile) => boolean,
  kind: WatchedColumn["kind"] | undefined,
) {
  const [only, ...more] = columns.filter((column) => !isSent(column));
  const answer = only && more.length === 0 ? watch(only, rows, "answer", kind) : null;
  return answer && only ? { answer, name: only.name } : null;
}

/**
 * What to watch, by the profile of a reference: its columns that the model is sent, and the answers beside the one column that it
 * is not, which is its target. Identifiers, moments and free texts are left out unless somebody takes them in.
 */
export function chooseColumns(
  profile: ProfileDocument,
  { choices, sent, kinds = new Map() }: Wanted,
): Watch {
  const known = sent && new Set(sent);
  const isSent = ({ name }: ColumnProfile) => known === null || known.has(name);
  const kept: Kept[] = [];
  const leftOut: Watch["leftOut"] = [];
  for (const column of profile.columns.filter(isSent)) {
    const found = consider(column, profile.rows, choices.get(column.name), kinds.get(column.name));
    if ("reason" in found) leftOut.push({ name: column.name, reason: found.reason });
    else kept.push(found);
  }
  const found = targetOf(profile, isSent, kinds.get(ANSWER));
  const target = choices.get(ANSWER) === false ? null : found;
  if (target) kept.push(target.answer);
  else if (found) leftOut.push({ name: ANSWER, reason: LEFT_OUT });
  if (kept.length === 0)
    throw new AppError(
      "INVALID",
      "No column of the reference can be watched: all of them are identifiers, moments or free texts, or the model is not sent them.",
    );
  const columns = kept.map(({ column }) => column);
  const counts = kept.map((one) => one.counts);
  return {
    columns,
    reference: { rows: profile.rows, columns: counts, extra: {} },
    leftOut,
    target: target?.name ?? null,
  };
}
