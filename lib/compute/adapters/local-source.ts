import "server-only";
import { randomUUID } from "node:crypto";
import { access, mkdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { AppError } from "@/lib/core/errors";
import { writeNewFile } from "@/lib/storage/streams";
import { TooManyEntries } from "@/lib/storage/unpack/layout";
import { unpackArchive } from "@/lib/storage/unpack/unpack";
import { MAX_SNAPSHOT_BYTES, SNAPSHOT_BOUNDS } from "../schema/snapshots";
import type { Launch } from "./adapter";

const MEBIBYTE = 1024 * 1024;

const isTaken = (error: unknown): boolean =>
  error instanceof Error && "code" in error && /^(?:ENOTEMPTY|EEXIST)$/.test(String(error.code));

/** Throws INVALID for what is another archive than was named, or more than the job may take of the disk. */
async function unpackInto(
  own: string,
  snapshot: NonNullable<Launch["snapshot"]>,
  diskMiB: number | null,
): Promise<string> {
  const archive = join(own, "archive");
  const body = await snapshot.open();
  const { sha256 } = await writeNewFile(archive, body, { maxSize: MAX_SNAPSHOT_BYTES });
  if (sha256 !== snapshot.sha256)
    throw new AppError("INVALID", "The snapshot of its source has another hash than it should.");
  const folder = join(own, "work");
  await mkdir(folder, { mode: 0o700 });
  const bytes = Math.min(SNAPSHOT_BOUNDS.bytes, diskMiB === null ? Infinity : diskMiB * MEBIBYTE);
  try {
    await unpackArchive(archive, folder, { ...SNAPSHOT_BOUNDS, bytes });
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "TOO_LARGE") throw error;
    if (error instanceof TooManyEntries) throw new AppError("INVALID", error.message);
    throw new AppError("INVALID", "Its source takes more of the disk than the job may.");
  }
  return folder;
}

/** Puts a snapshot into a job's working folder, whole or not at all; of several who do so at once, one does. */
export async function layOut(
  place: string,
  snapshot: NonNullable<Launch["snapshot"]>,
  diskMiB: number | null,
): Promise<void> {
  const work = join(place, "work");
  const isThere = await access(work).then(
    () => true,
    () => false,
  );
  if (isThere) return;
  const own = join(place, `fetched-${randomUUID()}`);
  await mkdir(own, { recursive: true, mode: 0o700 });
  try {
    await rename(await unpackInto(own, snapshot, diskMiB), work);
  } catch (error) {
    if (!isTaken(error)) throw error;
  } finally {
    await rm(own, { recursive: true, force: true });
  }
}
