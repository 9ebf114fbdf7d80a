import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { AppError } from "@/lib/core/errors";
import type { ExportedBytes } from "@/lib/core/exported-file";
import { workspaceStore } from "@/lib/storage/artifact-store";
import { type TarFile, tarOf, tarSize } from "@/lib/storage/tar";
import { ownPathBelow } from "../sql/artifact-paths";

/** As many files as one archive holds: their names are known before the first is sent. */
const MAX_FILES = 2_000;

/**
 * Everything at or below a uri of ours as one tar archive, read file after file while it is sent. Throws NOT_FOUND where
 * nothing is, TOO_LARGE for too many files.
 */
export async function archiveAt(
  actor: Actor,
  artifactUri: string,
  name: string,
): Promise<ExportedBytes> {
  assertCan(actor, "artifact:read");
  const store = workspaceStore(actor.workspaceId);
  const root = await ownPathBelow(actor, artifactUri, "");
  const files: TarFile[] = [];
  for await (const { path, size } of store.walk(root)) {
    if (files.length === MAX_FILES)
      throw new AppError(
        "TOO_LARGE",
        `An archive holds at most ${MAX_FILES} files, and there are more. Fetch them with mlflow.artifacts.download_artifacts.`,
      );
    files.push({ path, size, open: async () => (await store.get(`${root}/${path}`)).body });
  }
  if (files.length === 0)
    throw new AppError("NOT_FOUND", "There are no files: they were deleted, or never uploaded.");
  return {
    name: `${name}.tar`,
    type: "application/x-tar",
    size: tarSize(files),
    chunks: tarOf(files, Date.now()),
  };
}
