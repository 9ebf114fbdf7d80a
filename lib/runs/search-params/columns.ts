import { type Aggregate, aggregates, type ColumnRef, type RunField, runFields } from "../schema";

/**
 * A column has one short name everywhere: in the URL, in requests, in what is remembered. `a:` is an attribute of the
 * run, `m:` a metric's last value, `m.min:` and `m.max:` its extremes, `p:` a parameter, `t:` a tag.
 */
export type ColumnId = string;

/** Attributes that are shown but not ordered by. */
const DISPLAY_FIELDS = [
  "created_by",
  "datasets",
  "source",
  "git_commit",
  "models",
  "last_activity",
] as const;
export type DisplayField = RunField | (typeof DISPLAY_FIELDS)[number];
export const DISPLAYABLE_FIELDS: readonly DisplayField[] = [...runFields, ...DISPLAY_FIELDS];

export type ParsedColumn = ColumnRef | { kind: "attribute"; key: DisplayField };

const LETTER = { metric: "m", param: "p", tag: "t", attribute: "a" } as const;

export function columnId(column: ParsedColumn): ColumnId {
  const aggregate =
    column.kind === "metric" && column.aggregate !== "last" ? `.${column.aggregate}` : "";
  return `${LETTER[column.kind]}${aggregate}:${column.key}`;
}

function metricOf(prefix: string, key: string): ParsedColumn | null {
  const name = prefix === "m" ? "last" : prefix.slice(2);
  const aggregate = aggregates.find((known): known is Aggregate => known === name);
  return aggregate ? { kind: "metric", key, aggregate } : null;
}

/** What a name means, or null for one that means nothing. */
export function parseColumnId(id: ColumnId): ParsedColumn | null {
  const colon = id.indexOf(":");
  if (colon < 1 || id.length > 260) return null;
  const prefix = id.slice(0, colon);
  const key = id.slice(colon + 1);
  if (prefix === "p") return { kind: "param", key };
  if (prefix === "t") return { kind: "tag", key };
  if (prefix === "a") {
    const field = DISPLAYABLE_FIELDS.find((known) => known === key);
    return field ? { kind: "attribute", key: field } : null;
  }
  return prefix === "m" || prefix.startsWith("m.") ? metricOf(prefix, key) : null;
}

/** The columns whose values have to be asked for; the others come with every row. */
export function valueColumns(ids: readonly ColumnId[]): ColumnRef[] {
  return ids.flatMap((id) => {
    const column = parseColumnId(id);
    return column && column.kind !== "attribute" ? column : [];
  });
}

/** Whether a column's values have to be asked for. */
export const hasValues = (id: ColumnId): boolean => valueColumns([id]).length === 1;

/** More columns than this are written as "every metric but …", so that the address stays short. */
const LISTED = 80;

const PATTERNS = ["m:*", "p:*", "t:*"] as const;
const kindOf = (id: ColumnId) => id.slice(0, 1);
const isPlain = (id: ColumnId) => id[1] === ":";

/**
 * Spells out the patterns of a choice of columns: `m:*` is every metric of the catalogue that the choice does not name
 * itself, `-m:loss` takes one of those away. Names of no catalogue column are kept; the caller decides about them.
 */
export function expandColumns(
  choice: readonly string[],
  catalogue: readonly ColumnId[],
): ColumnId[] {
  const named = new Set(choice.map((id) => (id.startsWith("-") ? id.slice(1) : id)));
  return choice.flatMap((id) => {
    if (id.startsWith("-")) return [];
    if (!PATTERNS.some((pattern) => pattern === id)) return id;
    return catalogue.filter(
      (known) => kindOf(known) === kindOf(id) && isPlain(known) && !named.has(known),
    );
  });
}

/** The kinds of which a choice holds so many that naming those left out is shorter. */
function crowdedKinds(ids: readonly ColumnId[], catalogue: readonly ColumnId[]): Set<string> {
  const count = (list: readonly ColumnId[], kind: string) =>
    list.filter((id) => kindOf(id) === kind && isPlain(id)).length;
  return new Set(
    ["m", "p", "t"].filter((kind) => {
      const chosen = count(ids, kind);
      return chosen > LISTED && chosen > count(catalogue, kind) / 2;
    }),
  );
}

/** A choice of columns, short enough for an address. `expandColumns` reads it back. */
export function compressColumns(
  ids: readonly ColumnId[],
  catalogue: readonly ColumnId[],
): string[] {
  const crowded = crowdedKinds(ids, catalogue);
  if (crowded.size === 0) return [...ids];
  const chosen = new Set(ids);
  const written = new Set<string>();
  const isSwallowed = (id: ColumnId) => crowded.has(kindOf(id)) && isPlain(id);
  const listed = ids.flatMap((id) => {
    if (!isSwallowed(id)) return id;
    const pattern = `${kindOf(id)}:*`;
    if (written.has(pattern)) return [];
    written.add(pattern);
    return pattern;
  });
  const left = catalogue.filter((id) => isSwallowed(id) && !chosen.has(id));
  return [...listed, ...left.map((id) => `-${id}`)];
}
