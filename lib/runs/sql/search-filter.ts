import "server-only";
import {
  type AttributeCondition,
  type ConditionTree,
  conditionsOf,
  type DatasetCondition,
  type MetricCondition,
  type TextCondition,
} from "@/lib/core/search/condition";
import {
  compare,
  compareFloat,
  compareText,
  compileTree,
  equalsIndexed,
  idLiteral,
  type SqlParameters,
} from "@/lib/db/conditions";
import { RUN_STATUSES } from "../rules";

/** What a filter is compiled against. `r` is the alias of `runs`. */
export interface FilterScope {
  keys: ReadonlyMap<string, number>;
  experimentIds: readonly number[];
  parameters: SqlParameters;
  /** Look-ups are kept from becoming joins, and tried for each run. */
  isFenced: boolean;
}

/** A subquery with an offset is never merged into the query around it. */
const fence = ({ isFenced }: FilterScope) => (isFenced ? " OFFSET 0" : "");

const ATTRIBUTES: ReadonlyMap<string, string> = new Map([
  ["run_id", "r.uuid"],
  ["run_name", "r.name"],
  ["artifact_uri", "r.artifact_uri"],
  ["user_id", "r.user_id"],
  ["start_time", "r.start_time"],
  ["end_time", "r.end_time"],
]);

/** Every metric, parameter and tag name that a tree mentions. */
export function keysOf(tree: ConditionTree | null): string[] {
  return conditionsOf(tree).flatMap((leaf) => ("key" in leaf ? [leaf.key] : []));
}

/** `alias.experiment_id` is one of those searched: the indexes of values begin with it. */
export function inExperiments(alias: string, experimentIds: readonly number[]): string {
  const [only, ...others] = experimentIds.map(idLiteral);
  if (only === undefined) return "false";
  return others.length === 0
    ? `${alias}.experiment_id = ${only}`
    : `${alias}.experiment_id IN (${[only, ...others].join(", ")})`;
}

function likePattern(pattern: string, flags: string): RegExp {
  const source = [...pattern].map((char) => {
    if (char === "%") return "[^]*";
    return char === "_" ? "[^]" : char.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
  });
  return new RegExp(`^${source.join("")}$`, flags);
}

function holdsForStatus({ operator, value }: AttributeCondition): (status: string) => boolean {
  const text = String(value);
  if (operator === "=") return (status) => status === text;
  if (operator === "!=") return (status) => status !== text;
  const pattern = likePattern(text, operator === "ILIKE" ? "iu" : "u");
  return (status) => pattern.test(status);
}

function attributeSql(leaf: AttributeCondition, { parameters }: FilterScope): string {
  if (leaf.field === "status") {
    const holds = holdsForStatus(leaf);
    const numbers = RUN_STATUSES.flatMap((status, index) => (holds(status) ? [index + 1] : []));
    return `r.status = ANY (${parameters.add(numbers)}::smallint[])`;
  }
  const column = ATTRIBUTES.get(leaf.field);
  if (!column) throw new Error(`The run attribute "${leaf.field}" has no column.`);
  return compare(column, leaf, parameters);
}

type ValueCondition = MetricCondition | TextCondition;

const TABLES = { metric: "metric_series", param: "run_params", tag: "run_tags" } as const;

function compareValue(leaf: ValueCondition, { parameters }: FilterScope): string {
  if (leaf.kind === "metric") return compareFloat("v.last_value", leaf, parameters);
  if (leaf.operator === "IS NULL" || leaf.operator === "IS NOT NULL") return "true";
  if (leaf.operator !== "=" || typeof leaf.value !== "string")
    return compareText("v.value", leaf, parameters);
  return equalsIndexed("v.value", leaf.value, parameters);
}

/** The values `v` for which a condition holds; what is asked of them is in order of their indexes. */
function valuesSql(leaf: ValueCondition, keyId: number, scope: FilterScope): string {
  return `${TABLES[leaf.kind]} v WHERE ${inExperiments("v", scope.experimentIds)}
    AND v.key_id = ${idLiteral(keyId)} AND ${compareValue(leaf, scope)}`;
}

function valueSql(leaf: ValueCondition, scope: FilterScope): string {
  const isAbsence = leaf.operator === "IS NULL";
  const keyId = scope.keys.get(leaf.key);
  if (keyId === undefined) return isAbsence ? "true" : "false";
  const exists = `EXISTS (SELECT 1 FROM ${valuesSql(leaf, keyId, scope)} AND v.run_id = r.id${fence(scope)})`;
  return isAbsence ? `NOT ${exists}` : exists;
}

/** Operators whose matches lie side by side in an index of values. */
const SIDE_BY_SIDE: Readonly<Record<ValueCondition["kind"], ReadonlySet<string>>> = {
  metric: new Set(["=", "<", "<=", ">", ">="]),
  param: new Set(["=", "IS NOT NULL"]),
  tag: new Set(["=", "IS NOT NULL"]),
};

/** The statement that answers the runs for which a condition holds, along an index; null where none serves. */
export function leadOf(
  tree: ConditionTree,
  scope: Pick<FilterScope, "keys" | "experimentIds">,
): ((parameters: SqlParameters) => string) | null {
  if (tree.kind !== "metric" && tree.kind !== "param" && tree.kind !== "tag") return null;
  const keyId = scope.keys.get(tree.key);
  if (keyId === undefined || !SIDE_BY_SIDE[tree.kind].has(tree.operator)) return null;
  return (parameters) =>
    `SELECT v.run_id FROM ${valuesSql(tree, keyId, { ...scope, parameters, isFenced: false })}`;
}

function datasetSql(leaf: DatasetCondition, scope: FilterScope): string {
  const column = leaf.field === "context" ? "i.context" : `d.${leaf.field}`;
  return `EXISTS (SELECT 1 FROM run_inputs i JOIN logged_datasets d ON d.id = i.dataset_id
    WHERE i.run_id = r.id AND ${compareText(column, leaf, scope.parameters)}${fence(scope)})`;
}

export function compileFilter(tree: ConditionTree, scope: FilterScope): string {
  return compileTree(tree, (leaf) => {
    switch (leaf.kind) {
      case "attribute":
        return attributeSql(leaf, scope);
      case "dataset":
        return datasetSql(leaf, scope);
      default:
        return valueSql(leaf, scope);
    }
  });
}
