import "server-only";
import { pool } from "@/lib/db/pool";
import type { TagDto } from "@/lib/experiments/dto";
import { type DatasetInputDto, type RunDto, type RunRow, toRunInfoDto } from "../dto";

export const RUN_COLUMNS = `r.id, r.uuid, r.name, r.experiment_id, r.user_id, r.status, r.start_time, r.end_time,
  r.artifact_uri, r.deleted_at, r.last_activity_at`;

interface PairRow {
  run_id: number;
  key: string;
  value: string;
}

interface MetricRow {
  run_id: number;
  key: string;
  last_value: number;
  last_step: number;
  last_time: number;
}

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

const SELECT_PARAMS = `SELECT run_id, k.name AS key, value FROM run_params JOIN attribute_keys k ON k.id = key_id
  WHERE run_id = ANY($1::bigint[]) ORDER BY run_id, k.name`;
const SELECT_TAGS = `SELECT run_id, k.name AS key, value FROM run_tags JOIN attribute_keys k ON k.id = key_id
  WHERE run_id = ANY($1::bigint[]) ORDER BY run_id, k.name`;
const SELECT_METRICS = `SELECT run_id, k.name AS key, last_value, last_step, last_time
  FROM metric_series JOIN attribute_keys k ON k.id = key_id
  WHERE run_id = ANY($1::bigint[]) ORDER BY run_id, k.name`;
const SELECT_DATASETS = `SELECT i.run_id, d.name, d.digest, d.source_type, d.source, d.schema, d.profile, i.tags
  FROM run_inputs i JOIN datasets d ON d.id = i.dataset_id
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

/** The whole of each run: last metrics, params, tags, inputs and outputs. Five queries, whatever the number of runs. */
export async function hydrateRuns(rows: readonly RunRow[]): Promise<RunDto[]> {
  if (rows.length === 0) return [];
  const ids = rows.map(({ id }) => id);
  const [params, tags, metrics, datasets, models] = await Promise.all([
    selectFor<PairRow>("run-params", SELECT_PARAMS, ids),
    selectFor<PairRow>("run-tags", SELECT_TAGS, ids),
    selectFor<MetricRow>("run-metrics", SELECT_METRICS, ids),
    selectFor<DatasetRow>("run-datasets", SELECT_DATASETS, ids),
    selectFor<ModelLinkRow>("run-models", SELECT_MODELS, ids),
  ]);
  const runs = new Map<number, RunDto>();
  for (const row of rows)
    runs.set(row.id, {
      ...toRunInfoDto(row),
      metrics: [],
      params: [],
      tags: [],
      datasetInputs: [],
      modelInputs: [],
      modelOutputs: [],
    });
  for (const { run_id, key, value } of params) runs.get(run_id)?.params.push({ key, value });
  for (const { run_id, key, value } of tags) runs.get(run_id)?.tags.push({ key, value });
  for (const row of metrics)
    runs.get(row.run_id)?.metrics.push({
      key: row.key,
      value: row.last_value,
      step: row.last_step,
      timestamp: row.last_time,
    });
  for (const row of datasets) runs.get(row.run_id)?.datasetInputs.push(toDatasetInput(row));
  for (const { run_id, model_uuid: modelUuid, is_output, step } of models)
    if (is_output) runs.get(run_id)?.modelOutputs.push({ modelUuid, step });
    else runs.get(run_id)?.modelInputs.push({ modelUuid });
  return [...runs.values()];
}
