import "server-only";
import { pool, type SqlClient } from "@/lib/db/pool";
import type { LastTest } from "../dto/backends";
import type { JobRow } from "../dto/jobs";

export const JOB_SELECT = `SELECT j.id, j.number, j.name, j.spec, j.priority, j.status, j.reason, j.trouble,
    j.trouble_since AS "troubleSince", j.again_of AS "againOf", j.is_test AS "isTest", j.source_commit AS "sourceCommit", j.exit_code AS "exitCode",
    j.attempt, j.max_attempts AS "maxAttempts", j.log_chunks AS "logChunks", j.requested_by_id AS "requestedById",
    j.created_at AS "createdAt", j.due_at AS "dueAt", j.started_at AS "startedAt", j.ended_at AS "endedAt",
    j.heartbeat_at AS "heartbeatAt", j.cancel_requested_at AS "cancelRequestedAt", b.name AS "backendName", b.kind AS "backendKind",
    j.experiment_id AS "experimentId", e.name AS "experimentName", r.uuid AS "runUuid", r.name AS "runName",
    u.name AS "requestedBy", j.pipeline_id AS "pipelineId", j.pipeline_version AS "pipelineVersion", p.name AS "pipelineName",
    coalesce((SELECT p.facts->'locks' @> '[{"isPinned": true}]' FROM job_provenance p WHERE p.job_id = j.id
      ORDER BY p.attempt DESC LIMIT 1), false) AS "hasLock"
  FROM jobs j
  JOIN compute_backends b ON b.id = j.backend_id
  JOIN experiments e ON e.id = j.experiment_id
  JOIN runs r ON r.id = j.run_id
  JOIN users u ON u.id = j.requested_by_id
  LEFT JOIN pipelines p ON p.id = j.pipeline_id AND p.workspace_id = j.workspace_id`;

/** The next number of a job in a workspace; nobody else gets it before the transaction ends. */
export async function nextNumber(tx: SqlClient, workspaceId: string): Promise<number> {
  await tx.query("SELECT pg_advisory_xact_lock(hashtext('jobs ' || $1))", [workspaceId]);
  const { rows } = await tx.query<{ number: number }>(
    "SELECT coalesce(max(number), 0) + 1 AS number FROM jobs WHERE workspace_id = $1",
    [workspaceId],
  );
  return rows[0]?.number ?? 1;
}

export async function readJob(
  client: SqlClient,
  workspaceId: string,
  number: number,
): Promise<JobRow | null> {
  const { rows } = await client.query<JobRow>(
    `${JOB_SELECT} WHERE j.workspace_id = $1 AND j.number = $2`,
    [workspaceId, number],
  );
  return rows[0] ?? null;
}

/** The same, with the job locked against everybody else who would move it on. */
export async function lockJob(
  tx: SqlClient,
  workspaceId: string,
  number: number,
): Promise<JobRow | null> {
  const { rows } = await tx.query<JobRow>(
    `${JOB_SELECT} WHERE j.workspace_id = $1 AND j.number = $2 FOR UPDATE OF j`,
    [workspaceId, number],
  );
  return rows[0] ?? null;
}

/** The last test job of each backend, by the backend's id. */
export async function lastTests(workspaceId: string): Promise<Map<number, LastTest>> {
  const { rows } = await pool().query<LastTest & { backendId: number }>(
    `SELECT DISTINCT ON (backend_id) backend_id AS "backendId", number, status, reason, trouble, created_at AS "createdAt"
     FROM jobs WHERE workspace_id = $1 AND is_test ORDER BY backend_id, id DESC`,
    [workspaceId],
  );
  return new Map(rows.map(({ backendId, ...test }) => [backendId, test]));
}
