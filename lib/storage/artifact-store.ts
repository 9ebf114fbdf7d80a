import "server-only";
import { join } from "node:path";
import { env } from "@/lib/core/env";
import { FolderStore } from "./folder-store";
import { S3Store } from "./s3-store";
import { ScopedStore } from "./scoped-store";
import type { ArtifactStore, RootStore } from "./store";

const shared = globalThis as typeof globalThis & { slipwayArtifacts?: RootStore };

function openStore(): RootStore {
  const place = env().SLIPWAY_ARTIFACTS ?? join(env().SLIPWAY_DATA, "artifacts");
  const [, bucket, prefix = ""] = /^s3:\/\/([^/]+)(?:\/(.*))?$/.exec(place) ?? [];
  if (!bucket) return new FolderStore(place);
  const { S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey } = env();
  return new S3Store({
    bucket,
    prefix: prefix.replace(/^\/+|\/+$/g, ""),
    endpoint: env().S3_ENDPOINT,
    region: env().S3_REGION,
    forcePathStyle: env().S3_FORCE_PATH_STYLE,
    credentials: accessKeyId && secretAccessKey ? { accessKeyId, secretAccessKey } : undefined,
  });
}

/**
 * Everything this installation keeps, across workspaces: for backup and upkeep. What a person or program asks for is
 * read through `workspaceStore`.
 */
export function artifactStore(): RootStore {
  shared.slipwayArtifacts ??= openStore();
  return shared.slipwayArtifacts;
}

/** Forgets the open store: for tests, which change its place under one process. */
export function forgetArtifactStore(): void {
  delete shared.slipwayArtifacts;
}

/**
 * The part of the store that belongs to one workspace. Nothing in it can name what belongs to another: every path is
 * taken from the workspace's own folder.
 */
export function workspaceStore(workspaceId: string): ArtifactStore {
  return new ScopedStore(artifactStore(), workspaceId);
}

/** Uploaded source snapshots of one workspace, beside its artifacts as well. */
export function sourceStore(workspaceId: string): ArtifactStore {
  return new ScopedStore(artifactStore(), `${workspaceId}.sources`);
}

/**
 * Uploaded dataset versions of one workspace. A folder of its own beside the workspace's artifacts: no artifact path leads
 * into it, so what a version's hash was computed of stays as it is.
 */
export function datasetStore(workspaceId: string): ArtifactStore {
  return new ScopedStore(artifactStore(), `${workspaceId}.datasets`);
}
