import "server-only";
import { pool } from "@/lib/db/pool";
import { findKeys } from "@/lib/experiments/sql";
import { toWireNumber } from "../dto/metrics";
import { type RunCell, type RunRowDto, toRunRowDto } from "../dto/table";
import type { ColumnRef } from "../schema";
import type { PagedRunRow } from "./run-page";

/** What every row shows besides its own columns of `runs`. */
const SHOWN_TAGS = [
  "mlflow.source.name",
  "mlflow.source.type",
  "mlflow.source.git.commit",
] as const;

/** Children beyond this are not counted. */
const MAX_CHILDREN = 1_000;

/** Rows as arrays: a page of sixty columns is thousands of values, and objects would cost more than the query. */
async function selectArrays<Row extends unknown[]>(
  text: string,
  values: unknown[],
): Promise<Row[]> {
  const { rows } = await pool().query<Row>({ text, values, rowMode: "array" });
  return rows;
}

type Placed = (runId: number, index: number, value: RunCell) => void;

async function readMetrics(
  ids: readonly number[],
  positions: ReadonlyMap<number, readonly { index: number; aggregate: "last" | "min" | "max" }[]>,
  place: Placed,
): Promise<void> {
  if (positions.size === 0) return;
  const rows = await selectArrays<[number, number, number, number, number]>(
    `SELECT run_id, key_id, last_value, min_value, max_value FROM metric_series
     WHERE run_id = ANY ($1::bigint[]) AND key_id = ANY ($2::int[])`,
    [ids, [...positions.keys()]],
  );
  for (const [runId, keyId, last, min, max] of rows)
    for (const { index, aggregate } of positions.get(keyId) ?? [])
      place(runId, index, toWireNumber({ last, min, max }[aggregate]));
}

async function readTexts(
  table: "run_params" | "run_tags",
  ids: readonly number[],
  positions: ReadonlyMap<number, readonly number[]>,
  place: Placed,
): Promise<void> {
  if (positions.size === 0) return;
  const rows = await selectArrays<[number, number, string]>(
    `SELECT run_id, key_id, value FROM ${table}
     WHERE run_id = ANY ($1::bigint[]) AND key_id = ANY ($2::int[])`,
    [ids, [...positions.keys()]],
  );
  for (const [runId, keyId, value] of rows)
    for (const index of positions.get(keyId) ?? []) place(runId, index, value);
}

function append<Value>(map: Map<number, Value[]>, key: number | undefined, value: Value): void {
  if (key === undefined) return;
  const values = map.get(key);
  if (values) values.push(value);
  else map.set(key, [value]);
}

/** What the names of the columns are stored as: to be asked for while the rows are being found. */
export function findRowKeys(
  workspaceId: string,
  columns: readonly ColumnRef[],
): Promise<ReadonlyMap<string, number>> {
  return findKeys(workspaceId, [...columns.map(({ key }) => key), ...SHOWN_TAGS]);
}

/** The cells of some runs, by run id: the columns asked for, then the tags that every row shows. */
async function readCells(
  ids: readonly number[],
  columns: readonly ColumnRef[],
  keys: ReadonlyMap<string, number>,
): Promise<Map<number, RunCell[]>> {
  const metrics = new Map<number, { index: number; aggregate: "last" | "min" | "max" }[]>();
  const params = new Map<number, number[]>();
  const tags = new Map<number, number[]>();
  for (const [index, column] of columns.entries()) {
    const keyId = keys.get(column.key);
    if (column.kind === "metric") append(metrics, keyId, { index, aggregate: column.aggregate });
    else append(column.kind === "param" ? params : tags, keyId, index);
  }
  for (const [index, tag] of SHOWN_TAGS.entries())
    append(tags, keys.get(tag), columns.length + index);
  const width = columns.length + SHOWN_TAGS.length;
  const cells = new Map(ids.map((id) => [id, Array<RunCell>(width).fill(null)]));
  const place: Placed = (runId, index, value) => {
    const row = cells.get(runId);
    if (row) row[index] = value;
  };
  await Promise.all([
    readMetrics(ids, metrics, place),
    readTexts("run_params", ids, params, place),
    readTexts("run_tags", ids, tags, place),
  ]);
  return cells;
}

async function countChildren(
  workspaceId: string,
  uuids: readonly string[],
): Promise<Map<string, number>> {
  const rows = await selectArrays<[string, number]>(
    `SELECT parent.uuid, child.count FROM unnest($1::text[]) AS parent(uuid)
     CROSS JOIN LATERAL (SELECT count(*) AS count FROM (
       SELECT 1 FROM runs r WHERE r.parent_uuid = parent.uuid AND r.workspace_id = $3 AND r.deleted_at IS NULL LIMIT $2) AS bounded) AS child
     WHERE child.count > 0`,
    [uuids, MAX_CHILDREN + 1, workspaceId],
  );
  return new Map(rows);
}

async function readDatasets(ids: readonly number[]): Promise<Map<number, RunRowDto["datasets"]>> {
  const rows = await selectArrays<[number, string, string, string]>(
    `SELECT i.run_id, d.name, d.digest, i.context FROM run_inputs i JOIN logged_datasets d ON d.id = i.dataset_id
     WHERE i.run_id = ANY ($1::bigint[]) ORDER BY i.run_id, d.id`,
    [ids],
  );
  const datasets = new Map<number, RunRowDto["datasets"]>();
  for (const [runId, name, digest, context] of rows)
    append(datasets, runId, { name, digest, context });
  return datasets;
}

interface ModelCounts {
  logged: number;
  registered: number;
}

async function countModels(rows: readonly PagedRunRow[]): Promise<Map<number, ModelCounts>> {
  const counted = await selectArrays<[number, number, number]>(
    `SELECT run.id,
       (SELECT count(*) FROM run_model_links l WHERE l.run_id = run.id AND l.is_output),
       (SELECT count(*) FROM model_versions v WHERE v.run_uuid = run.uuid AND v.workspace_id = r.workspace_id AND v.deleted_at IS NULL)
     FROM unnest($1::bigint[], $2::text[]) AS run(id, uuid) JOIN runs r ON r.id = run.id`,
    [rows.map(({ id }) => id), rows.map(({ uuid }) => uuid)],
  );
  return new Map(counted.map(([id, logged, registered]) => [id, { logged, registered }]));
}

/** Rows of the table with the values of the columns asked for, and no others. */
export async function completeRows(
  workspaceId: string,
  rows: readonly PagedRunRow[],
  columns: readonly ColumnRef[],
  keys: ReadonlyMap<string, number>,
): Promise<RunRowDto[]> {
  if (rows.length === 0) return [];
  const ids = rows.map(({ id }) => id);
  const [cells, children, datasets, models] = await Promise.all([
    readCells(ids, columns, keys),
    countChildren(
      workspaceId,
      rows.map(({ uuid }) => uuid),
    ),
    readDatasets(ids),
    countModels(rows),
  ]);
  return rows.map((row) => {
    const all = cells.get(row.id) ?? [];
    const [sourceName, sourceType, gitCommit] = all.slice(columns.length);
    return toRunRowDto(row, {
      sourceName: String(sourceName ?? ""),
      sourceType: String(sourceType ?? ""),
      gitCommit: String(gitCommit ?? ""),
      childCount: children.get(row.uuid) ?? 0,
      datasets: datasets.get(row.id) ?? [],
      loggedModelCount: models.get(row.id)?.logged ?? 0,
      registeredVersionCount: models.get(row.id)?.registered ?? 0,
      values: all.slice(0, columns.length),
    });
  });
}
