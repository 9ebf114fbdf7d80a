import "server-only";
import { pool } from "@/lib/db/pool";
import type { TagDto } from "@/lib/experiments/dto";
import { findKeyNames } from "@/lib/experiments/sql";
import {
  type DatasetInputDto,
  type MetricDto,
  type RunDto,
  type RunRow,
  toRunInfoDto,
} from "../dto";

export const RUN_COLUMNS = `r.id, r.uuid, r.name, r.experiment_id, r.user_id, r.status, r.start_time, r.end_time,
  r.artifact_uri, r.deleted_at, r.last_activity_at`;

/** Run, keys, values. */
type PairsRow = [number, number[], string[]];
/** Run, keys, last values (a string where JSON has no number for it), their steps, their times. */
type MetricsRow = [number, number[], (number | string)[], number[], number[]];

interface DatasetRow {
  run_id: number;
  name: string;
  digest: string;
  source_type: string;
  source: string;
  schema: string | null;
  profile: string | null;
  tags: TagDto[];
}

interface ModelLinkRow {
  run_id: number;
  model_uuid: string;
  is_output: boolean;
  step: number;
}

async function selectFor<Row extends object>(name: string, text: string, ids: readonly number[]) {
  const { rows } = await pool().query<Row>({ name, text, values: [ids] });
  return rows;
}

/** A row a run instead of a row a value: a page of a thousand runs holds tens of thousands of values. */
async function selectLists<Row extends unknown[]>(
  name: string,
  text: string,
  ids: readonly number[],
) {
  const { rows } = await pool().query<Row>({ name, text, values: [ids], rowMode: "array" });
  return rows;
}

const selectPairs = (table: "run_params" | "run_tags") =>
  `SELECT run_id, json_agg(key_id), json_agg(value) FROM ${table}
   WHERE run_id = ANY($1::bigint[]) GROUP BY run_id`;
const SELECT_METRICS = `SELECT run_id, json_agg(key_id), json_agg(last_value), json_agg(last_step), json_agg(last_time)
  FROM metric_series WHERE run_id = ANY($1::bigint[]) GROUP BY run_id`;
const SELECT_DATASETS = `SELECT i.run_id, d.name, d.digest, d.source_type, d.source, d.schema, d.profile, i.tags
  FROM run_inputs i JOIN logged_datasets d ON d.id = i.dataset_id
  WHERE i.run_id = ANY($1::bigint[]) ORDER BY i.run_id, d.id`;
const SELECT_MODELS = `SELECT run_id, model_uuid, is_output, step FROM run_model_links
  WHERE run_id = ANY($1::bigint[]) ORDER BY run_id, model_uuid`;

function toDatasetInput(row: DatasetRow): DatasetInputDto {
  return {
    name: row.name,
    digest: row.digest,
    sourceType: row.source_type,
    source: row.source,
    schema: row.schema,
    profile: row.profile,
    tags: row.tags,
  };
}

interface Keys {
  names: ReadonlyMap<number, string>;
  ranks: ReadonlyMap<number, number>;
}

/** The names of the keys, and where each stands among them: put in order once, not once a run. */
async function readKeys(
  lists: readonly (readonly [number, number[], ...unknown[]])[],
): Promise<Keys> {
  const ids = new Set<number>();
  for (const [, keyIds] of lists) for (const id of keyIds) ids.add(id);
  const names = await findKeyNames(ids);
  const sorted = [...names].sort(([, a], [, b]) => (a < b ? -1 : 1));
  return { names, ranks: new Map(sorted.map(([id], rank) => [id, rank])) };
}

/** What a row lists, by the names of its keys. */
function listed<Value>(
  keyIds: readonly number[],
  { names, ranks }: Keys,
  at: (key: string, index: number) => Value,
): Value[] {
  const rankAt = (index: number) => ranks.get(keyIds[index] ?? 0) ?? 0;
  return keyIds
    .map((_, index) => index)
    .sort((a, b) => rankAt(a) - rankAt(b))
    .map((index) => at(names.get(keyIds[index] ?? 0) ?? "", index));
}

function pairsByRun(rows: readonly PairsRow[], keys: Keys): Map<number, TagDto[]> {
  return new Map(
    rows.map(([runId, keyIds, values]) => [
      runId,
      listed(keyIds, keys, (key, at) => ({ key, value: values[at] ?? "" })),
    ]),
  );
}

function metricsByRun(rows: readonly MetricsRow[], keys: Keys): Map<number, MetricDto[]> {
  return new Map(
    rows.map(([runId, keyIds, values, steps, times]) => [
      runId,
      listed(keyIds, keys, (key, at) => ({
        key,
        value: Number(values[at]),
        step: steps[at] ?? 0,
        timestamp: times[at] ?? 0,
      })),
    ]),
  );
}

/** The whole of each run: last metrics, params, tags, inputs and outputs. Five queries, whatever the number of runs. */
export async function hydrateRuns(rows: readonly RunRow[]): Promise<RunDto[]> {
  if (rows.length === 0) return [];
  const ids = rows.map(({ id }) => id);
  const [params, tags, metrics, datasets, models] = await Promise.all([
    selectLists<PairsRow>("run-params", selectPairs("run_params"), ids),
    selectLists<PairsRow>("run-tags", selectPairs("run_tags"), ids),
    selectLists<MetricsRow>("run-metrics", SELECT_METRICS, ids),
    selectFor<DatasetRow>("run-datasets", SELECT_DATASETS, ids),
    selectFor<ModelLinkRow>("run-models", SELECT_MODELS, ids),
  ]);
  const keys = await readKeys([...params, ...tags, ...metrics]);
  const paramsOf = pairsByRun(params, keys);
  const tagsOf = pairsByRun(tags, keys);
  const metricsOf = metricsByRun(metrics, keys);
  const runs = new Map<number, RunDto>();
  for (const row of rows)
    runs.set(row.id, {
      ...toRunInfoDto(row),
      metrics: metricsOf.get(row.id) ?? [],
      params: paramsOf.get(row.id) ?? [],
      tags: tagsOf.get(row.id) ?? [],
      datasetInputs: [],
      modelInputs: [],
      modelOutputs: [],
    });
  for (const row of datasets) runs.get(row.run_id)?.datasetInputs.push(toDatasetInput(row));
  for (const { run_id, model_uuid: modelUuid, is_output, step } of models)
    if (is_output) runs.get(run_id)?.modelOutputs.push({ modelUuid, step });
    else runs.get(run_id)?.modelInputs.push({ modelUuid });
  return [...runs.values()];
}
