import "server-only";
import { lstat, opendir } from "node:fs/promises";
import { join } from "node:path";

const BLOCK_BYTES = 512;
/** What the smallest file takes of a file system that counts its own book-keeping. */
const LEAST_BYTES = 1_024;
export const MAX_ENTRIES = 1_000_000;
const WALK_MS = 20_000;
const FIRST_PAUSE_MS = 1_000;
/** A walk may use a tenth of the time. */
const PAUSES = 9;
/** Looked at together. */
const BATCH = 64;

export interface DiskUse {
  bytes: number;
  entries: number;
}

class Walk {
  readonly found: DiskUse = { bytes: 0, entries: 0 };
  /** Files with several names that were counted already. */
  private readonly linked = new Set<string>();
  private readonly until = Date.now() + WALK_MS;

  private isOver(): boolean {
    return this.found.entries > MAX_ENTRIES || Date.now() > this.until;
  }

  /** Counts one; true for a folder to be entered. What has gone meanwhile takes nothing. */
  private async count(path: string): Promise<boolean> {
    const about = await lstat(path).catch(() => null);
    if (!about) return false;
    this.found.entries += 1;
    if (about.nlink > 1 && !about.isDirectory()) {
      const name = `${about.dev}:${about.ino}`;
      if (this.linked.has(name)) return false;
      this.linked.add(name);
    }
    this.found.bytes += Math.max(LEAST_BYTES, about.blocks * BLOCK_BYTES);
    return about.isDirectory();
  }

  private async countAll(paths: readonly string[]): Promise<string[]> {
    const areFolders = await Promise.all(paths.map((path) => this.count(path)));
    return paths.filter((_, index) => areFolders[index]);
  }

  private async list(folder: string): Promise<string[]> {
    const below: string[] = [];
    const opened = await opendir(folder).catch(() => null);
    if (!opened) return below;
    let batch: string[] = [];
    try {
      for await (const { name } of opened) {
        batch.push(join(folder, name));
        if (batch.length < BATCH) continue;
        below.push(...(await this.countAll(batch)));
        batch = [];
        if (this.isOver()) break;
      }
    } catch {
      // It went while it was read.
    }
    return [...below, ...(await this.countAll(batch))];
  }

  async run(folders: readonly string[]): Promise<DiskUse> {
    const left = [...folders];
    for (let folder = left.pop(); folder !== undefined && !this.isOver(); folder = left.pop())
      left.push(...(await this.list(folder)));
    return this.found;
  }
}

/** What folders take of the disk; of very many files or on a slow disk, at least that. Links are not followed. */
export const diskUseOf = (folders: readonly string[]): Promise<DiskUse> => new Walk().run(folders);

interface Watched {
  last: DiskUse | null;
  /** Not walked again before then; null while somebody walks. */
  nextAt: number | null;
}

const watched = new Map<string, Watched>();

/** What folders took when they were last looked at. Looking goes on beside the caller, who is not kept waiting. */
export function recentDiskUse(key: string, folders: readonly string[]): DiskUse | null {
  const known = watched.get(key) ?? { last: null, nextAt: 0 };
  watched.set(key, known);
  const from = Date.now();
  if (known.nextAt !== null && known.nextAt <= from) {
    known.nextAt = null;
    void diskUseOf(folders).then((found) => {
      known.last = found;
      known.nextAt = Date.now() + Math.max(FIRST_PAUSE_MS, (Date.now() - from) * PAUSES);
    });
  }
  return known.last;
}

export function forgetDiskUse(key: string): void {
  watched.delete(key);
}
