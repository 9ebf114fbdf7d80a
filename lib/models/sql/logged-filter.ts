import "server-only";
import { type Condition, conditionsOf, type TextCondition } from "@/lib/core/search/condition";
import { parseSearch } from "@/lib/core/search/parse";
import { resolveSearch } from "@/lib/core/search/resolve";
import { loggedModelVocabulary } from "@/lib/core/search/vocabulary";
import {
  compare,
  compareFloat,
  compareText,
  compileTree,
  type SqlParameters,
} from "@/lib/db/conditions";
import type { SortKey } from "@/lib/db/keyset";
import type { DatasetNarrowing } from "../schema";

/** Columns by attribute; `l` is the alias of `logged_models`. */
const COLUMNS: Readonly<Record<string, string>> = {
  name: "l.name",
  model_id: "l.uuid",
  model_type: "l.model_type",
  status: "l.status",
  source_run_id: "coalesce(l.source_run_uuid, '')",
  creation_timestamp: "l.creation_time",
  last_updated_timestamp: "l.last_update_time",
};

const NUMERIC = new Set(["creation_timestamp", "last_updated_timestamp", "status"]);

/** Statuses by the names that MLflow's client gives them. */
const STATUS_TEXT = "(CASE l.status WHEN 1 THEN 'PENDING' WHEN 2 THEN 'READY' ELSE 'FAILED' END)";

function columnOf(field: string): string {
  const column = COLUMNS[field];
  if (!column) throw new Error(`The logged model's attribute "${field}" has no column.`);
  return column;
}

/** Points that were measured on one of some datasets; every point when none is named. */
function onDatasets(datasets: readonly DatasetNarrowing[], parameters: SqlParameters): string {
  if (datasets.length === 0) return "true";
  const each = datasets.map(({ name, digest }) => {
    const named = `x.dataset_name = ${parameters.add(name)}`;
    return digest ? `(${named} AND x.dataset_digest = ${parameters.add(digest)})` : named;
  });
  return `(${each.join(" OR ")})`;
}

const hasPoint = (where: string) =>
  `EXISTS (SELECT 1 FROM logged_model_metrics x WHERE x.model_id = l.id AND ${where})`;

/** Models that have any metric on one of some datasets. */
export function datasetSql(
  datasets: readonly DatasetNarrowing[],
  parameters: SqlParameters,
): string {
  return datasets.length === 0 ? "true" : hasPoint(onDatasets(datasets, parameters));
}

function textSql(leaf: TextCondition, parameters: SqlParameters): string {
  const table = leaf.kind === "param" ? "logged_model_params" : "logged_model_tags";
  return `EXISTS (SELECT 1 FROM ${table} t WHERE t.model_id = l.id AND t.key = ${parameters.add(leaf.key)}
    AND ${compareText("t.value", leaf, parameters)})`;
}

function leafSql(
  leaf: Condition,
  datasets: readonly DatasetNarrowing[],
  parameters: SqlParameters,
): string {
  switch (leaf.kind) {
    case "attribute":
      return compare(
        leaf.field === "status" ? STATUS_TEXT : columnOf(leaf.field),
        leaf,
        parameters,
      );
    case "metric":
      return hasPoint(
        `x.key = ${parameters.add(leaf.key)} AND ${compareFloat("x.value", leaf, parameters)}
         AND ${onDatasets(datasets, parameters)}`,
      );
    case "dataset":
      throw new Error("Logged models have no dataset conditions.");
    default:
      return textSql(leaf, parameters);
  }
}

/** SQL of a filter, whose metric conditions hold on the given datasets only. */
export function compileLoggedFilter(
  filter: string | undefined,
  datasets: readonly DatasetNarrowing[],
  parameters: SqlParameters,
): { sql: string; hasMetric: boolean } {
  const node = parseSearch(filter ?? "");
  if (!node) return { sql: "true", hasMetric: false };
  const tree = resolveSearch(node, loggedModelVocabulary);
  return {
    sql: compileTree(tree, (leaf) => leafSql(leaf, datasets, parameters)),
    hasMetric: conditionsOf(tree).some(({ kind }) => kind === "metric"),
  };
}

export type LoggedOrder = {
  ascending: boolean;
  datasetName?: string | undefined;
  datasetDigest?: string | undefined;
} & ({ kind: "attribute"; field: string } | { kind: "metric"; key: string });

/** A metric's newest value on a dataset, before NaN and missing ones in both directions. */
function metricKeys(
  order: LoggedOrder & { kind: "metric" },
  alias: string,
  parameters: SqlParameters,
): { join: string; keys: SortKey[] } {
  const { datasetName, datasetDigest } = order;
  const datasets = datasetName ? [{ name: datasetName, digest: datasetDigest }] : [];
  const join = `LEFT JOIN LATERAL (SELECT x.value FROM logged_model_metrics x JOIN runs r ON r.id = x.run_id
    WHERE x.model_id = l.id AND x.key = ${parameters.add(order.key)} AND ${onDatasets(datasets, parameters)}
    ORDER BY x.time DESC, x.step DESC, r.uuid LIMIT 1) ${alias} ON true`;
  const value = `${alias}.value`;
  return {
    join,
    keys: [
      {
        expression: `(CASE WHEN ${value} IS NULL THEN 2 WHEN ${value} = 'NaN' THEN 1 ELSE 0 END)`,
        ascending: true,
        type: "bigint",
      },
      {
        expression: `(CASE WHEN ${value} < 'NaN' THEN ${value} ELSE 0 END)`,
        ascending: order.ascending,
        type: "float8",
      },
    ],
  };
}

/** The joins and keys of an order, made total: newest first, then by id. */
export function orderKeys(
  orders: readonly LoggedOrder[],
  parameters: SqlParameters,
): { joins: string; keys: SortKey[] } {
  const joins: string[] = [];
  const keys: SortKey[] = [];
  for (const [index, order] of orders.entries()) {
    if (order.kind === "attribute") {
      const type = NUMERIC.has(order.field) ? "bigint" : "text";
      keys.push({ expression: columnOf(order.field), ascending: order.ascending, type });
      continue;
    }
    const part = metricKeys(order, `o${index}`, parameters);
    joins.push(part.join);
    keys.push(...part.keys);
  }
  const isNamed = (field: string) => keys.some(({ expression }) => expression === columnOf(field));
  if (!isNamed("creation_timestamp"))
    keys.push({ expression: "l.creation_time", ascending: false, type: "bigint" });
  if (!isNamed("model_id")) keys.push({ expression: "l.uuid", ascending: true, type: "text" });
  return { joins: joins.join(" "), keys };
}
