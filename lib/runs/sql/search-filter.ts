import "server-only";
import type {
  ConditionTree,
  DatasetCondition,
  MetricCondition,
  TextCondition,
} from "@/lib/core/search/condition";
import {
  compare,
  compareFloat,
  compareText,
  compileTree,
  type SqlParameters,
} from "@/lib/db/conditions";
import { RUN_STATUSES } from "../rules";

/** What a filter is compiled against. `r` is the alias of `runs`. */
export interface FilterScope {
  keys: ReadonlyMap<string, number>;
  /** Set when one experiment is searched: indexes begin with it. */
  experimentId: number | null;
  parameters: SqlParameters;
}

const ATTRIBUTES: Readonly<Record<string, string>> = {
  run_id: "r.uuid",
  run_name: "r.name",
  status: `(ARRAY[${RUN_STATUSES.map((status) => `'${status}'`).join(",")}])[r.status]`,
  artifact_uri: "r.artifact_uri",
  user_id: "r.user_id",
  start_time: "r.start_time",
  end_time: "r.end_time",
};

export function attributeColumn(field: string): string {
  const column = ATTRIBUTES[field];
  if (!column) throw new Error(`The run attribute "${field}" has no column.`);
  return column;
}

/** Length of the indexed beginning of parameter and tag values; the whole may be too long for an index. */
export const INDEXED_CHARS = 200;

/** Every metric, parameter and tag name that a tree mentions. */
export function keysOf(tree: ConditionTree | null): string[] {
  if (!tree) return [];
  switch (tree.kind) {
    case "and":
    case "or":
      return tree.children.flatMap(keysOf);
    case "not":
      return keysOf(tree.child);
    case "metric":
    case "param":
    case "tag":
      return [tree.key];
    default:
      return [];
  }
}

function inExperiment(alias: string, scope: FilterScope): string {
  return scope.experimentId === null
    ? ""
    : ` AND ${alias}.experiment_id = ${scope.parameters.add(scope.experimentId)}`;
}

function metricSql(leaf: MetricCondition, scope: FilterScope): string {
  const keyId = scope.keys.get(leaf.key);
  if (keyId === undefined) return "false";
  return `EXISTS (SELECT 1 FROM metric_series m WHERE m.run_id = r.id AND m.key_id = ${scope.parameters.add(keyId)}${inExperiment("m", scope)}
    AND ${compareFloat("m.last_value", leaf, scope.parameters)})`;
}

function textSql(leaf: TextCondition, scope: FilterScope): string {
  const table = leaf.kind === "param" ? "run_params" : "run_tags";
  const keyId = scope.keys.get(leaf.key);
  if (keyId === undefined) return leaf.operator === "IS NULL" ? "true" : "false";
  const exists = (where: string) =>
    `EXISTS (SELECT 1 FROM ${table} p WHERE p.run_id = r.id AND p.key_id = ${scope.parameters.add(keyId)}${where})`;
  if (leaf.operator === "IS NULL") return `NOT ${exists("")}`;
  if (leaf.operator === "IS NOT NULL") return exists("");
  const beginning =
    leaf.operator === "="
      ? ` AND left(p.value, ${INDEXED_CHARS}) = left(${scope.parameters.add(leaf.value)}, ${INDEXED_CHARS})`
      : "";
  return exists(
    `${inExperiment("p", scope)}${beginning} AND ${compareText("p.value", leaf, scope.parameters)}`,
  );
}

function datasetSql(leaf: DatasetCondition, scope: FilterScope): string {
  const column = leaf.field === "context" ? "i.context" : `d.${leaf.field}`;
  return `EXISTS (SELECT 1 FROM run_inputs i JOIN datasets d ON d.id = i.dataset_id
    WHERE i.run_id = r.id AND ${compareText(column, leaf, scope.parameters)})`;
}

export function compileFilter(tree: ConditionTree | null, scope: FilterScope): string {
  if (!tree) return "true";
  return compileTree(tree, (leaf) => {
    switch (leaf.kind) {
      case "attribute":
        return compare(attributeColumn(leaf.field), leaf, scope.parameters);
      case "metric":
        return metricSql(leaf, scope);
      case "dataset":
        return datasetSql(leaf, scope);
      default:
        return textSql(leaf, scope);
    }
  });
}
