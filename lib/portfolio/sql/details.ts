import "server-only";
import { pool } from "@/lib/db/pool";
import { TRAFFIC_SUMS } from "@/lib/deployments/sql/traffic";
import { millis } from "@/lib/monitors/sql/monitors";
import type { DetailRow } from "../dto/rows";

interface Asked {
  id: number;
  versionId: string | null;
  environment: string;
}

interface Scope {
  workspaceId: string;
  week: Date;
  fortnight: Date;
  mayReadMonitors: boolean;
  mayReadApprovals: boolean;
}

/** How far back a window is looked for that had drifted. */
const DRIFT_DAYS = 90;
/** How far back a window is looked for whose labels say something, before one that waits for them is told of. */
const JUDGED_DAYS = 30;

/** A window that has not ended yet was judged now. */
const DRIFT = `SELECT json_agg(json_build_object('id', m.id, 'verdict', last.verdict, 'at', ${millis("least(last.closes_at, now())")},
      'driftedAt', ${millis("least(drifted.closes_at, now())")}, 'metric', judged.definition->>'metric', 'performance', done.verdict,
      'value', done.measures->(judged.definition->>'metric')->'value', 'estimate', done.estimates->(judged.definition->>'metric')->'value',
      'limit', done.farthest, 'judgedAt', ${millis("least(done.closes_at, now())")}) ORDER BY m.id) AS monitors
  FROM monitors m
  LEFT JOIN LATERAL (SELECT verdict, closes_at FROM monitor_windows w WHERE w.monitor_id = m.id
    ORDER BY w.opens_at DESC LIMIT 1) last ON true
  LEFT JOIN LATERAL (SELECT closes_at FROM monitor_windows w WHERE w.monitor_id = m.id AND w.verdict = 'drifted'
    AND w.opens_at > now() - interval '${DRIFT_DAYS} days' ORDER BY w.opens_at DESC LIMIT 1) drifted ON true
  LEFT JOIN LATERAL (SELECT definition FROM performance_versions v WHERE v.monitor_id = m.id
    ORDER BY v.number DESC LIMIT 1) judged ON true
  LEFT JOIN LATERAL (SELECT verdict, measures, estimates, farthest, closes_at FROM performance_windows w WHERE w.monitor_id = m.id
    AND w.opens_at > now() - interval '${JUDGED_DAYS} days' ORDER BY w.verdict IN ('waiting', 'unlabelled', 'too_few'), w.opens_at DESC LIMIT 1) done ON true
  WHERE m.deployment_id = asked.id AND m.workspace_id = $1 AND m.removed_at IS NULL AND $7`;

const APPROVAL = `SELECT r.number AS request, r.promoted_at AS "approvedAt", r.reapproval_due_at AS "validUntil",
    (SELECT array_agg(v.name ORDER BY v.id) FROM approval_votes v
     WHERE v.request_id = r.id AND v.revision = r.revision AND v.decision = 'approve') AS by
  FROM approval_requests r
  WHERE r.workspace_id = $1 AND r.version_id = asked.version_id AND r.target_kind = 'environment'
    AND lower(r.target_value) = lower(asked.environment) AND r.status = 'promoted' AND r.action = 'set'
    AND (r.deployment_id IS NULL OR r.deployment_id = asked.id) AND $8
  ORDER BY r.promoted_at DESC, r.number DESC LIMIT 1`;

const DETAILS = `SELECT asked.id, fortnight.days, week.*, drift.monitors, approval.*
  FROM unnest($2::bigint[], $3::bigint[], $4::text[]) AS asked(id, version_id, environment)
  LEFT JOIN LATERAL (SELECT json_agg(json_build_object('at', ${millis("day.bucket")}, 'requests', day.requests)) AS days
    FROM (SELECT w.bucket, sum(w.requests)::bigint AS requests FROM serving_days w
      WHERE w.deployment_id = asked.id AND w.workspace_id = $1 AND w.bucket >= $6 AND NOT w.is_shadow GROUP BY w.bucket) day) fortnight ON true
  LEFT JOIN LATERAL (SELECT ${TRAFFIC_SUMS} FROM serving_days w
    WHERE w.deployment_id = asked.id AND w.workspace_id = $1 AND w.bucket >= $5 AND NOT w.is_shadow) week ON true
  LEFT JOIN LATERAL (${DRIFT}) drift ON true
  LEFT JOIN LATERAL (${APPROVAL}) approval ON true`;

/** What a page tells of its deployments: one query, however many stand on it. */
export async function readDetails(
  scope: Scope,
  asked: readonly Asked[],
): Promise<Map<number, DetailRow>> {
  const { rows } = await pool().query<DetailRow>({
    name: "portfolio-details",
    text: DETAILS,
    values: [
      scope.workspaceId,
      asked.map(({ id }) => id),
      asked.map(({ versionId }) => versionId),
      asked.map(({ environment }) => environment),
      scope.week,
      scope.fortnight,
      scope.mayReadMonitors,
      scope.mayReadApprovals,
    ],
  });
  return new Map(rows.map((row) => [row.id, row]));
}
