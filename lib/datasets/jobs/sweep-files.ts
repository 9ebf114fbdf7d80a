import "server-only";
import { db } from "@/lib/db/client";
import { datasetStore } from "@/lib/storage/artifact-store";

const BATCH = 500;

/** Removes those of a workspace's files that no version names; younger ones may be uploads that are going on. */
async function removeUnnamed(
  workspaceId: string,
  paths: readonly string[],
  before: Date,
): Promise<number> {
  const named = await db().datasetVersion.findMany({
    where: { workspaceId, filePath: { in: [...paths] } },
    select: { filePath: true },
  });
  const kept = new Set(named.map(({ filePath }) => filePath));
  const store = datasetStore(workspaceId);
  let removed = 0;
  for (const path of paths) {
    if (kept.has(path)) continue;
    const found = await store.stat(path);
    if (!found || found.modifiedAt >= before.getTime()) continue;
    await store.remove(path);
    removed += 1;
  }
  return removed;
}

/**
 * Files that were stored whole before a time and became no version, because the process ended in between. Only of
 * workspaces that this database knows: another installation may keep its files in the same store. Answers how many there
 * were.
 */
export async function removeUnnamedFiles(before: Date): Promise<number> {
  let removed = 0;
  for (const { id: workspaceId } of await db().workspace.findMany({ select: { id: true } })) {
    let paths: string[] = [];
    for await (const { path } of datasetStore(workspaceId).walk("")) {
      paths.push(path);
      if (paths.length < BATCH) continue;
      removed += await removeUnnamed(workspaceId, paths, before);
      paths = [];
    }
    removed += await removeUnnamed(workspaceId, paths, before);
  }
  return removed;
}
