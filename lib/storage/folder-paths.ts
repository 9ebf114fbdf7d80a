import "server-only";
import type { Stats } from "node:fs";
import { lstat, mkdir, open, realpath } from "node:fs/promises";
import { dirname, join } from "node:path";
import { AppError } from "@/lib/core/errors";

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

export function isMissing(error: unknown): boolean {
  const code = codeOf(error);
  return code === "ENOENT" || code === "ENOTDIR";
}

const throughLink = () =>
  new AppError("INVALID", "Invalid path: it leads through a symbolic link.");

/** What the file system's refusals mean to whoever asked; anything else stays what it is. */
export function toStoreError(error: unknown): unknown {
  switch (codeOf(error)) {
    case "ENAMETOOLONG":
      return new AppError("INVALID", "Invalid path: it is too long for this server.");
    case "EISDIR":
    case "EEXIST":
    case "ENOTEMPTY":
    case "ENOTDIR":
      return new AppError(
        "INVALID",
        "Invalid path: a file and a directory cannot have the same name.",
      );
    case "ELOOP":
      return throughLink();
    case "EINVAL":
    case "EILSEQ":
      return new AppError("INVALID", "Invalid path: this server cannot store such a name.");
    case "ENOSPC":
    case "EDQUOT":
      return new AppError("UNAVAILABLE", "The artifact store is full.");
    default:
      return error;
  }
}

export async function lstatOrNull(path: string): Promise<Stats | null> {
  try {
    return await lstat(path);
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

interface Inspection {
  /** What stands at the end of the path. */
  found: Stats | null;
  /** The name of a file on the way, where a directory should be. */
  blockedBy: string | null;
}

/** Walks a path name by name. Throws INVALID when there is a symbolic link on it, anywhere below the root. */
export async function inspect(root: string, path: string): Promise<Inspection> {
  let current = root;
  let found = await lstatOrNull(root);
  let last = "";
  for (const name of path === "" ? [] : path.split("/")) {
    if (found && !found.isDirectory()) return { found: null, blockedBy: last };
    current = join(current, name);
    found = await lstatOrNull(current);
    if (found === null) break;
    if (found.isSymbolicLink()) throw throughLink();
    last = name;
  }
  return { found, blockedBy: null };
}

/** Throws INVALID when a file cannot be written at a path because of what is there or on the way. */
export async function assertWritable(root: string, path: string): Promise<void> {
  const { found, blockedBy } = await inspect(root, path);
  if (blockedBy !== null)
    throw new AppError("INVALID", `Invalid path: "${blockedBy}" in it is a file, not a directory.`);
  if (found && !found.isFile())
    throw new AppError("INVALID", "Invalid path: there is a directory of this name.");
}

/** Makes the directories that a file needs and makes sure that they are where they seem to be. */
export async function makeParents(root: string, path: string): Promise<void> {
  const parent = dirname(join(root, path));
  await mkdir(parent, { recursive: true, mode: 0o750 });
  if ((await realpath(parent)) !== parent) throw throughLink();
}

/** Puts the names in a directory on disk; a file system that cannot is left alone. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, "r").catch(() => null);
  await folder?.sync().catch(() => undefined);
  await folder?.close();
}
