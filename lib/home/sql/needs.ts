import "server-only";
import type { Actor } from "@/lib/access/actor";
import { pool } from "@/lib/db/pool";
import { millis } from "@/lib/monitors/sql/monitors";
import type { NeedDto, RequestNeedDto } from "../dto";

type Of<Kind extends NeedDto["kind"]> = Extract<NeedDto, { kind: Kind }>;

/** Incidents that are theirs, and those that are nobody's on what they deployed or own. */
const INCIDENTS = `SELECT 'incident' AS kind, i.number, i.title, i.severity, i.status, i.owner_id IS NOT NULL AS "isMine",
    ${millis("i.opened_at")} AS at
  FROM incidents i LEFT JOIN deployments d ON d.id = i.deployment_id
  WHERE i.workspace_id = $1 AND i.status <> 'resolved' AND (i.owner_id = $2 OR (i.owner_id IS NULL AND (d.created_by_id = $2
    OR EXISTS (SELECT 1 FROM traffic_plans p JOIN deployment_revisions r ON r.deployment_id = p.deployment_id
        AND r.number IN (SELECT number FROM revisions_of_plan(p.plan))
      JOIN model_versions v ON v.id = r.model_version_id JOIN registered_models m ON m.id = v.model_id
      WHERE p.deployment_id = d.id AND p.version = d.traffic_version AND m.owner = $3))))
  ORDER BY array_position(ARRAY['critical', 'warning', 'info'], i.severity), i.number LIMIT $4`;

export async function readIncidentNeeds(
  { workspaceId, userId, email }: Actor,
  limit: number,
): Promise<Of<"incident">[]> {
  const { rows } = await pool().query<Of<"incident">>(INCIDENTS, [
    ...[workspaceId, userId, email, limit],
  ]);
  return rows;
}

/** Jobs of a week that failed and were not launched again. */
const JOBS = `SELECT 'job' AS kind, j.number, j.name, j.status, j.reason, ${millis("j.ended_at")} AS at
  FROM jobs j
  WHERE j.workspace_id = $1 AND j.requested_by_id = $2 AND j.status IN ('failed', 'lost') AND NOT j.is_test
    AND j.ended_at > now() - interval '7 days'
    AND NOT EXISTS (SELECT 1 FROM jobs a WHERE a.workspace_id = j.workspace_id AND a.again_of = j.number)
  ORDER BY j.number DESC LIMIT $3`;

export async function readFailedJobs(
  { workspaceId, userId }: Actor,
  limit: number,
): Promise<Of<"job">[]> {
  const { rows } = await pool().query<Of<"job">>(JOBS, [workspaceId, userId, limit]);
  return rows;
}

/** Requests of theirs that were refused of late, that changes were asked for, and whose time runs out. */
const REQUESTS = `SELECT 'request' AS kind, r.number, r.model_name AS model, r.version, r.status, why.why, ${millis("why.at")} AS at
  FROM approval_requests r CROSS JOIN LATERAL (
    SELECT CASE
        WHEN r.status IN ('rejected', 'expired', 'failed') AND r.decided_at > now() - interval '14 days' THEN 'refused'
        WHEN r.status = 'pending' AND v.at IS NOT NULL THEN 'changes'
        WHEN r.status = 'pending' AND r.due_at < now() + interval '1 day' THEN 'due'
        WHEN r.status = 'approved' AND r.valid_until < now() + interval '3 days' THEN 'unused'
        WHEN r.status = 'promoted' AND r.reapproval_due_at < now() + interval '14 days' THEN 'renewal'
      END AS why,
      CASE r.status WHEN 'pending' THEN coalesce(v.at, r.due_at) WHEN 'approved' THEN r.valid_until
        WHEN 'promoted' THEN r.reapproval_due_at ELSE r.decided_at END AS at
    FROM (SELECT (SELECT max(created_at) FROM approval_votes v WHERE v.request_id = r.id AND v.revision = r.revision
      AND v.decision = 'request_changes') AS at) v) why
  WHERE r.workspace_id = $1 AND r.requested_by_id = $2 AND why.why IS NOT NULL
  ORDER BY why.at DESC, r.number DESC LIMIT $3`;

export async function readRequestNeeds(
  { workspaceId, userId }: Actor,
  limit: number,
): Promise<RequestNeedDto[]> {
  const { rows } = await pool().query<RequestNeedDto>(REQUESTS, [workspaceId, userId, limit]);
  return rows;
}
