import "server-only";
import type { SqlParameters } from "@/lib/db/conditions";
import { attributeColumn, INDEXED_CHARS } from "./search-filter";

/** One field to order by. Missing values come last in both directions, and NaN just before them. */
export type OrderTerm =
  | { kind: "attribute"; field: string; ascending: boolean }
  | { kind: "metric"; keyId: number | undefined; aggregate: Aggregate; ascending: boolean }
  | { kind: "param" | "tag"; keyId: number | undefined; ascending: boolean };

export type Aggregate = "last" | "min" | "max";

/** An expression that is never null, and its direction. */
export interface SortKey {
  expression: string;
  ascending: boolean;
  type: "float8" | "bigint" | "text";
}

/**
 * One stretch of the order. A page is filled from the first segment, then the next: so that the leading field can be
 * walked along its index, which knows nothing of "missing last".
 */
export interface Segment {
  joins: string;
  where: string;
  keys: SortKey[];
}

const TIE_BREAK: readonly SortKey[] = [
  { expression: "r.start_time", ascending: false, type: "bigint" },
  { expression: "r.uuid", ascending: true, type: "text" },
];

const NUMERIC = new Set(["start_time", "end_time"]);

function attributeKeys(term: OrderTerm & { kind: "attribute" }): SortKey[] {
  const column = attributeColumn(term.field);
  if (term.field === "end_time")
    return [
      { expression: "(r.end_time IS NULL)::int", ascending: true, type: "bigint" },
      { expression: "coalesce(r.end_time, 0)", ascending: term.ascending, type: "bigint" },
    ];
  const type = NUMERIC.has(term.field) ? "bigint" : "text";
  return [{ expression: column, ascending: term.ascending, type }];
}

/** A field that does not lead: joined loosely, with a rank that puts NaN and missing values last. */
function followingPart(term: OrderTerm, alias: string, parameters: SqlParameters): Segment {
  if (term.kind === "attribute") return { joins: "", where: "true", keys: attributeKeys(term) };
  if (term.keyId === undefined) return { joins: "", where: "true", keys: [] };
  const table = TABLES[term.kind];
  const joins = `LEFT JOIN ${table} ${alias} ON ${alias}.run_id = r.id AND ${alias}.key_id = ${parameters.add(term.keyId)}`;
  const value = term.kind === "metric" ? `${alias}.${term.aggregate}_value` : `${alias}.value`;
  const rank =
    term.kind === "metric"
      ? `(CASE WHEN ${value} IS NULL THEN 2 WHEN ${value} = 'NaN' THEN 1 ELSE 0 END)`
      : `(${value} IS NULL)::int`;
  const plain =
    term.kind === "metric"
      ? `(CASE WHEN ${value} < 'NaN' THEN ${value} ELSE 0 END)`
      : `coalesce(${value}, '')`;
  return {
    joins,
    where: "true",
    keys: [
      { expression: rank, ascending: true, type: "bigint" },
      {
        expression: plain,
        ascending: term.ascending,
        type: term.kind === "metric" ? "float8" : "text",
      },
    ],
  };
}

const TABLES = { metric: "metric_series", param: "run_params", tag: "run_tags" } as const;

interface LeadingScope {
  experimentId: number | null;
  parameters: SqlParameters;
}

/** The leading field's own segments: present values along their index, then NaN, then missing. */
function leadingParts(term: OrderTerm, { experimentId, parameters }: LeadingScope): Segment[] {
  if (term.kind === "attribute") return [{ joins: "", where: "true", keys: attributeKeys(term) }];
  if (term.keyId === undefined) return [{ joins: "", where: "true", keys: [] }];
  const table = TABLES[term.kind];
  const keyId = parameters.add(term.keyId);
  const inExperiment =
    experimentId === null ? "" : ` AND o.experiment_id = ${parameters.add(experimentId)}`;
  const joins = `JOIN ${table} o ON o.run_id = r.id AND o.key_id = ${keyId}${inExperiment}`;
  const missing: Segment = {
    joins: "",
    where: `NOT EXISTS (SELECT 1 FROM ${table} o WHERE o.run_id = r.id AND o.key_id = ${keyId})`,
    keys: [],
  };
  const { ascending } = term;
  if (term.kind !== "metric") {
    const indexed = `left(o.value, ${INDEXED_CHARS})`;
    const keys: SortKey[] = [
      { expression: indexed, ascending, type: "text" },
      { expression: "o.value", ascending, type: "text" },
    ];
    return [{ joins, where: "true", keys }, missing];
  }
  const value = `o.${term.aggregate}_value`;
  return [
    { joins, where: `${value} < 'NaN'`, keys: [{ expression: value, ascending, type: "float8" }] },
    { joins, where: `${value} = 'NaN'`, keys: [] },
    missing,
  ];
}

/** The segments of an order, each with the tie-break that makes it total. */
export function planOrder(terms: readonly OrderTerm[], scope: LeadingScope): Segment[] {
  const [leading, ...following] = terms;
  const heads = leading
    ? leadingParts(leading, scope)
    : [{ joins: "", where: "true", keys: [] } satisfies Segment];
  const tails = following.map((term, index) => followingPart(term, `f${index}`, scope.parameters));
  const ownsStart = terms.some((term) => term.kind === "attribute" && term.field === "start_time");
  const tieBreak = TIE_BREAK.slice(ownsStart ? 1 : 0);
  return heads.map((head) => ({
    joins: [head.joins, ...tails.map(({ joins }) => joins)].join(" "),
    where: head.where,
    keys: [...head.keys, ...tails.flatMap(({ keys }) => keys), ...tieBreak],
  }));
}

/** SQL that holds for rows after the given key values; the first key is also bounded alone, so that its index is used. */
export function afterKeys(
  keys: readonly SortKey[],
  values: readonly string[],
  parameters: SqlParameters,
): string {
  const placeholders = keys.map((key, index) => `${parameters.add(values[index])}::${key.type}`);
  const beyond = ({ ascending }: SortKey) => (ascending ? ">" : "<");
  const alternatives = keys.map((key, index) => {
    const equal = keys
      .slice(0, index)
      .map((before, position) => `${before.expression} = ${placeholders[position]}`);
    return `(${[...equal, `${key.expression} ${beyond(key)} ${placeholders[index]}`].join(" AND ")})`;
  });
  const [first] = keys;
  const bound = first ? `${first.expression} ${beyond(first)}= ${placeholders[0]} AND ` : "";
  return `${bound}(${alternatives.join(" OR ")})`;
}
