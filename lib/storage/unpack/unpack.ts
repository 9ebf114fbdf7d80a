import "server-only";
import { createWriteStream } from "node:fs";
import { link, mkdir, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { AppError } from "@/lib/core/errors";
import { type ArchiveFormat, type Content, contentsOf, formatOf } from "./contents";
import { type Bounds, Layout } from "./layout";

export interface Unpacked {
  format: ArchiveFormat;
  entries: number;
  files: number;
  bytes: number;
}

/** What reading a broken archive throws is its sender's mistake; what this system throws is not. */
function toFailure(error: unknown): unknown {
  if (error instanceof AppError || !(error instanceof Error) || "syscall" in error) return error;
  return new AppError("INVALID", `The archive cannot be read: ${error.message}.`);
}

async function write(content: Content, place: { path: string; target: string }, folder: string) {
  const path = join(folder, place.path);
  if (content.kind === "folder") {
    await mkdir(path, { recursive: true });
    return;
  }
  await mkdir(dirname(path), { recursive: true });
  if (content.kind === "link") await symlink(place.target, path);
  else if (content.kind === "second-name") await link(join(folder, place.target), path);
  else {
    const mode = content.isExecutable ? 0o755 : 0o644;
    await pipeline(await content.open(), createWriteStream(path, { flags: "wx", mode }));
  }
}

/** Reads what is in a file to its end: whether it can be read is known then. */
async function read({ kind, open }: Content): Promise<void> {
  if (kind !== "file") return;
  for await (const _ of await open());
}

async function walk(path: string, folder: string | null, bounds: Bounds): Promise<Unpacked> {
  const layout = new Layout(bounds, folder === null);
  try {
    const format = await formatOf(path);
    for await (const content of contentsOf(path, format, bounds)) {
      const place = layout.place(content);
      if (!place) continue;
      if (folder === null) await read(content);
      else await write(content, place, folder);
    }
    if (layout.total.files === 0) throw new AppError("INVALID", "The archive holds no file.");
    return { format, ...layout.total };
  } catch (error) {
    throw toFailure(error);
  }
}

/** Reads an archive that is to be kept from end to end. Throws INVALID or TOO_LARGE for one that would not be unpacked. */
export const checkArchive = (path: string, bounds: Bounds): Promise<Unpacked> =>
  walk(path, null, bounds);

/** Unpacks an archive into an empty folder: nothing that it holds gets out of there. */
export const unpackArchive = (path: string, folder: string, bounds: Bounds): Promise<Unpacked> =>
  walk(path, folder, bounds);
