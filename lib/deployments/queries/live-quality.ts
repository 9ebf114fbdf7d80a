import "server-only";
import type { SqlClient } from "@/lib/db/pool";
import type { QualitySums } from "../rules/judge-predictions";
import { labelOf } from "../sql/labels";

/** What labels say of a revision's answers in a window. */
export interface LiveQuality extends QualitySums {
  revision: number;
  isShadow: boolean;
  /** Rows that were answered. */
  rows: number;
}

export interface QualityWindow {
  workspaceId: string;
  deploymentId: bigint;
  from: Date;
  to: Date;
  /** All revisions when absent. */
  only?: { revision: number; isShadow: boolean };
}

/** Predictions of a window that are looked at, the newest: more would say the same, later. */
const MAX_PREDICTIONS = 100_000;

/** Of one revision by itself: as many as a test needs, at each of its looks. */
const MAX_OF_ONE = 20_000;

const QUALITY = `WITH newest AS (
    SELECT id, at, deployment_id, key, revision, is_shadow, answers FROM predictions
    WHERE workspace_id = $1 AND deployment_id = $2 AND at >= $3 AND at < $4 AND answers IS NOT NULL
    ORDER BY at DESC LIMIT ${MAX_PREDICTIONS}),
  chosen AS (
    SELECT * FROM newest WHERE $5::int IS NULL OR (revision = $5 AND is_shadow = $6)
    ORDER BY at DESC LIMIT CASE WHEN $5::int IS NULL THEN ${MAX_PREDICTIONS} ELSE ${MAX_OF_ONE} END),
  judged AS (
    SELECT p.revision, p.is_shadow, a.answer, l.value AS label,
      CASE WHEN jsonb_typeof(a.answer) = 'number' AND jsonb_typeof(l.value) = 'number'
        THEN abs((a.answer #>> '{}')::float8 - (l.value #>> '{}')::float8) END AS error
    FROM chosen p
    CROSS JOIN LATERAL jsonb_array_elements(p.answers) WITH ORDINALITY AS a(answer, place)
    LEFT JOIN LATERAL (${labelOf("p", "(a.place - 1)::int")}) l ON true)
  SELECT revision, is_shadow AS "isShadow", count(*) AS rows, count(label) AS labelled,
    count(*) FILTER (WHERE answer #>> '{}' = label #>> '{}') AS correct, count(error) AS numeric,
    coalesce(sum(error), 0) AS "absoluteError", coalesce(sum(error * error), 0) AS "squaredError",
    coalesce(sum(error ^ 4), 0) AS "fourthPowerError"
  FROM judged GROUP BY revision, is_shadow ORDER BY revision, is_shadow`;

/** How right each revision's answers were, as far as labels tell by now; shadow copies apart. */
export async function readLiveQuality(
  client: SqlClient,
  { workspaceId, deploymentId, from, to, only }: QualityWindow,
): Promise<LiveQuality[]> {
  const { rows } = await client.query<LiveQuality>(QUALITY, [
    workspaceId,
    String(deploymentId),
    from,
    to,
    only?.revision ?? null,
    only?.isShadow ?? null,
  ]);
  return rows;
}
