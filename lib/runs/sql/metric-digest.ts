import "server-only";
import { createHash } from "node:crypto";
import { z } from "zod";
import type { SqlClient } from "@/lib/db/pool";
import type { MetricDigest, RunMetricsProof } from "../dto/proof";

export const SEAL_METRICS_KIND = "run.seal-metrics";
export const METRICS_SEALED = "run.metrics-sealed";

const PAGE = 20_000;

interface PointRow {
  keyId: number;
  name: string;
  step: string;
  time: string;
  value: string;
}

async function* pagesOf(tx: SqlClient, runId: number): AsyncGenerator<PointRow[]> {
  let after: readonly unknown[] = [-1, "0", "0", "0"];
  for (;;) {
    // As text: a step may be greater than what JavaScript counts exactly, and PostgreSQL spells a float in one way.
    const { rows } = await tx.query<PointRow>(
      `SELECT p.key_id AS "keyId", k.name, p.step::text AS step, p.time::text AS time, p.value::text AS value
       FROM metric_points p JOIN attribute_keys k ON k.id = p.key_id
       WHERE p.run_id = $1 AND (p.key_id, p.step, p.time, p.value) > ($2::int, $3::bigint, $4::bigint, $5::float8)
       ORDER BY p.key_id, p.step, p.time, p.value LIMIT ${PAGE}`,
      [runId, ...after],
    );
    if (rows.length > 0) yield rows;
    const last = rows.at(-1);
    if (!last || rows.length < PAGE) return;
    after = [last.keyId, last.step, last.time, last.value];
  }
}

/** Reads every point and parameter of a run, a page at a time. */
export async function digestRun(tx: SqlClient, runId: number): Promise<MetricDigest> {
  const hash = createHash("sha256");
  let points = 0;
  let series = 0;
  let keyId: number | null = null;
  for await (const page of pagesOf(tx, runId))
    for (const point of page) {
      if (point.keyId !== keyId) {
        keyId = point.keyId;
        series += 1;
        hash.update(`metric ${JSON.stringify(point.name)}\n`);
      }
      points += 1;
      hash.update(`${point.step} ${point.time} ${point.value}\n`);
    }
  const { rows: params } = await tx.query<{ name: string; value: string }>(
    `SELECT k.name, p.value FROM run_params p JOIN attribute_keys k ON k.id = p.key_id
     WHERE p.run_id = $1 ORDER BY p.key_id`,
    [runId],
  );
  for (const { name, value } of params)
    hash.update(`param ${JSON.stringify(name)} ${JSON.stringify(value)}\n`);
  return { digest: hash.digest("hex"), points, series, params: params.length };
}

/** What the payload of a seal holds. */
export const sealSchema = z.object({
  details: z.object({
    digest: z.string(),
    points: z.number(),
    series: z.number(),
    params: z.number(),
  }),
});

/** What a digest of now says against the sealed one. */
export function verdictOf(
  sealed: MetricDigest | null,
  now: MetricDigest,
): RunMetricsProof["verdict"] {
  if (!sealed) return "unsealed";
  if (sealed.digest === now.digest) return "proven";
  return now.points > sealed.points ? "added" : "changed";
}
