import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { AppError } from "@/lib/core/errors";
import { pool } from "@/lib/db/pool";
import type {
  ComparedMetricDto,
  ComparedRunDto,
  ComparedTextDto,
  ComparisonDto,
} from "../dto/comparison";
import { type RunRow, toRunInfoDto } from "../dto/runs";
import { MAX_COMPARED_RUNS } from "../rules";
import { RUN_COLUMNS } from "../sql/hydrate";

type ComparedRow = RunRow & { source_name: string; git_commit: string; datasets: string[] };

const tagValue = (name: string) =>
  `coalesce((SELECT t.value FROM run_tags t JOIN attribute_keys k ON k.id = t.key_id
    WHERE t.run_id = r.id AND k.name = '${name}'), '')`;

const SELECT_RUNS = `SELECT ${RUN_COLUMNS}, ${tagValue("mlflow.source.name")} AS source_name,
    ${tagValue("mlflow.source.git.commit")} AS git_commit,
    ARRAY(SELECT DISTINCT d.name || ' (' || d.digest || ')' FROM run_inputs i JOIN logged_datasets d ON d.id = i.dataset_id
      WHERE i.run_id = r.id ORDER BY 1) AS datasets
  FROM runs r WHERE r.uuid = ANY($1::text[]) AND r.workspace_id = $2
  ORDER BY array_position($1::text[], r.uuid)`;

interface TextRow {
  run_id: number;
  key: string;
  value: string;
}

interface MetricRow {
  run_id: number;
  key: string;
  last: number;
  min: number;
  max: number;
}

async function select<Row extends object>(text: string, ids: readonly number[]): Promise<Row[]> {
  const { rows } = await pool().query<Row>(text, [ids]);
  return rows;
}

const selectTexts = (table: "run_params" | "run_tags", ids: readonly number[]) =>
  select<TextRow>(
    `SELECT v.run_id, k.name AS key, v.value FROM ${table} v JOIN attribute_keys k ON k.id = v.key_id
     WHERE v.run_id = ANY($1::bigint[]) ORDER BY k.name`,
    ids,
  );

const selectMetrics = (ids: readonly number[]) =>
  select<MetricRow>(
    `SELECT s.run_id, k.name AS key, s.last_value AS last, s.min_value AS min, s.max_value AS max
     FROM metric_series s JOIN attribute_keys k ON k.id = s.key_id
     WHERE s.run_id = ANY($1::bigint[]) ORDER BY k.name`,
    ids,
  );

/** Puts the rows of a name side by side, in the order of the runs. */
function byKey<Row extends { run_id: number; key: string }>(
  rows: readonly Row[],
  ids: readonly number[],
): { key: string; found: (Row | null)[] }[] {
  const places = new Map(ids.map((id, index) => [id, index]));
  const lines = new Map<string, (Row | null)[]>();
  for (const row of rows) {
    const line = lines.get(row.key) ?? ids.map(() => null);
    lines.set(row.key, line);
    line[places.get(row.run_id) ?? -1] = row;
  }
  return [...lines].map(([key, found]) => ({ key, found }));
}

function toTexts(rows: readonly TextRow[], ids: readonly number[]): ComparedTextDto[] {
  return byKey(rows, ids).map(({ key, found }) => ({
    key,
    values: found.map((row) => row?.value ?? null),
  }));
}

function toMetrics(rows: readonly MetricRow[], ids: readonly number[]): ComparedMetricDto[] {
  return byKey(rows, ids).map(({ key, found }) => ({
    key,
    last: found.map((row) => row?.last ?? null),
    min: found.map((row) => row?.min ?? null),
    max: found.map((row) => row?.max ?? null),
  }));
}

function toComparedRunDto(row: ComparedRow): ComparedRunDto {
  return {
    ...toRunInfoDto(row),
    sourceName: row.source_name,
    gitCommit: row.git_commit,
    datasets: row.datasets,
  };
}

/** Some runs side by side, in the order asked for. Those that do not exist are left out. */
export async function getComparison(
  actor: Actor,
  uuids: readonly string[],
): Promise<ComparisonDto> {
  assertCan(actor, "run:read");
  if (uuids.length > MAX_COMPARED_RUNS)
    throw new AppError("INVALID", `At most ${MAX_COMPARED_RUNS} runs can be compared at once.`);
  const { rows } = await pool().query<ComparedRow>(SELECT_RUNS, [uuids, actor.workspaceId]);
  const ids = rows.map(({ id }) => id);
  const [metrics, params, tags] = await Promise.all([
    selectMetrics(ids),
    selectTexts("run_params", ids),
    selectTexts("run_tags", ids),
  ]);
  return {
    runs: rows.map(toComparedRunDto),
    metrics: toMetrics(metrics, ids),
    params: toTexts(params, ids),
    tags: toTexts(tags, ids),
  };
}
