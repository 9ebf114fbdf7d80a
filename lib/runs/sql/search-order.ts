import "server-only";
import { beginningOf, idLiteral } from "@/lib/db/conditions";
import type { SortKey } from "@/lib/db/keyset";
import { RUN_STATUSES } from "../rules";
import type { Aggregate } from "../schema";
import { inExperiments } from "./search-filter";

/** One field to order by. Missing values come last in both directions, and NaN just before them. */
export type OrderTerm =
  | { kind: "attribute"; field: string; ascending: boolean }
  | { kind: "metric"; keyId: number; aggregate: Aggregate; ascending: boolean }
  /** Numbers first and by size, when `isNumeric`; else as text. */
  | { kind: "param" | "tag"; keyId: number; isNumeric: boolean; ascending: boolean };

/**
 * One stretch of the order. A page is filled from the first segment, then the next: so that the leading field can be
 * walked along its index, which knows nothing of "missing last".
 */
export interface Segment {
  joins: string;
  where: string;
  keys: SortKey[];
  /** An index gives the rows in the order of the leading field. */
  isIndexed: boolean;
  /** The joined rows are already those of the experiments searched. */
  isScoped: boolean;
}

export interface OrderScope {
  experimentIds: readonly number[];
  /**
   * How equals are told apart: "protocol" by start time and run id, as MLflow does; "index" in the order of the leading
   * index, so that nothing is sorted however many there are.
   */
  ties: "protocol" | "index";
}

const TABLES = { metric: "metric_series", param: "run_params", tag: "run_tags" } as const;

const text = (expression: string, ascending: boolean): SortKey => ({
  expression,
  ascending,
  type: "text",
});
const whole = (expression: string, ascending: boolean): SortKey => ({
  expression,
  ascending,
  type: "bigint",
});
const float = (expression: string, ascending: boolean): SortKey => ({
  expression,
  ascending,
  type: "float8",
});

const NEWEST_FIRST: readonly SortKey[] = [whole("r.start_time", false), text("r.uuid", true)];
const STATUS_NAME = `(ARRAY[${RUN_STATUSES.map((status) => `'${status}'`).join(",")}])[r.status]`;

function attributeKeys(field: string, ascending: boolean): SortKey[] {
  switch (field) {
    case "run_id":
      return [text("r.uuid", ascending)];
    case "run_name":
      return [text("r.name", ascending)];
    case "status":
      return [text(STATUS_NAME, ascending)];
    case "artifact_uri":
      return [text("r.artifact_uri", ascending)];
    case "user_id":
      return [text("r.user_id", ascending)];
    case "start_time":
      return [whole("r.start_time", ascending)];
    case "end_time":
      return [
        whole("(r.end_time IS NULL)::int", true),
        whole("coalesce(r.end_time, 0)", ascending),
      ];
    case "duration":
      // A run that has not ended has lasted until it last wrote something.
      return [whole("(coalesce(r.end_time, r.last_activity_at) - r.start_time)", ascending)];
    default:
      throw new Error(`Runs cannot be ordered by "${field}".`);
  }
}

/** The number that a parameter's text is, or null; the function is in the migrations. */
const numberOf = (column: string) => `text_to_number(${column})`;

type Tail = Pick<Segment, "joins" | "keys">;

/** A field that does not lead: joined loosely, with a rank that puts NaN and missing values last. */
function followingPart(term: OrderTerm, alias: string): Tail {
  const { ascending } = term;
  if (term.kind === "attribute") return { joins: "", keys: attributeKeys(term.field, ascending) };
  const joins = `LEFT JOIN ${TABLES[term.kind]} ${alias} ON ${alias}.run_id = r.id AND ${alias}.key_id = ${idLiteral(term.keyId)}`;
  if (term.kind === "metric") {
    const value = `${alias}.${term.aggregate}_value`;
    const rank = `(CASE WHEN ${value} IS NULL THEN 2 WHEN ${value} = 'NaN' THEN 1 ELSE 0 END)`;
    const plain = `(CASE WHEN ${value} < 'NaN' THEN ${value} ELSE 0 END)`;
    return { joins, keys: [whole(rank, true), float(plain, ascending)] };
  }
  const value = `${alias}.value`;
  const plain = text(`coalesce(${value}, '')`, ascending);
  if (!term.isNumeric) return { joins, keys: [whole(`(${value} IS NULL)::int`, true), plain] };
  const number = numberOf(value);
  const rank = `(CASE WHEN ${value} IS NULL THEN 2 WHEN ${number} IS NULL THEN 1 ELSE 0 END)`;
  const keys = [whole(rank, true), float(`coalesce(${number}, 0)`, ascending), plain];
  return { joins, keys };
}

