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

/** Length of the indexed beginning of parameter and tag values; the whole may be too long for an index. */
export const INDEXED_CHARS = 200;

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

function metricSql(leaf: MetricCondition, scope: FilterScope): string {
  const keyId = scope.keys.get(leaf.key);
  if (keyId === undefined) return "false";
  return `EXISTS (SELECT 1 FROM metric_series m WHERE m.run_id = r.id AND m.key_id = ${idLiteral(keyId)}
    AND ${inExperiments("m", scope.experimentIds)} AND ${compareFloat("m.last_value", leaf, scope.parameters)}${fence(scope)})`;
}

function textSql(leaf: TextCondition, scope: FilterScope): string {
  const table = leaf.kind === "param" ? "run_params" : "run_tags";
  const keyId = scope.keys.get(leaf.key);
  if (keyId === undefined) return leaf.operator === "IS NULL" ? "true" : "false";
  const exists = (where: string) =>
    `EXISTS (SELECT 1 FROM ${table} p WHERE p.run_id = r.id AND p.key_id = ${idLiteral(keyId)} AND ${where}${fence(scope)})`;
  if (leaf.operator === "IS NULL") return `NOT ${exists("true")}`;
  if (leaf.operator === "IS NOT NULL") return exists("true");
  const within = inExperiments("p", scope.experimentIds);
  if (leaf.operator !== "=" || typeof leaf.value !== "string")
    return exists(`${within} AND ${compareText("p.value", leaf, scope.parameters)}`);
  // Only a value that fills the indexed beginning may go on beyond it; told twice, the planner would count it twice.
  const chars = [...leaf.value];
  const start = chars.slice(0, INDEXED_CHARS).join("");
  const beginning = `left(p.value, ${INDEXED_CHARS}) = ${scope.parameters.add(start)}::text`;
  const whole =
    chars.length < INDEXED_CHARS ? "" : ` AND ${compareText("p.value", leaf, scope.parameters)}`;
  return exists(`${within} AND ${beginning}${whole}`);
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
      case "metric":
        return metricSql(leaf, scope);
      case "dataset":
        return datasetSql(leaf, scope);
      default:
        return textSql(leaf, scope);
    }
  });
}
