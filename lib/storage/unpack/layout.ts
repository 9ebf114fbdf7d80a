import { AppError } from "@/lib/core/errors";
import { formatBytes, formatCount } from "@/lib/core/format";

const MAX_NAME_BYTES = 255;
const MAX_PATH_BYTES = 4_000;
const MAX_DEPTH = 64;

export interface Bounds {
  entries: number;
  /** Of all its files together, unpacked. */
  bytes: number;
}

/** An archive of too many files. */
export class TooManyEntries extends AppError {
  constructor(entries: number) {
    super("TOO_LARGE", `An archive holds at most ${formatCount(entries)} files and folders.`);
  }
}

/** One thing in an archive, as the archive tells of it. */
export interface Told {
  path: string;
  kind: "file" | "folder" | "link" | "second-name" | "other";
  /** Where a link leads, or the path that a second name is for. */
  target: string;
  size: number;
}

const refused = (path: string, why: string) =>
  new AppError("INVALID", `The archive is not taken: “${path.slice(0, 200)}” ${why}.`);

const bytesOf = (text: string) => new TextEncoder().encode(text).length;

/** A path below the archive's folder, in its shortest form; empty for that folder itself. */
function plainPath(path: string): string {
  if (path.startsWith("/") || /^[A-Za-z]:[\\/]/.test(path)) throw refused(path, "is absolute");
  if (path.includes("\0")) throw refused(path, "holds a character that no name may hold");
  const names = path.split("/").filter((name) => name !== "" && name !== ".");
  if (names.includes("..")) throw refused(path, "leads out of its folder");
  if (names.some((name) => bytesOf(name) > MAX_NAME_BYTES)) throw refused(path, "is too long");
  const plain = names.join("/");
  if (bytesOf(plain) > MAX_PATH_BYTES) throw refused(path, "is too long");
  return plain;
}

/**
 * Where a link leads. Steps up are taken only at its beginning, from a folder that is no link, so that no chain of links
 * leads further than each of them does.
 */
function linkTarget(path: string, target: string): string {
  if (target === "" || target.startsWith("/") || target.includes("\0"))
    throw refused(path, "is a link that leads out of its folder");
  const names = target.split("/").filter((name) => name !== "" && name !== ".");
  const firstDown = names.findIndex((name) => name !== "..");
  const ups = firstDown < 0 ? names.length : firstDown;
  if (ups > path.split("/").length - 1 || names.slice(ups).includes(".."))
    throw refused(path, "is a link that leads out of its folder");
  if (bytesOf(target) > MAX_PATH_BYTES) throw refused(path, "is a link that is too long");
  return target;
}

/** What an archive has been found to hold so far: everything in it is judged by what stands before it. */
export class Layout {
  readonly total = { entries: 0, files: 0, bytes: 0 };
  private readonly folders = new Set<string>();
  private readonly files = new Set<string>();
  private readonly links = new Set<string>();
  /** Folders that are only in the paths of what is listed. */
  private implied = 0;

  constructor(
    private readonly bounds: Bounds,
    /** Also bounds depth and the folders that are only implied: archives of before, which are kept, were not so bounded. */
    private readonly isStrict: boolean,
  ) {}

  /** Takes in what comes next. Answers its place, or null for the archive's own folder. Throws INVALID or TOO_LARGE. */
  place({ kind, size, ...told }: Told): { path: string; target: string } | null {
    this.count(size);
    const path = plainPath(told.path);
    if (this.isStrict && path.split("/").length > MAX_DEPTH)
      throw refused(path, "is nested too deeply");
    if (path === "") {
      if (kind === "folder") return null;
      throw refused(told.path, "has no name");
    }
    this.enter(path);
    if (kind === "folder") this.folders.add(path);
    else if (this.folders.has(path) || this.files.has(path) || this.links.has(path))
      throw refused(path, "stands in it twice");
    return { path, target: this.settle(kind, path, told.target) };
  }

  private settle(kind: Told["kind"], path: string, target: string): string {
    switch (kind) {
      case "folder":
        return "";
      case "file":
        this.files.add(path);
        this.total.files += 1;
        return "";
      case "link":
        this.links.add(path);
        return linkTarget(path, target);
      case "second-name": {
        const first = plainPath(target);
        if (!this.files.has(first))
          throw refused(path, "is another name of a file that is not in it");
        this.files.add(path);
        return first;
      }
      case "other":
        throw refused(path, "is neither a file nor a folder nor a link");
    }
  }

  private count(size: number): void {
    this.total.entries += 1;
    this.total.bytes += size;
    const { bytes } = this.bounds;
    this.checkEntries();
    if (!(this.total.bytes <= bytes))
      throw new AppError("TOO_LARGE", `An archive unpacks to at most ${formatBytes(bytes)}.`);
  }

  private checkEntries(): void {
    const { entries } = this.bounds;
    const implied = this.isStrict ? this.implied : 0;
    if (this.total.entries + implied > entries) throw new TooManyEntries(entries);
  }

  /** The folders above a path, none of which may be anything else. */
  private enter(path: string): void {
    const names = path.split("/");
    for (let depth = 1; depth <= names.length; depth += 1) {
      const above = names.slice(0, depth).join("/");
      const isItself = depth === names.length;
      if (!isItself && (this.files.has(above) || this.links.has(above)))
        throw refused(path, "stands below what is no folder");
      if (isItself || this.folders.has(above)) continue;
      this.folders.add(above);
      this.implied += 1;
    }
    this.checkEntries();
  }
}
