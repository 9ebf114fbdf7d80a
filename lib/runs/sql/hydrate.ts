import "server-only";
import { pool } from "@/lib/db/pool";
import type { TagDto } from "@/lib/experiments/dto";
import type { EncodedMetrics, EncodedRunDto, EncodedTexts, ValueLayout } from "../dto/encoded-run";
import {
  type DatasetInputDto,
  type MetricDto,
  type RunDto,
  type RunLinksDto,
  type RunRow,
  toRunInfoDto,
} from "../dto/runs";
import { readRunValues } from "./run-values";

export const RUN_COLUMNS = `r.id, r.uuid, r.name, r.experiment_id, r.user_id, r.status, r.start_time, r.end_time,
  r.artifact_uri, r.deleted_at, r.last_activity_at`;

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

const NO_LINKS: RunLinksDto = { datasetInputs: [], modelInputs: [], modelOutputs: [] };

/** Those of the runs that have any. */
async function readLinks(ids: readonly number[]): Promise<Map<number, RunLinksDto>> {
  const [datasets, models] = await Promise.all([
    selectFor<DatasetRow>("run-datasets", SELECT_DATASETS, ids),
    selectFor<ModelLinkRow>("run-models", SELECT_MODELS, ids),
  ]);
  const links = new Map<number, RunLinksDto>();
  const linksOf = (id: number): RunLinksDto => {
    const found = links.get(id) ?? { datasetInputs: [], modelInputs: [], modelOutputs: [] };
    links.set(id, found);
    return found;
  };
  for (const row of datasets) linksOf(row.run_id).datasetInputs.push(toDatasetInput(row));
  for (const { run_id, model_uuid: modelUuid, is_output, step } of models)
    if (is_output) linksOf(run_id).modelOutputs.push({ modelUuid, step });
    else linksOf(run_id).modelInputs.push({ modelUuid });
  return links;
}

/** The whole of each run: last metrics, params, tags, inputs and outputs. Five queries, whatever the number of runs. */
export async function hydrateEncoded(rows: readonly RunRow[]): Promise<EncodedRunDto[]> {
  if (rows.length === 0) return [];
  const ids = rows.map(({ id }) => id);
  const [values, links] = await Promise.all([readRunValues(ids), readLinks(ids)]);
  return rows.map((row) =>
    // Spreading a thousand of them takes longer than all else that is done here.
    Object.assign(toRunInfoDto(row), {
      metrics: values.metrics.get(row.id),
      params: values.params.get(row.id),
      tags: values.tags.get(row.id),
      links: links.get(row.id),
    }),
  );
}

function decoded<Value>(
  layout: ValueLayout,
  at: (key: string, position: number) => Value,
): Value[] {
  return layout.keys.map((key, index) => at(key, layout.positions?.[index] ?? index));
}

function toTags(encoded: EncodedTexts | undefined): TagDto[] {
  if (!encoded) return [];
  // `json_agg` of a text column makes an array of strings, and of a numeric one an array of numbers and of words.
  const values = JSON.parse(encoded.values) as string[];
  return decoded(encoded.layout, (key, at) => ({ key, value: values[at] ?? "" }));
}

function toMetrics(encoded: EncodedMetrics | undefined): MetricDto[] {
  if (!encoded) return [];
  const [values, steps, timestamps] = [encoded.values, encoded.steps, encoded.timestamps].map(
    (list) => (JSON.parse(list) as (number | string)[]).map(Number),
  );
  return decoded(encoded.layout, (key, at) => ({
    key,
    value: values?.[at] ?? Number.NaN,
    step: steps?.[at] ?? 0,
    timestamp: timestamps?.[at] ?? 0,
  }));
}

/** The same, as values to work with. */
export async function hydrateRuns(rows: readonly RunRow[]): Promise<RunDto[]> {
  const runs = await hydrateEncoded(rows);
  return runs.map(({ links = NO_LINKS, ...run }) => ({
    ...run,
    ...links,
    metrics: toMetrics(run.metrics),
    params: toTags(run.params),
    tags: toTags(run.tags),
  }));
}
