import "server-only";
import { db } from "@/lib/db/client";
import { datasetStore } from "@/lib/storage/artifact-store";
import { removeStrayFiles } from "@/lib/storage/stray-files";

/**
 * Files that were stored whole before a time and became no version, because the process ended in between. Only of
 * workspaces that this database knows: another installation may keep its files in the same store. Answers how many there
 * were.
 */
export async function removeUnnamedFiles(before: Date): Promise<number> {
  let removed = 0;
  for (const { id: workspaceId } of await db().workspace.findMany({ select: { id: true } }))
    removed += await removeStrayFiles(datasetStore(workspaceId), before, async (paths) => {
      const rows = await db().datasetVersion.findMany({
        where: { workspaceId, filePath: { in: paths } },
        select: { filePath: true },
      });
      return new Set(rows.map(({ filePath }) => filePath));
    });
  return removed;
}
