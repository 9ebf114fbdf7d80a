import "server-only";
import { recordAuditsSql, systemIn } from "@/lib/audit/record";
import { db } from "@/lib/db/client";
import { inTransaction } from "@/lib/db/pool";
import { sourceStore } from "@/lib/storage/artifact-store";
import { removeStrayFiles } from "@/lib/storage/stray-files";

const BATCH = 500;

const UNUSED = "NOT EXISTS (SELECT 1 FROM jobs j WHERE j.source_snapshot_id = s.id)";

/** At most so many snapshots of a workspace that were uploaded before a time and that no job has ever named. */
async function removeSome(workspaceId: string, before: Date): Promise<number> {
  return inTransaction(async (tx) => {
    // Whoever launches a job holds its snapshot until the job is there: such are passed over, and the others waited with.
    const { rows: held } = await tx.query<{ id: number }>(
      `SELECT s.id FROM source_snapshots s WHERE s.workspace_id = $1 AND s.created_at < $2 AND ${UNUSED}
       ORDER BY s.id LIMIT $3 FOR UPDATE SKIP LOCKED`,
      [workspaceId, before, BATCH],
    );
    const { rows } = await tx.query<{ sha256: string; fileName: string }>(
      `DELETE FROM source_snapshots s WHERE s.workspace_id = $1 AND s.id = ANY ($2) AND ${UNUSED}
       RETURNING s.sha256, s.file_name AS "fileName"`,
      [workspaceId, held.map(({ id }) => id)],
    );
    await recordAuditsSql(
      tx,
      systemIn(workspaceId),
      rows.map(({ sha256, fileName }) => ({
        action: "source-snapshot.removed",
        subject: `source snapshot ${sha256}`,
        label: fileName,
        after: { reason: "No job has named it." },
      })),
    );
    return rows.length;
  });
}

async function removeUnused(workspaceId: string, before: Date): Promise<number> {
  let removed = 0;
  for (let some = BATCH; some === BATCH; removed += some)
    some = await removeSome(workspaceId, before);
  return removed;
}

/** Files that no snapshot names any more, or never did. */
const removeUnnamed = (workspaceId: string, before: Date): Promise<number> =>
  removeStrayFiles(sourceStore(workspaceId), before, async (paths) => {
    const rows = await db().sourceSnapshot.findMany({
      where: { workspaceId, filePath: { in: paths } },
      select: { filePath: true },
    });
    return new Set(rows.map(({ filePath }) => filePath));
  });

/** Lets go of snapshots that nobody has used, and of what is left of broken uploads. Answers how many there were. */
export async function sweepSnapshots(unusedSince: Date, brokenSince: Date): Promise<number> {
  let removed = 0;
  for (const { id } of await db().workspace.findMany({ select: { id: true } })) {
    removed += await removeUnused(id, unusedSince);
    await removeUnnamed(id, brokenSince);
  }
  return removed;
}
