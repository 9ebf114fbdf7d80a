import "server-only";
import { randomUUID } from "node:crypto";
import { constants, mkdirSync, realpathSync, type Stats } from "node:fs";
import { open, readdir, rename, rm, rmdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Readable } from "node:stream";
import { AppError } from "@/lib/core/errors";
import {
  assertWritable,
  inspect,
  isMissing,
  lstatOrNull,
  makeParents,
  syncFolder,
  toStoreError,
} from "./folder-paths";
import { FolderUploads } from "./folder-uploads";
import {
  type ArtifactListing,
  type ArtifactStat,
  type ByteRange,
  isADirectory,
  noArtifact,
  type OpenedArtifact,
  type PutOptions,
  type RootStore,
  type StoredFile,
  type UploadedPart,
} from "./store";
import { writeNewFile } from "./streams";

/** Files on their way in or out; a name that no workspace can have. */
const STAGING = ".staging";
const UPLOADS = "uploads";
const MAX_TRIES = 5;

function toStat(stats: Stats): ArtifactStat {
  if (stats.isDirectory()) return { isDirectory: true, size: 0, modifiedAt: 0, etag: "" };
  return {
    isDirectory: false,
    size: stats.size,
    modifiedAt: Math.floor(stats.mtimeMs),
    etag: `${stats.ino.toString(36)}-${stats.size.toString(36)}-${stats.mtimeMs.toString(36)}`,
  };
}

const orderOf = (entry: { name: string; isDirectory: boolean }) =>
  Buffer.from(entry.isDirectory ? `${entry.name}/` : entry.name);

/** Artifacts as files of a folder, which may be on a shared file system. */
export class FolderStore implements RootStore {
  readonly #root: string;
  readonly #staging: string;
  readonly #uploads: FolderUploads;

