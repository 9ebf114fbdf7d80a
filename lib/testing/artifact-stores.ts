import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterAll, beforeAll } from "vitest";
import { FolderStore } from "@/lib/storage/folder-store";
import { S3Store } from "@/lib/storage/s3-store";
import { ScopedStore } from "@/lib/storage/scoped-store";
import type { ArtifactStore, RootStore } from "@/lib/storage/store";
import { findS3Server, startS3Server } from "./s3-server";

interface OpenStore {
  root: RootStore;
  close: () => Promise<void>;
}

interface StoreKind {
  name: string;
  open: () => Promise<OpenStore>;
  /** True where its server is not installed. */
  isMissing: boolean;
}

async function openFolder(): Promise<OpenStore> {
  const folder = await mkdtemp(join(tmpdir(), "slipway-store-"));
  return {
    root: new FolderStore(folder),
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

const s3Server = findS3Server();

async function openS3(): Promise<OpenStore> {
  if (s3Server === null) throw new Error("Run node scripts/s3-server.mjs first.");
  const { settings, stop } = await startS3Server(s3Server);
  return { root: new S3Store(settings), close: stop };
}

/** Every kind of store, all of which must behave the same. */
export const STORE_KINDS: readonly StoreKind[] = [
  { name: "folder", open: openFolder, isMissing: false },
  { name: "S3 bucket", open: openS3, isMissing: s3Server === null },
];

/** A store of a kind for the tests of a file; `fresh` is a workspace in it that no other test writes to. */
export function setUpStore({ open, isMissing }: StoreKind) {
  const opened: { store?: OpenStore } = {};
  beforeAll(async () => {
    if (!isMissing) opened.store = await open();
  });
  afterAll(async () => opened.store?.close());
  const root = (): RootStore => {
    if (!opened.store) throw new Error("The store is opened before the first test, not earlier.");
    return opened.store.root;
  };
  return { root, fresh: (): ArtifactStore => new ScopedStore(root(), randomUUID()) };
}

/** A body of these chunks. */
export function bodyOf(...chunks: (string | Uint8Array)[]): Readable {
  return Readable.from(chunks.map((chunk) => Buffer.from(chunk)));
}

/** What a directory holds, as `name size` or `name/`. */
export async function namesIn(store: ArtifactStore, path: string): Promise<string[]> {
  const { entries } = await store.list(path, { limit: 100 });
  return entries.map(({ name, isDirectory, size }) => `${name}${isDirectory ? "/" : ` ${size}`}`);
}
