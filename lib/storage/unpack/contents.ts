import "server-only";
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { type Readable, pipeline as startPipeline, type Writable } from "node:stream";
import { createGunzip } from "node:zlib";
import { extract, type Header } from "tar-stream";
import { openPromise, type Entry as ZipEntry, type ZipFile } from "yauzl";
import { AppError } from "@/lib/core/errors";
import { Meter } from "../streams";
import type { Bounds, Told } from "./layout";

export type ArchiveFormat = "tar.gz" | "zip";

/** What an archive holds, one thing after the other; each is read before the next one comes. */
export interface Content extends Told {
  isExecutable: boolean;
  open: () => Promise<AsyncIterable<unknown>>;
}

const SIGNATURES: readonly [ArchiveFormat, number[]][] = [
  ["tar.gz", [0x1f, 0x8b]],
  ["zip", [0x50, 0x4b, 0x03, 0x04]],
];

/** By its first bytes, whatever its name says. Throws INVALID for what is no archive. */
export async function formatOf(path: string): Promise<ArchiveFormat> {
  const file = await open(path, "r");
  try {
    const { buffer } = await file.read(new Uint8Array(4), 0, 4, 0);
    const found = SIGNATURES.find(([, bytes]) => bytes.every((byte, at) => buffer[at] === byte));
    if (found) return found[0];
  } finally {
    await file.close();
  }
  throw new AppError("INVALID", "Send a .tar.gz or .zip archive that is not empty.");
}

/** What the blocks of a tar take beside its files' bytes, for each of them. */
const TAR_OVERHEAD = 4_096;
const TAR_SLACK = 16 * 1024 * 1024;

const TAR_KINDS: Readonly<Record<string, Told["kind"]>> = {
  file: "file",
  "contiguous-file": "file",
  directory: "folder",
  symlink: "link",
  link: "second-name",
};

function toldByTar(entry: AsyncIterable<unknown> & { header: Header }): Content {
  const { name, type, linkname, size, mode } = entry.header;
  return {
    path: name,
    kind: TAR_KINDS[type] ?? "other",
    target: linkname ?? "",
    size,
    isExecutable: (mode & 0o100) !== 0,
    open: async () => entry,
  };
}

async function* tarContents(path: string, { entries, bytes }: Bounds): AsyncGenerator<Content> {
  // Empty blocks between files would go on for ever.
  const meter = new Meter({ maxSize: bytes + entries * TAR_OVERHEAD + TAR_SLACK });
  const blocks = extract();
  // It is no stream of Node's own, but one that Node's pipeline takes.
  const into = blocks as unknown as Writable;
  startPipeline(createReadStream(path), createGunzip(), meter, into, () => undefined);
  for await (const entry of blocks) {
    yield toldByTar(entry);
    entry.resume();
  }
}

const MADE_BY_UNIX = 3;
const MADE_BY_DARWIN = 19;
const MAX_LINK_BYTES = 4_096;

/** The rights and the kind that a zip made on Unix keeps of a file; 0 for others. */
function unixMode({ versionMadeBy, externalFileAttributes }: ZipEntry): number {
  const system = versionMadeBy >>> 8;
  return system === MADE_BY_UNIX || system === MADE_BY_DARWIN ? externalFileAttributes >>> 16 : 0;
}

function kindOf(name: string, mode: number): Told["kind"] {
  const type = mode & 0o170_000;
  if (name.endsWith("/")) return "folder";
  if (type === 0o120_000) return "link";
  return type === 0 || type === 0o100_000 ? "file" : "other";
}

async function textOf(body: Readable): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of body) parts.push(part);
  return Buffer.concat(parts).toString("utf8");
}

async function toldByZip(zip: ZipFile, entry: ZipEntry): Promise<Content> {
  const mode = unixMode(entry);
  const kind = kindOf(entry.fileName, mode);
  if (entry.isEncrypted()) throw new AppError("INVALID", "The archive wants a password.");
  if (kind === "link" && entry.uncompressedSize > MAX_LINK_BYTES)
    throw new AppError("INVALID", "The archive is not taken: a link in it is too long.");
  return {
    path: entry.fileName,
    kind,
    target: kind === "link" ? await textOf(await zip.openReadStreamPromise(entry)) : "",
    size: entry.uncompressedSize,
    isExecutable: (mode & 0o100) !== 0,
    open: () => zip.openReadStreamPromise(entry),
  };
}

async function* zipContents(path: string): AsyncGenerator<Content> {
  const zip = await openPromise(path, { autoClose: false, strictFileNames: true });
  try {
    for await (const entry of zip.eachEntry()) yield await toldByZip(zip, entry);
  } finally {
    zip.close();
  }
}

export const contentsOf = (path: string, format: ArchiveFormat, bounds: Bounds) =>
  format === "zip" ? zipContents(path) : tarContents(path, bounds);
