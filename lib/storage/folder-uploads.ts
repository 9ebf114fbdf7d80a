import "server-only";
import { randomUUID } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { AppError } from "@/lib/core/errors";
import { isMissing, toStoreError } from "./folder-paths";
import { type PartUpload, type UploadedPart, unknownUpload } from "./store";
import { writeNewFile } from "./streams";

interface Target {
  /** Throws when no file can be written at a path. */
  admit: (path: string) => Promise<void>;
  /** Moves a finished file to its place. */
  publish: (from: string, path: string) => Promise<void>;
}

const UPLOAD_ID = /^[\da-f-]{36}$/;
const PART = /^(\d{1,5})-([\da-f]{64})$/;

/** Uploads in parts: one folder each, with a file a part that carries its number and hash in its name. */
export class FolderUploads {
  readonly #folder: string;
  readonly #target: Target;

  constructor(folder: string, target: Target) {
    this.#folder = folder;
    this.#target = target;
  }

  async create(path: string): Promise<string> {
    await this.#target.admit(path);
    const uploadId = randomUUID();
    const folder = join(this.#folder, uploadId);
    await mkdir(folder, { recursive: true, mode: 0o750 });
    const note = await open(join(folder, "path"), "wx", 0o640);
    await note.writeFile(path);
    await note.close();
    return uploadId;
  }

  /** The folder of an upload to this very path. Throws NOT_FOUND. */
  async #find(path: string, uploadId: string): Promise<string> {
    if (!UPLOAD_ID.test(uploadId)) throw unknownUpload();
    const folder = join(this.#folder, uploadId);
    const target = await readFile(join(folder, "path"), "utf8").catch((error: unknown) => {
      if (isMissing(error)) return null;
      throw error;
    });
    if (target !== path) throw unknownUpload();
    return folder;
  }

  async #parts(folder: string): Promise<Map<number, { etag: string; file: string }>> {
    const parts = new Map<number, { etag: string; file: string }>();
    for (const name of await readdir(folder)) {
      const [, number = "", etag = ""] = PART.exec(name) ?? [];
      if (number) parts.set(Number(number), { etag, file: join(folder, name) });
    }
    return parts;
  }

  async putPart({ path, uploadId, number, body, options }: PartUpload): Promise<string> {
    let temporary: string | null = null;
    try {
      const folder = await this.#find(path, uploadId);
      temporary = join(folder, `incoming-${randomUUID()}`);
      const { sha256 } = await writeNewFile(temporary, body, options);
      const earlier = (await this.#parts(folder)).get(number);
      const kept = join(folder, `${number}-${sha256}`);
      await rename(temporary, kept);
      if (earlier && earlier.file !== kept) await rm(earlier.file, { force: true });
      return sha256;
    } catch (error) {
      body.destroy();
      if (temporary) await rm(temporary, { force: true });
      throw isMissing(error) ? unknownUpload() : toStoreError(error);
    }
  }

  async complete(path: string, uploadId: string, parts: readonly UploadedPart[]): Promise<void> {
    const folder = await this.#find(path, uploadId);
    const stored = await this.#parts(folder);
    const files = [...parts]
      .sort((a, b) => a.number - b.number)
      .map(({ number, etag }) => {
        const part = stored.get(number);
        if (part?.etag !== etag.replaceAll('"', ""))
          throw new AppError("INVALID", `Part ${number} was not uploaded, or has another etag.`);
        return part.file;
      });
    if (files.length === 0 || new Set(files).size !== files.length)
      throw new AppError("INVALID", "Name every part of the upload once.");
    const whole = join(folder, "whole");
    try {
      await joinFiles(files, whole);
      await this.#target.publish(whole, path);
    } catch (error) {
      await rm(whole, { force: true });
      throw isMissing(error) ? unknownUpload() : toStoreError(error);
    }
    await rm(folder, { recursive: true, force: true });
  }

  async abort(path: string, uploadId: string): Promise<void> {
    const folder = await this.#find(path, uploadId).catch((error: unknown) => {
      if (error instanceof AppError && error.code === "NOT_FOUND") return null;
      throw error;
    });
    if (folder) await rm(folder, { recursive: true, force: true });
  }

  async removeStale(before: Date): Promise<number> {
    const names = await readdir(this.#folder).catch(() => []);
    let removed = 0;
    for (const name of names) {
      const folder = join(this.#folder, name);
      const found = await stat(folder).catch(() => null);
      if (!found || found.mtime >= before) continue;
      await rm(folder, { recursive: true, force: true });
      removed += 1;
    }
    return removed;
  }
}

/** Writes files one after the other into a new one that is on disk when this resolves. */
async function joinFiles(files: readonly string[], whole: string): Promise<void> {
  await rm(whole, { force: true });
  for (const file of files)
    await pipeline(createReadStream(file), createWriteStream(whole, { flags: "a", mode: 0o640 }));
  const joined = await open(whole, "r+");
  await joined.sync();
  await joined.close();
}
