import "server-only";
import { pool } from "@/lib/db/pool";
import { type EventKey, type EventRow, ROLLOUT_MARKS } from "../dto/events";

const MILLIS = "floor(extract(epoch FROM at) * 1000)::bigint";

/** What people did to a rollout, or have to, apart from the plans that it puts in force. */
const CODES = ROLLOUT_MARKS.filter((code) => code !== "paused")
  .map((code) => `'${code}'`)
  .join(", ");

const READ = `WITH all_events AS (
    SELECT 'plan' AS source, p.version AS number, p.created_at AS at, p.reason, u.name AS by, p.origin, p.plan,
      NULL::text AS model, NULL::int AS version, false AS "isEnd", NULL::int AS rollout, NULL::text AS code
    FROM traffic_plans p LEFT JOIN users u ON u.id = p.actor_id WHERE p.deployment_id = $1
    UNION ALL
    SELECT 'revision', r.number, r.created_at, r.note, u.name, NULL, NULL, coalesce(m.name, r.model_name), r.model_version, false,
      NULL, NULL
    FROM deployment_revisions r JOIN users u ON u.id = r.created_by_id
    LEFT JOIN model_versions v ON v.id = r.model_version_id
    LEFT JOIN registered_models m ON m.id = v.model_id
    WHERE r.deployment_id = $1 AND r.number > 1
    UNION ALL
    SELECT 'approval', q.number, q.promoted_at, q.note,
      (SELECT string_agg(DISTINCT s.name, ', ') FROM approval_votes s
       WHERE s.request_id = q.id AND s.revision = q.revision AND s.decision = 'approve'),
      NULL, NULL, q.model_name, q.version, q.action = 'clear', NULL, NULL
    FROM approval_requests q
    WHERE $3 AND q.workspace_id = $2 AND q.status = 'promoted' AND q.target_kind = 'environment'
      AND lower(q.target_value) = lower($4)
      AND q.version_id IN (SELECT model_version_id FROM deployment_revisions WHERE deployment_id = $1)
    UNION ALL
    SELECT 'rollout', e.id, e.at, e.reason, a.name, NULL, NULL, NULL, NULL, false, o.number,
      CASE WHEN e.phase = 'paused' THEN 'paused' ELSE e.reason_code END
    FROM rollouts o JOIN rollout_events e ON e.rollout_id = o.id LEFT JOIN users a ON a.id = e.actor_id
    WHERE o.deployment_id = $1 AND (e.phase = 'paused' OR e.reason_code IN (${CODES})))
  SELECT source, number, ${MILLIS} AS at, reason, by, origin, plan, model, version, "isEnd", rollout, code
  FROM all_events
  WHERE at IS NOT NULL AND ($5::timestamptz IS NULL OR at >= $5) AND ($6::timestamptz IS NULL OR at < $6)
    AND ($7::bigint IS NULL OR (${MILLIS}, source, number) < ($7, $8::text, $9::bigint))
  ORDER BY 3 DESC, source DESC, number DESC LIMIT $10`;

interface Asked {
  workspaceId: string;
  deploymentId: number;
  environment: string;
  withApprovals: boolean;
  from: Date | null;
  to: Date | null;
  before: EventKey | null;
  limit: number;
}

/** What happened to a deployment, the newest first. */
export async function readEvents(asked: Asked): Promise<EventRow[]> {
  const { before } = asked;
  const { rows } = await pool().query<EventRow>(READ, [
    asked.deploymentId,
    asked.workspaceId,
    asked.withApprovals,
    asked.environment,
    asked.from,
    asked.to,
    before?.at ?? null,
    before?.source ?? null,
    before?.number ?? null,
    asked.limit,
  ]);
  return rows;
}