interface Head extends Segment {
  /** Tells equals apart in the order of the index that is walked. */
  indexTies: readonly SortKey[];
}

/** Runs in an order that the index of start times has, or in one that no index has. */
function plainHead(keys: SortKey[], indexTies: readonly SortKey[], isIndexed: boolean): Head {
  return { joins: "", where: "true", keys, indexTies, isIndexed, isScoped: false };
}

function textHeads(
  term: OrderTerm & { kind: "param" | "tag" },
  base: Pick<Head, "joins" | "indexTies" | "isScoped">,
  { ties, experimentIds }: OrderScope,
): Head[] {
  const { ascending } = term;
  const beginning = text(beginningOf("o.value"), ascending);
  const keys = ties === "protocol" ? [beginning, text("o.value", ascending)] : [beginning];
  const isIndexed = experimentIds.length === 1;
  if (!term.isNumeric) return [{ ...base, where: "true", keys, isIndexed }];
  const number = numberOf("o.value");
  return [
    { ...base, where: `${number} IS NOT NULL`, keys: [float(number, ascending)], isIndexed },
    { ...base, where: `${number} IS NULL`, keys, isIndexed },
  ];
}

/** The leading field's own segments: present values along their index, then NaN, then missing. */
function leadingParts(term: OrderTerm, scope: OrderScope): Head[] {
  const { ascending } = term;
  const isOneExperiment = scope.experimentIds.length === 1;
  if (term.kind === "attribute") {
    const keys = attributeKeys(term.field, ascending);
    return term.field === "start_time"
      ? [plainHead(keys, [text("r.uuid", !ascending)], isOneExperiment)]
      : [plainHead(keys, NEWEST_FIRST, false)];
  }
  const table = TABLES[term.kind];
  const keyId = idLiteral(term.keyId);
  const missing = {
    ...plainHead([], NEWEST_FIRST, false),
    where: `NOT EXISTS (SELECT 1 FROM ${table} o WHERE o.run_id = r.id AND o.key_id = ${keyId})`,
  };
  const base = {
    joins: `JOIN ${table} o ON o.run_id = r.id AND o.key_id = ${keyId} AND ${inExperiments("o", scope.experimentIds)}`,
    indexTies: [whole("o.run_id", ascending)],
    isScoped: true,
  };
  if (term.kind !== "metric") return [...textHeads(term, base, scope), missing];
  const value = `o.${term.aggregate}_value`;
  const isIndexed = isOneExperiment;
  return [
    { ...base, where: `${value} < 'NaN'`, keys: [float(value, ascending)], isIndexed },
    { ...base, where: `${value} = 'NaN'`, keys: [], isIndexed },
    missing,
  ];
}

/** The segments of an order, each with the tie-break that makes it total. */
export function planOrder(terms: readonly OrderTerm[], scope: OrderScope): Segment[] {
  const [leading, ...following] = terms;
  const isOneExperiment = scope.experimentIds.length === 1;
  const heads = leading
    ? leadingParts(leading, scope)
    : [plainHead([], NEWEST_FIRST, isOneExperiment)];
  const tails = following.map((term, index) => followingPart(term, `f${index}`));
  return heads.map(({ indexTies, ...head }) => {
    const keys = [...head.keys, ...tails.flatMap((tail) => tail.keys)];
    const ties = scope.ties === "index" && tails.length === 0 ? indexTies : NEWEST_FIRST;
    const used = new Set(keys.map(({ expression }) => expression));
    return {
      ...head,
      joins: [head.joins, ...tails.map(({ joins }) => joins)].join(" "),
      keys: [...keys, ...ties.filter(({ expression }) => !used.has(expression))],
    };
  });
}
