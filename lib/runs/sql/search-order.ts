import "server-only";
import { idLiteral } from "@/lib/db/conditions";
import type { SortKey } from "@/lib/db/keyset";
import { RUN_STATUSES } from "../rules";
import type { Aggregate } from "../schema";
import { INDEXED_CHARS, inExperiments } from "./search-filter";

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
const beginningOf = (column: string) => `left(${column}, ${INDEXED_CHARS})`;

/** A field that does not lead: joined loosely, with a rank that puts NaN and missing values last. */
function followingPart(term: OrderTerm, alias: string): Segment {
  const { ascending } = term;
  if (term.kind === "attribute")
    return { joins: "", where: "true", keys: attributeKeys(term.field, ascending) };
  const joins = `LEFT JOIN ${TABLES[term.kind]} ${alias} ON ${alias}.run_id = r.id AND ${alias}.key_id = ${idLiteral(term.keyId)}`;
  if (term.kind === "metric") {
    const value = `${alias}.${term.aggregate}_value`;
    const rank = `(CASE WHEN ${value} IS NULL THEN 2 WHEN ${value} = 'NaN' THEN 1 ELSE 0 END)`;
    const plain = `(CASE WHEN ${value} < 'NaN' THEN ${value} ELSE 0 END)`;
    return { joins, where: "true", keys: [whole(rank, true), float(plain, ascending)] };
  }
  const value = `${alias}.value`;
  const plain = text(`coalesce(${value}, '')`, ascending);
  if (!term.isNumeric)
    return { joins, where: "true", keys: [whole(`(${value} IS NULL)::int`, true), plain] };
  const number = numberOf(value);
  const rank = `(CASE WHEN ${value} IS NULL THEN 2 WHEN ${number} IS NULL THEN 1 ELSE 0 END)`;
  const keys = [whole(rank, true), float(`coalesce(${number}, 0)`, ascending), plain];
  return { joins, where: "true", keys };
}

interface Head extends Segment {
  /** Tells equals apart in the order of the index that is walked. */
  indexTies: readonly SortKey[];
}

function textHeads(
  term: OrderTerm & { kind: "param" | "tag" },
  joins: string,
  indexTies: readonly SortKey[],
  scope: OrderScope,
): Head[] {
  const { ascending } = term;
  const beginning = text(beginningOf("o.value"), ascending);
  const keys = scope.ties === "protocol" ? [beginning, text("o.value", ascending)] : [beginning];
  if (!term.isNumeric) return [{ joins, where: "true", keys, indexTies }];
  const number = numberOf("o.value");
  return [
    { joins, where: `${number} IS NOT NULL`, keys: [float(number, ascending)], indexTies },
    { joins, where: `${number} IS NULL`, keys, indexTies },
  ];
}

/** The leading field's own segments: present values along their index, then NaN, then missing. */
function leadingParts(term: OrderTerm, scope: OrderScope): Head[] {
  const { ascending } = term;
  if (term.kind === "attribute") {
    const keys = attributeKeys(term.field, ascending);
    const indexTies =
      term.field === "start_time" ? [text("r.uuid", !ascending)] : [...NEWEST_FIRST];
    return [{ joins: "", where: "true", keys, indexTies }];
  }
  const table = TABLES[term.kind];
  const keyId = idLiteral(term.keyId);
  const joins = `JOIN ${table} o ON o.run_id = r.id AND o.key_id = ${keyId} AND ${inExperiments("o", scope.experimentIds)}`;
  const missing: Head = {
    joins: "",
    where: `NOT EXISTS (SELECT 1 FROM ${table} o WHERE o.run_id = r.id AND o.key_id = ${keyId})`,
    keys: [],
    indexTies: NEWEST_FIRST,
  };
  const indexTies = [whole("o.run_id", ascending)];
  if (term.kind !== "metric") return [...textHeads(term, joins, indexTies, scope), missing];
  const value = `o.${term.aggregate}_value`;
  return [
    { joins, where: `${value} < 'NaN'`, keys: [float(value, ascending)], indexTies },
    { joins, where: `${value} = 'NaN'`, keys: [], indexTies },
    missing,
  ];
}

/** The segments of an order, each with the tie-break that makes it total. */
export function planOrder(terms: readonly OrderTerm[], scope: OrderScope): Segment[] {
  const [leading, ...following] = terms;
  const heads: Head[] = leading
    ? leadingParts(leading, scope)
    : [{ joins: "", where: "true", keys: [], indexTies: NEWEST_FIRST }];
  const tails = following.map((term, index) => followingPart(term, `f${index}`));
  return heads.map((head) => {
    const keys = [...head.keys, ...tails.flatMap((tail) => tail.keys)];
    const ties = scope.ties === "index" && tails.length === 0 ? head.indexTies : NEWEST_FIRST;
    const used = new Set(keys.map(({ expression }) => expression));
    return {
      joins: [head.joins, ...tails.map(({ joins }) => joins)].join(" "),
      where: head.where,
      keys: [...keys, ...ties.filter(({ expression }) => !used.has(expression))],
    };
  });
}
