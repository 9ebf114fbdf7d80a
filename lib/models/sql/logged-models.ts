import "server-only";
import { pool } from "@/lib/db/pool";
import { type LoggedModelDto, type ModelMetricDto, toLoggedModelDto } from "../dto/logged-models";

const BY_KEY = { orderBy: { key: "asc" } } as const;
export const LOGGED_INCLUDE = { params: BY_KEY, tags: BY_KEY } as const;

/** A model's newest points only: a long training logs them by the thousand, and every answer carries all. */
const MAX_METRICS = 1_000;

interface MetricRow extends ModelMetricDto {
  modelId: string;
}

const SELECT_METRICS = `
  SELECT m.model_id::text AS "modelId", m.key, m.value, m.step, m.time AS "timestamp", r.uuid AS "runUuid",
    m.dataset_name AS "datasetName", m.dataset_digest AS "datasetDigest"
  FROM unnest($1::bigint[]) AS wanted(id) CROSS JOIN LATERAL (
    SELECT * FROM logged_model_metrics x WHERE x.model_id = wanted.id
    ORDER BY x.time DESC, x.step DESC LIMIT ${MAX_METRICS}) AS m
  JOIN runs r ON r.id = m.run_id
  ORDER BY m.model_id, m.key, m.time, m.step, r.uuid`;

async function readMetrics(ids: readonly bigint[]): Promise<Map<string, ModelMetricDto[]>> {
  const { rows } = await pool().query<MetricRow>({
    name: "logged-model-metrics",
    text: SELECT_METRICS,
    values: [ids.map(String)],
  });
  const byModel = new Map<string, ModelMetricDto[]>(ids.map((id) => [String(id), []]));
  for (const { modelId, ...metric } of rows) byModel.get(modelId)?.push(metric);
  return byModel;
}

type Row = Parameters<typeof toLoggedModelDto>[0] & { id: bigint };

/** Logged models with their metrics, in the order given. */
export async function hydrateLoggedModels(rows: readonly Row[]): Promise<LoggedModelDto[]> {
  if (rows.length === 0) return [];
  const metrics = await readMetrics(rows.map(({ id }) => id));
  return rows.map((row) => toLoggedModelDto(row, metrics.get(String(row.id)) ?? []));
}
