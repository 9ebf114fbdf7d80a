import "server-only";
import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { AppError } from "@/lib/core/errors";
import type { ModelFiles } from "./adapter";

const MAX_FILES = 10_000;
const MAX_BYTES = 64 * 1024 ** 3;

export interface ModelFolder {
  path: string;
  /** Names of the files, from the folder on. */
  files: readonly string[];
  /** The same for models of equal files. */
  digest: string;
}

function hashing() {
  const hash = createHash("sha256");
  const through = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
  });
  return { through, digest: () => hash.digest("hex") };
}

/** Copies a model's files to a folder of this machine, in whole or not at all. Throws NOT_FOUND for a model without files. */
export async function fetchModel(source: ModelFiles, folder: string): Promise<ModelFolder> {
  const partial = `${folder}.partial`;
  await rm(partial, { recursive: true, force: true });
  const digests: string[] = [];
  const files: string[] = [];
  let bytes = 0;
  for await (const { path, size } of source.list()) {
    bytes += size;
    if (files.length === MAX_FILES || bytes > MAX_BYTES)
      throw new AppError("TOO_LARGE", "The model has more files than are served.");
    const target = join(partial, path);
    await mkdir(dirname(target), { recursive: true });
    const { through, digest } = hashing();
    await pipeline(await source.open(path), through, createWriteStream(target));
    files.push(path);
    digests.push(`${path}\n${digest()}`);
  }
  if (files.length === 0)
    throw new AppError("NOT_FOUND", "The version has no files in the artifact store.");
  await rm(folder, { recursive: true, force: true });
  await rename(partial, folder);
  const digest = createHash("sha256").update(digests.sort().join("\n")).digest("hex");
  return { path: folder, files, digest };
}

/** A small file of a model. Throws INVALID for one that is too large. */
export async function readSmallFile(path: string, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of createReadStream(path)) {
    size += chunk.length;
    if (size > maxBytes) throw new AppError("INVALID", `${path} is too large.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
