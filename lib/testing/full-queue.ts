import { pool } from "@/lib/db/pool";

/** Fills the queue of the backend of a workspace's first job with others like it, so that it takes no more. */
export async function fillQueue(workspaceId: string): Promise<void> {
  await pool().query(
    `INSERT INTO jobs (workspace_id, number, name, backend_id, experiment_id, run_id, spec, max_attempts, requested_by_id)
     SELECT workspace_id, number + more, name, backend_id, experiment_id, run_id, spec, max_attempts, requested_by_id
     FROM jobs, generate_series(1, 10000) AS more WHERE workspace_id = $1 AND number = 1`,
    [workspaceId],
  );
}
