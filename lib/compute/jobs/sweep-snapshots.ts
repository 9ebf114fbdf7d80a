import "server-only";
import { recordAudit, systemIn } from "@/lib/audit/record";
import { db } from "@/lib/db/client";
import { sourceStore } from "@/lib/storage/artifact-store";

const BATCH = 500;

/** Snapshots of a workspace that were uploaded before a time and that no job has ever named. */
async function removeUnused(workspaceId: string, before: Date): Promise<number> {
  const where = { workspaceId, createdAt: { lt: before }, jobs: { none: {} } };
  const unused = await db().sourceSnapshot.findMany({ where, take: BATCH });
  let removed = 0;
  for (const { id, sha256, fileName } of unused)
    removed += await db().$transaction(async (tx) => {
      // A job that names it meanwhile keeps it.
      const { count } = await tx.sourceSnapshot.deleteMany({ where: { ...where, id } });
      if (count === 0) return 0;
      await recordAudit(tx, systemIn(workspaceId), {
        action: "source-snapshot.removed",
        subject: `source snapshot ${sha256}`,
        label: fileName,
        after: { reason: "No job has named it." },
      });
      return 1;
    });
  return removed;
}

/** Files that no snapshot names any more, or never did; younger ones may be uploads that are going on. */
async function removeUnnamed(workspaceId: string, before: Date): Promise<void> {
  const store = sourceStore(workspaceId);
  for await (const { path } of store.walk("")) {
    const named = await db().sourceSnapshot.count({ where: { workspaceId, filePath: path } });
    if (named > 0) continue;
    const found = await store.stat(path);
    if (found && found.modifiedAt < before.getTime()) await store.remove(path);
  }
}

/** Lets go of snapshots that nobody has used, and of what is left of broken uploads. Answers how many there were. */
export async function sweepSnapshots(unusedSince: Date, brokenSince: Date): Promise<number> {
  let removed = 0;
  for (const { id } of await db().workspace.findMany({ select: { id: true } })) {
    removed += await removeUnused(id, unusedSince);
    await removeUnnamed(id, brokenSince);
  }
  return removed;
}
