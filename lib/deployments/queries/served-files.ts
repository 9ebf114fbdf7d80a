import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { getModelVersion } from "@/lib/models/queries/registered-models";
import { readServingFiles } from "@/lib/models/queries/version-files";

export interface VersionRef {
  model: string;
  version: number;
}

/** A version as it is to be served: where its files are, and what it takes. */
export interface ServedFiles {
  storageLocation: string;
  location: string | null;
  signature: unknown;
}

/** Reads what a revision keeps of its version, outside of any transaction: files may be far away. */
export async function getServedFiles(
  actor: Actor,
  { model, version }: VersionRef,
): Promise<ServedFiles> {
  assertCan(actor, "model:read");
  const row = await getModelVersion(actor, { name: model, version: String(version) });
  const files = await readServingFiles(actor, row);
  return { storageLocation: row.storageLocation, ...files };
}