  constructor(folder: string) {
    mkdirSync(join(folder, STAGING), { recursive: true, mode: 0o750 });
    this.#root = realpathSync(folder);
    this.#staging = join(this.#root, STAGING);
    this.#uploads = new FolderUploads(join(this.#staging, UPLOADS), {
      admit: (path) => assertWritable(this.#root, path),
      publish: (from, path) => this.#publish(from, path),
    });
  }

  async put(path: string, body: Readable, options: PutOptions = {}): Promise<StoredFile> {
    const temporary = join(this.#staging, randomUUID());
    try {
      await assertWritable(this.#root, path);
      const stored = await writeNewFile(temporary, body, options);
      await this.#publish(temporary, path);
      return stored;
    } catch (error) {
      body.destroy();
      await rm(temporary, { force: true });
      throw toStoreError(error);
    }
  }

  /** Moves a finished file to its place, all at once. */
  async #publish(from: string, path: string): Promise<void> {
    const target = join(this.#root, path);
    for (let tries = 1; ; tries += 1)
      try {
        await assertWritable(this.#root, path);
        await makeParents(this.#root, path);
        await rename(from, target);
        await syncFolder(dirname(target));
        return;
      } catch (error) {
        // Somebody removed the last file of the directory, and the directory with it, at this very moment.
        const isRace = isMissing(error) && (await lstatOrNull(from)) !== null;
        if (!isRace || tries === MAX_TRIES) throw toStoreError(error);
      }
  }

  async get(path: string, range?: ByteRange): Promise<OpenedArtifact> {
    const { found } = await this.#inspect(path);
    if (found?.isDirectory()) throw isADirectory(path);
    if (!found?.isFile()) throw noArtifact(path);
    try {
      const flags = constants.O_RDONLY | constants.O_NOFOLLOW;
      const file = await open(join(this.#root, path), flags);
      const stat = toStat(await file.stat());
      return { ...stat, body: file.createReadStream({ ...range, autoClose: true }) };
    } catch (error) {
      throw isMissing(error) ? noArtifact(path) : toStoreError(error);
    }
  }

  async stat(path: string): Promise<ArtifactStat | null> {
    const { found } = await this.#inspect(path);
    return found && (found.isFile() || found.isDirectory()) ? toStat(found) : null;
  }

  async #inspect(path: string) {
    try {
      return await inspect(this.#root, path);
    } catch (error) {
      throw toStoreError(error);
    }
  }

  async list(
    path: string,
    { limit, after }: { limit: number; after?: string | undefined },
  ): Promise<ArtifactListing> {
    const names = await this.#entries(path);
    const start = after === undefined ? null : Buffer.from(after, "base64url");
    const rest = names.filter(({ order }) => !start || Buffer.compare(order, start) > 0);
    const page = rest.slice(0, limit);
    const last = page.at(-1);
    const entries = await Promise.all(
      page.map(async ({ name, isDirectory }) => {
        const stats = isDirectory ? null : await lstatOrNull(join(this.#root, path, name));
        return { name, isDirectory, size: stats?.size ?? 0 };
      }),
    );
    return {
      entries,
      ...(last && rest.length > page.length ? { next: last.order.toString("base64url") } : {}),
    };
  }

  async #entries(path: string) {
    const { found } = await this.#inspect(path);
    if (!found?.isDirectory()) return [];
    const entries = await readdir(join(this.#root, path), { withFileTypes: true }).catch(
      (error: unknown) => {
        if (isMissing(error)) return [];
        throw error;
      },
    );
    return entries
      .filter((entry) => entry.isFile() || entry.isDirectory())
      .filter((entry) => path !== "" || entry.name !== STAGING)
      .map((entry) => ({ name: entry.name, isDirectory: entry.isDirectory() }))
      .map((entry) => ({ ...entry, order: orderOf(entry) }))
      .sort((a, b) => Buffer.compare(a.order, b.order));
  }

  async *walk(path: string): AsyncGenerator<{ path: string; size: number }> {
    for (const { name, isDirectory } of await this.#entries(path)) {
      const child = path === "" ? name : `${path}/${name}`;
      if (isDirectory)
        for await (const file of this.walk(child))
          yield { path: `${name}/${file.path}`, size: file.size };
      else {
        const stats = await lstatOrNull(join(this.#root, child));
        if (stats) yield { path: name, size: stats.size };
      }
    }
  }

  async remove(path: string): Promise<void> {
    if (path === "") throw new AppError("INVALID", "Name what is to be removed.");
    const { found } = await this.#inspect(path);
    if (!found) return;
    const grave = join(this.#staging, randomUUID());
    try {
      await rename(join(this.#root, path), grave);
    } catch (error) {
      if (isMissing(error)) return;
      throw toStoreError(error);
    }
    await rm(grave, { recursive: true, force: true });
    await this.#prune(path);
  }

  /** Removes the directories that a removal has left empty. */
  async #prune(path: string): Promise<void> {
    const names = path.split("/").slice(0, -1);
    for (; names.length > 0; names.pop()) {
      const removed = await rmdir(join(this.#root, ...names)).then(
        () => true,
        () => false,
      );
      if (!removed) return;
    }
  }

  createUpload(path: string): Promise<string> {
    return this.#uploads.create(path);
  }

  putPart(path: string, uploadId: string, number: number, body: Readable, options?: PutOptions) {
    return this.#uploads.putPart({ path, uploadId, number, body, options: options ?? {} });
  }

  completeUpload(path: string, uploadId: string, parts: readonly UploadedPart[]): Promise<void> {
    return this.#uploads.complete(path, uploadId, parts);
  }

  abortUpload(path: string, uploadId: string): Promise<void> {
    return this.#uploads.abort(path, uploadId);
  }

  async removeStaleUploads(before: Date): Promise<number> {
    for (const name of await readdir(this.#staging)) {
      const path = join(this.#staging, name);
      const found = await lstatOrNull(path);
      if (name !== UPLOADS && found && found.mtime < before)
        await rm(path, { recursive: true, force: true });
    }
    return this.#uploads.removeStale(before);
  }
}
