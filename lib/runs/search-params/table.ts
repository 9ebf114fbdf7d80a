import {
  createLoader,
  createParser,
  createSerializer,
  parseAsArrayOf,
  parseAsBoolean,
  parseAsString,
  parseAsStringLiteral,
} from "nuqs/server";
import type { RunOrder } from "../schema";
import { runFields } from "../schema";
import { type ColumnId, columnId, parseColumnId } from "./columns";
import { type NumberFormat, parseColumnFormat, printNumberFormat } from "./number-formats";
import {
  decodeRunId,
  decodeSelection,
  encodeRunId,
  encodeSelection,
  type LinkedSelection,
} from "./selection";

export interface RunSort {
  columnId: ColumnId;
  isAscending: boolean;
}

/** What the table is ordered by when nothing is said. */
export const NEWEST_FIRST: RunSort = { columnId: "a:start_time", isAscending: false };

/** A sort as text: "m:loss", "-m:loss" for the greatest first. Null for what cannot be ordered by. */
export function parseSort(text: string): RunSort | null {
  const isAscending = !text.startsWith("-");
  const id = isAscending ? text : text.slice(1);
  return toRunOrder({ columnId: id, isAscending }) && { columnId: id, isAscending };
}

export const printSort = ({ columnId: id, isAscending }: RunSort): string =>
  isAscending ? id : `-${id}`;

/** A sort as the query takes it; null for columns that are only shown. */
export function toRunOrder({ columnId: id, isAscending }: RunSort): RunOrder | null {
  const column = parseColumnId(id);
  if (!column) return null;
  if (column.kind !== "attribute") return { column, ascending: isAscending };
  const field = runFields.find((known) => known === column.key);
  return field ? { column: { kind: "attribute", key: field }, ascending: isAscending } : null;
}

const sortParser = createParser<RunSort>({
  parse: parseSort,
  serialize: printSort,
  eq: (a, b) => printSort(a) === printSort(b),
});

const runParser = createParser<string>({ parse: decodeRunId, serialize: encodeRunId });

const selectionParser = createParser<LinkedSelection>({
  parse: decodeSelection,
  serialize: (selection) => encodeSelection(selection) ?? "",
  eq: (a, b) => encodeSelection(a) === encodeSelection(b),
});

/** Widths that differ from a column's own, as "m:loss*140". */
const widthParser = createParser<{ id: ColumnId; width: number }>({
  parse: (text) => {
    const star = text.lastIndexOf("*");
    const width = Number(text.slice(star + 1));
    const isWidth = star > 0 && Number.isInteger(width) && width > 0 && width < 2000;
    return isWidth ? { id: text.slice(0, star), width } : null;
  },
  serialize: ({ id, width }) => `${id}*${width}`,
});

const formatParser = createParser<{ id: ColumnId; format: NumberFormat }>({
  parse: parseColumnFormat,
  serialize: ({ id, format }) => `${id}*${printNumberFormat(format)}`,
});

/** What the runs table keeps in its address: a link shows a colleague the same. */
export const runTableParams = {
  filter: parseAsString.withDefault(""),
  sort: sortParser.withDefault(NEWEST_FIRST),
  /** Absent: the columns that a new table starts with. */
  columns: parseAsArrayOf(parseAsString),
  pinned: parseAsArrayOf(parseAsString).withDefault([]),
  widths: parseAsArrayOf(widthParser).withDefault([]),
  /** How columns write their numbers, where not as everywhere. */
  formats: parseAsArrayOf(formatParser).withDefault([]),
  /** The run that the others are compared with. */
  baseline: runParser,
  pane: parseAsStringLiteral(["table", "charts"]).withDefault("table"),
  view: parseAsStringLiteral(["active", "deleted"]).withDefault("active"),
  isMine: parseAsBoolean.withDefault(false),
  isRunning: parseAsBoolean.withDefault(false),
  hidesFailed: parseAsBoolean.withDefault(false),
  isNested: parseAsBoolean.withDefault(true),
  /** Only columns in which the runs differ. */
  isDifferent: parseAsBoolean.withDefault(false),
  /** Only columns in which some run has a value. */
  isFilled: parseAsBoolean.withDefault(false),
  selected: selectionParser,
  peek: runParser,
  /** The saved view that this began with. */
  savedView: parseAsString,
};

export const runTableUrlKeys = {
  filter: "q",
  columns: "cols",
  pinned: "pins",
  widths: "w",
  formats: "fmt",
  baseline: "base",
  pane: "tab",
  isMine: "mine",
  isRunning: "running",
  hidesFailed: "nofail",
  isNested: "nest",
  isDifferent: "diff",
  isFilled: "filled",
  selected: "sel",
  savedView: "v",
} as const;

export const loadRunTableParams = createLoader(runTableParams, { urlKeys: runTableUrlKeys });

/** The query that says some of this, beginning with "?"; empty when all of it is as usual. */
export const serializeRunTable = createSerializer(runTableParams, { urlKeys: runTableUrlKeys });

export type RunTableState = Awaited<ReturnType<typeof loadRunTableParams>>;

interface FilterParts {
  filter: string;
  isRunning: boolean;
  hidesFailed: boolean;
}

/** The filter and the quick toggles as one filter. */
export function combineFilter({ filter, isRunning, hidesFailed }: FilterParts): string {
  const parts = [
    filter.trim(),
    isRunning ? "attributes.status = 'RUNNING'" : "",
    hidesFailed ? "attributes.status != 'FAILED' AND attributes.status != 'KILLED'" : "",
  ].filter((part) => part !== "");
  return parts.length > 1 ? parts.map((part) => `(${part})`).join(" AND ") : (parts[0] ?? "");
}

const STARTING_ATTRIBUTES = ["a:start_time", "a:duration", "a:created_by"] as const;
const STARTING_OF_A_KIND = 8;
/** Measured on the machine rather than by the training; many, and seldom what one looks for first. */
const SYSTEM_METRIC = "m:system/";

/** The columns of a table that nobody has arranged yet: some of each kind, tags left out. */
export function startingColumns(catalogue: readonly ColumnId[]): ColumnId[] {
  const first = (prefix: string) =>
    catalogue
      .filter((id) => id.startsWith(prefix) && !id.startsWith(SYSTEM_METRIC))
      .slice(0, STARTING_OF_A_KIND);
  return [...STARTING_ATTRIBUTES, ...first("m:"), ...first("p:")];
}

/** The catalogue's columns by their names; a metric by its last value. */
export function catalogueIds(
  columns: readonly { kind: "metric" | "param" | "tag"; key: string }[],
): ColumnId[] {
  return columns.map((column) =>
    columnId(
      column.kind === "metric"
        ? { kind: "metric", key: column.key, aggregate: "last" }
        : { kind: column.kind, key: column.key },
    ),
  );
}
