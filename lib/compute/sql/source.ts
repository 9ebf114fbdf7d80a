import "server-only";
import { recordAuditSql, systemIn } from "@/lib/audit/record";
import { inTransaction } from "@/lib/db/pool";
import { internKeys } from "@/lib/experiments/sql";
import { upsertTags } from "@/lib/runs/sql/attributes";
import { COMMIT_TAG } from "../rules/source";
import { isStill, type MovingJob } from "./advance";

/** Keeps the commit that a job's source was found to be, once, and tells its run. */
export async function noteCommit(job: MovingJob, commit: string): Promise<void> {
  const { workspaceId, experimentId } = job;
  const keyId = (await internKeys(workspaceId, [COMMIT_TAG])).get(COMMIT_TAG) ?? 0;
  await inTransaction(async (tx) => {
    if (!(await isStill(tx, job, ["starting", "running"]))) return;
    const { rows } = await tx.query<{ run_id: number }>(
      "UPDATE jobs SET source_commit = $2 WHERE id = $1 AND source_commit IS NULL RETURNING run_id",
      [job.id, commit],
    );
    const pinned = rows[0];
    if (!pinned) return;
    const run = { id: pinned.run_id, experimentId, workspaceId };
    await upsertTags(tx, run, [{ key: COMMIT_TAG, keyId, value: commit }]);
    await recordAuditSql(tx, systemIn(workspaceId), {
      action: "job.source-fetched",
      subject: `job ${job.number}`,
      after: { commit, run: job.runUuid },
    });
  });
}
