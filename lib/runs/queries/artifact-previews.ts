import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { workspaceStore } from "@/lib/storage/artifact-store";
import { readEnvironment } from "@/lib/storage/preview/environment";
import type { ArtifactPreview, EnvironmentFiles } from "@/lib/storage/preview/preview";
import { readPreview } from "@/lib/storage/preview/read-preview";
import { ownPathBelow } from "../sql/artifact-paths";

/** What can be shown of a file among the artifacts that a uri of ours names. */
export async function getArtifactPreviewAt(
  actor: Actor,
  artifactUri: string,
  path: string,
): Promise<ArtifactPreview> {
  assertCan(actor, "artifact:read");
  const own = await ownPathBelow(actor, artifactUri, path);
  return readPreview(workspaceStore(actor.workspaceId), own);
}

/** What the files directly below a path say was installed; null when they say nothing. */
export async function getEnvironmentAt(
  actor: Actor,
  artifactUri: string,
  path: string,
): Promise<EnvironmentFiles | null> {
  assertCan(actor, "artifact:read");
  const own = await ownPathBelow(actor, artifactUri, path);
  return readEnvironment(workspaceStore(actor.workspaceId), own, path);
}
