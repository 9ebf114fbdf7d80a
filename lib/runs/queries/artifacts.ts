import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import type { Page } from "@/lib/core/page";
import { workspaceStore } from "@/lib/storage/artifact-store";
import { safeRelativePath } from "@/lib/storage/safe-path";
import type { ArtifactStat, ByteRange, OpenedArtifact } from "@/lib/storage/store";
import type { ArtifactDto } from "../dto/artifacts";
import { artifactUriOf, ownArtifactPath, ownPathBelow } from "../sql/artifact-paths";

export interface ArtifactPageInput {
  limit?: number | undefined;
  pageToken?: string | undefined;
}

const PAGE = 200;
const MAX_PAGE = 1_000;

/** Opens a file by its path in the workspace's artifacts. The caller reads or destroys the body. */
export async function openArtifact(
  actor: Actor,
  path: string,
  range?: ByteRange,
): Promise<OpenedArtifact> {
  assertCan(actor, "artifact:read");
  return workspaceStore(actor.workspaceId).get(await ownArtifactPath(actor, path), range);
}

/** What stands at a path in the workspace's artifacts, or null. */
export async function findArtifact(actor: Actor, path: string): Promise<ArtifactStat | null> {
  assertCan(actor, "artifact:read");
  return workspaceStore(actor.workspaceId).stat(await ownArtifactPath(actor, path));
}

/** What is directly below a path in the workspace's artifacts; `path` of each entry is its name. */
export async function listArtifacts(
  actor: Actor,
  path: string,
  page: ArtifactPageInput = {},
): Promise<Page<ArtifactDto>> {
  assertCan(actor, "artifact:read");
  const own = await ownArtifactPath(actor, path);
  const { entries, next } = await workspaceStore(actor.workspaceId).list(own, {
    limit: Math.min(page.limit ?? PAGE, MAX_PAGE),
    after: page.pageToken,
  });
  return {
    items: entries.map(({ name, isDirectory, size }) => ({
      path: name,
      name,
      isDirectory,
      size: isDirectory ? null : size,
    })),
    ...(next === undefined ? {} : { nextPageToken: next }),
  };
}

/** What is directly below a path among the artifacts that a uri of ours names. */
export async function listArtifactsAt(
  actor: Actor,
  artifactUri: string,
  path: string,
  page: ArtifactPageInput = {},
): Promise<Page<ArtifactDto>> {
  assertCan(actor, "artifact:read");
  const folder = safeRelativePath(path);
  const listed = await listArtifacts(actor, await ownPathBelow(actor, artifactUri, folder), page);
  const items = listed.items.map((item) => ({
    ...item,
    path: folder === "" ? item.name : `${folder}/${item.name}`,
  }));
  return { ...listed, items };
}

/** As many files as are counted. */
const MAX_COUNTED = 2_000;

/** How many bytes and files are below a uri of ours; not complete when there are more than are counted. */
export async function measureArtifactsAt(
  actor: Actor,
  artifactUri: string,
): Promise<{ bytes: number; files: number; isComplete: boolean }> {
  assertCan(actor, "artifact:read");
  const own = await ownPathBelow(actor, artifactUri, "");
  let [bytes, files] = [0, 0];
  for await (const { size } of workspaceStore(actor.workspaceId).walk(own)) {
    if (files === MAX_COUNTED) return { bytes, files, isComplete: false };
    [bytes, files] = [bytes + size, files + 1];
  }
  return { bytes, files, isComplete: true };
}

/** The path in the workspace's artifacts of a path among those that a uri of ours names. */
export async function resolveArtifact(
  actor: Actor,
  artifactUri: string,
  path: string,
): Promise<string> {
  assertCan(actor, "artifact:read");
  return ownPathBelow(actor, artifactUri, path);
}

/** Where the artifacts of a run are. Throws NOT_FOUND. */
export async function getArtifactUri(actor: Actor, runUuid: string): Promise<string> {
  assertCan(actor, "artifact:read");
  return artifactUriOf(actor, runUuid);
}
