import "server-only";
import type { SqlClient } from "@/lib/db/pool";
import type { QualitySums } from "../rules/judge-predictions";
import { MASK } from "../rules/masks";
import { MAX_COUNTED_ANSWERS } from "../schema/rollouts";
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

/** Predictions of a window that are looked at, and rows of them, the newest: more would say the same, later. */
const MAX_PREDICTIONS = 100_000;

/** Of one revision by itself as many as a test needs at each of its looks. */
const MOST = `(CASE WHEN $5::int IS NULL THEN ${MAX_PREDICTIONS} ELSE ${MAX_COUNTED_ANSWERS} END)`;

/** What is this far off, or this little, has a fourth power that can still be summed up. */
const [FAR, NEAR] = ["1e60", "1e-60"];
const bounded = (json: string): string =>
  `least(greatest((${json} #>> '{}')::float8, -${FAR}), ${FAR})`;

const QUALITY = `WITH newest AS (
    SELECT id, at, deployment_id, key, revision, is_shadow, answers FROM predictions
    WHERE workspace_id = $1 AND deployment_id = $2 AND at >= $3 AND at < $4 AND answers IS NOT NULL
    ORDER BY at DESC LIMIT ${MAX_PREDICTIONS}),
  chosen AS (
    SELECT * FROM newest WHERE $5::int IS NULL OR (revision = $5 AND is_shadow = $6)
    ORDER BY at DESC LIMIT ${MOST}),
  given AS (
    SELECT p.*, a.answer, (a.place - 1)::int AS place
    FROM chosen p CROSS JOIN LATERAL jsonb_array_elements(p.answers) WITH ORDINALITY AS a(answer, place)
    LIMIT ${MOST}),
  compared AS (
    SELECT p.revision, p.is_shadow, p.answer, l.value AS label,
      CASE WHEN jsonb_typeof(p.answer) = 'number' AND jsonb_typeof(l.value) = 'number'
        THEN abs(${bounded("p.answer")} - ${bounded("l.value")}) END AS apart
    FROM given p LEFT JOIN LATERAL (${labelOf("p", "p.place")}) l ON p.answer <> $7::jsonb),
  judged AS (
    SELECT *, CASE WHEN apart < ${NEAR} THEN 0 ELSE apart END AS error FROM compared)
  SELECT revision, is_shadow AS "isShadow", count(*) AS rows, count(label) AS labelled,
    count(*) FILTER (WHERE answer #>> '{}' = label #>> '{}') AS correct, count(error) AS numeric,
    coalesce(sum(error), 0) AS "absoluteError", coalesce(sum(error * error), 0) AS "squaredError",
    coalesce(sum(error ^ 4), 0) AS "fourthPowerError"
  FROM judged GROUP BY revision, is_shadow ORDER BY revision, is_shadow`;

/** How right each revision's answers were, as far as labels tell by now; shadow copies apart. A masked answer is not judged. */
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
    JSON.stringify(MASK),
  ]);
  return rows;
}
