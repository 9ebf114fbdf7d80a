import "server-only";
import { inTransaction } from "@/lib/db/pool";
import { MOVING_SELECT, type MovingJob, type MovingRow, toMoving } from "./advance";

const CLAIM_LOCK = 4_711_005;
/** Of one kind at once; who is left has its turn in the next round. */
const MAX_CLAIMED = 64;

/**
 * The next jobs whose turn it is, by priority and then by age, as far as their backend, whoever launched them and all
 * backends of the kind together have places. Where one has none, those behind it go ahead.
 */
const NEXT = `
  WITH busy AS (
    SELECT j.backend_id, j.requested_by_id, count(*) AS jobs
    FROM jobs j JOIN compute_backends b ON b.id = j.backend_id
    WHERE b.kind = $1 AND j.status IN ('starting', 'running') GROUP BY j.backend_id, j.requested_by_id),
  waiting AS (
    SELECT j.id, j.priority, j.backend_id, b.max_jobs, b.max_jobs_per_user,
      coalesce((SELECT jobs FROM busy WHERE backend_id = j.backend_id AND requested_by_id = j.requested_by_id), 0)
        + row_number() OVER (PARTITION BY j.backend_id, j.requested_by_id ORDER BY j.priority DESC, j.id) AS of_user
    FROM jobs j JOIN compute_backends b ON b.id = j.backend_id
    WHERE b.kind = $1 AND b.is_enabled AND j.status = 'queued' AND j.submission_key IS NULL AND j.due_at <= now()),
  fair AS (
    SELECT id, priority, max_jobs,
      coalesce((SELECT sum(jobs) FROM busy WHERE backend_id = waiting.backend_id), 0)
        + row_number() OVER (PARTITION BY backend_id ORDER BY priority DESC, id) AS of_backend
    FROM waiting WHERE max_jobs_per_user IS NULL OR of_user <= max_jobs_per_user)
  SELECT id FROM fair WHERE of_backend <= max_jobs ORDER BY priority DESC, id
  LIMIT greatest(0, least(${MAX_CLAIMED}, $2 - (SELECT coalesce(sum(jobs), 0) FROM busy)))`;

/** Takes the jobs whose turn it is. Their keys are committed before anybody may submit them. */
export async function claimJobs(kind: string, places: number): Promise<MovingJob[]> {
  return inTransaction(async (tx) => {
    // Places are counted: one counts at a time.
    await tx.query("SELECT pg_advisory_xact_lock($1)", [CLAIM_LOCK]);
    const { rows: next } = await tx.query<{ id: number }>(NEXT, [kind, places]);
    if (next.length === 0) return [];
    const { rows: taken } = await tx.query<{ id: number }>(
      `UPDATE jobs SET status = 'starting', attempt = attempt + 1, log_offset = 0, started_at = NULL, heartbeat_at = NULL,
         reason = NULL, exit_code = NULL, submission_key = 'slipway-' || replace(gen_random_uuid()::text, '-', '')
       WHERE id = ANY ($1) AND status = 'queued' RETURNING id`,
      [next.map(({ id }) => id)],
    );
    const { rows } = await tx.query<MovingRow>(
      `${MOVING_SELECT} WHERE j.id = ANY ($1) ORDER BY j.priority DESC, j.id`,
      [taken.map(({ id }) => id)],
    );
    return rows.map(toMoving);
  });
}
