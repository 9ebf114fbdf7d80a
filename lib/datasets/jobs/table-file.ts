import "server-only";
import type { Row } from "@/lib/db/client";
import { datasetStore, workspaceStore } from "@/lib/storage/artifact-store";
import { storePath } from "@/lib/storage/artifact-uri";
import type { ArtifactStore } from "@/lib/storage/store";
import { placeOf } from "../rules/content";
import { formatOf } from "../rules/uploads";
import type { FileFormat } from "../schema/table-scan";

interface TableFile {
  store: ArtifactStore;
  path: string;
  size: number;
  format: FileFormat;
}

/** The uploaded file, or the artifact of this server that the version was read from; null when its bytes are elsewhere. */
export async function tableFileOf(version: Row<"DatasetVersion">): Promise<TableFile | null> {
  const { workspaceId, filePath } = version;
  const path = filePath ?? storePath(placeOf(version));
  const format = path === null ? null : formatOf(path);
  if (path === null || !format) return null;
  const store = filePath === null ? workspaceStore(workspaceId) : datasetStore(workspaceId);
  const stat = await store.stat(path);
  return stat && !stat.isDirectory ? { store, path, size: stat.size, format } : null;
}
