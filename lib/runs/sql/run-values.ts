import "server-only";
import { pool } from "@/lib/db/pool";
import { findKeyNames } from "@/lib/experiments/sql";
import type { EncodedMetrics, EncodedTexts, ValueLayout } from "../dto/encoded-run";

/** Run and lists, each a JSON array that is not parsed: keys, values. */
type TextsRow = [number, string, string];
/** The same for metrics: keys, last values, their steps, their times. */
type MetricsRow = [number, string, string, string, string];

/** A row a run instead of a row a value: a page of a thousand runs holds tens of thousands of values. */
async function selectLists<Row extends unknown[]>(
  name: string,
  text: string,
  ids: readonly number[],
): Promise<Row[]> {
  const { rows } = await pool().query<Row>({ name, text, values: [ids], rowMode: "array" });
  return rows;
}

const selectTexts = (table: "run_params" | "run_tags") =>
  `SELECT run_id, json_agg(key_id)::text, json_agg(value)::text FROM ${table}
   WHERE run_id = ANY($1::bigint[]) GROUP BY run_id`;
const SELECT_METRICS = `SELECT run_id, json_agg(key_id)::text, json_agg(last_value)::text, json_agg(last_step)::text,
    json_agg(last_time)::text
  FROM metric_series WHERE run_id = ANY($1::bigint[]) GROUP BY run_id`;

/** The layouts of lists of key ids: most runs of a page share one, which is looked up and put in order once. */
async function readLayouts(
  lists: readonly (readonly [number, string, ...unknown[]])[],
): Promise<ReadonlyMap<string, ValueLayout>> {
  const idsOf = new Map<string, number[]>();
  // `json_agg` of whole numbers makes an array of them.
  for (const [, text] of lists) if (!idsOf.has(text)) idsOf.set(text, JSON.parse(text) as number[]);
  const names = await findKeyNames([...idsOf.values()].flat());
  const layouts = new Map<string, ValueLayout>();
  for (const [text, ids] of idsOf) {
    const listed = ids.map((id, position) => ({ key: names.get(id) ?? "", position }));
    const sorted = listed.toSorted((a, b) => (a.key < b.key ? -1 : 1));
    const positions = sorted.map(({ position }) => position);
    const isInOrder = positions.every((position, index) => position === index);
    const keys = sorted.map(({ key }) => key);
    layouts.set(text, { keys, positions: isInOrder ? null : positions });
  }
  return layouts;
}

const NO_LAYOUT: ValueLayout = { keys: [], positions: null };

export interface RunValues {
  params: ReadonlyMap<number, EncodedTexts>;
  tags: ReadonlyMap<number, EncodedTexts>;
  metrics: ReadonlyMap<number, EncodedMetrics>;
}

/** Params, tags and last metrics of those runs that have any. Three queries, whatever the number of runs. */
export async function readRunValues(ids: readonly number[]): Promise<RunValues> {
  const [params, tags, metrics] = await Promise.all([
    selectLists<TextsRow>("run-params", selectTexts("run_params"), ids),
    selectLists<TextsRow>("run-tags", selectTexts("run_tags"), ids),
    selectLists<MetricsRow>("run-metrics", SELECT_METRICS, ids),
  ]);
  const layouts = await readLayouts([...params, ...tags, ...metrics]);
  const layoutOf = (keys: string) => layouts.get(keys) ?? NO_LAYOUT;
  const textsByRun = (rows: readonly TextsRow[]) =>
    new Map(rows.map(([runId, keys, values]) => [runId, { layout: layoutOf(keys), values }]));
  const metricsByRun = new Map(
    metrics.map(([runId, keys, values, steps, timestamps]) => [
      runId,
      { layout: layoutOf(keys), values, steps, timestamps },
    ]),
  );
  return { params: textsByRun(params), tags: textsByRun(tags), metrics: metricsByRun };
}
