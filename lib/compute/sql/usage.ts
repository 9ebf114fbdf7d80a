import "server-only";
import { pool } from "@/lib/db/pool";
import type { Usage } from "../adapters/adapter";
import type { MovingJob } from "./advance";

/** Keeps what an attempt used until a second of it, and of the older ones those that fit the interval. */
export async function keepUsage(
  job: MovingJob,
  usage: Usage,
  { second, interval }: { second: number; interval: number },
): Promise<void> {
  const attempt = [job.id, job.attempt];
  const { rowCount } = await pool().query(
    `INSERT INTO job_usage (job_id, workspace_id, attempt, second, cpu_millis, memory_bytes, processes,
       gpu_percent, gpu_memory_bytes)
     SELECT id, workspace_id, attempt, $3, $4, $5, $6, $7, $8 FROM jobs
     WHERE id = $1 AND attempt = $2 AND submission_key = $9
     ON CONFLICT DO NOTHING`,
    [
      ...[...attempt, second, usage.cpuMillis, usage.memoryBytes, usage.processes],
      ...[usage.gpu?.percent ?? null, usage.gpu?.memoryBytes ?? null, job.submissionKey],
    ],
  );
  if (rowCount === 1 && interval > 1)
    await pool().query(
      "DELETE FROM job_usage WHERE job_id = $1 AND attempt = $2 AND second % $3 <> 0",
      [...attempt, interval],
    );
}

export interface UsageRow {
  attempt: number;
  second: number;
  cpuMillis: number;
  memoryBytes: number;
  processes: number;
  gpuPercent: number | null;
  gpuMemoryBytes: number | null;
}

/** What the last attempt that was measured used. */
export async function readUsage(jobId: number, workspaceId: string): Promise<UsageRow[]> {
  const { rows } = await pool().query<UsageRow>(
    `SELECT attempt, second, cpu_millis AS "cpuMillis", memory_bytes AS "memoryBytes", processes,
       gpu_percent AS "gpuPercent", gpu_memory_bytes AS "gpuMemoryBytes"
     FROM job_usage
     WHERE job_id = $1 AND workspace_id = $2
       AND attempt = (SELECT max(attempt) FROM job_usage WHERE job_id = $1 AND workspace_id = $2)
     ORDER BY second`,
    [jobId, workspaceId],
  );
  return rows;
}
