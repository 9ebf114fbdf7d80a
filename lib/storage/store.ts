import type { Readable } from "node:stream";
import { AppError } from "@/lib/core/errors";

export const unknownUpload = () =>
  new AppError("NOT_FOUND", "There is no such upload. It was finished, aborted or left too long.");

/** A path as people know it, without the workspace that it begins with. */
const known = (path: string) => path.slice(path.indexOf("/") + 1);

export const noArtifact = (path: string) =>
  new AppError("NOT_FOUND", `No such artifact: '${known(path)}'`);

export const isADirectory = (path: string) =>
  new AppError("INVALID", `Artifact path refers to a directory, not a file: '${known(path)}'`);

/** What a finished write is known by. */
export interface StoredFile {
  size: number;
  /** Lower-case hexadecimal. */
  sha256: string;
}

export interface ArtifactStat {
  isDirectory: boolean;
  /** Bytes; 0 for a directory. */
  size: number;
  /** Milliseconds since the epoch; 0 for a directory. */
  modifiedAt: number;
  /** Changes whenever the content does; empty for a directory. */
  etag: string;
}

export interface ByteRange {
  start: number;
  /** Inclusive. */
  end: number;
}

export interface OpenedArtifact extends ArtifactStat {
  body: Readable;
}

export interface ArtifactEntry {
  name: string;
  isDirectory: boolean;
  size: number;
}

export interface ArtifactListing {
  /** Ordered by name, byte by byte, a directory's name counting with a slash at its end. */
  entries: ArtifactEntry[];
  /** Where the next page goes on; absent on the last. */
  next?: string;
}

export interface UploadedPart {
  number: number;
  etag: string;
}

export interface PartUpload {
  path: string;
  uploadId: string;
  number: number;
  body: Readable;
  options: PutOptions;
}

export interface PutOptions {
  /** How many bytes were announced: a body of another length is refused. */
  size?: number | undefined;
  /** A body with more bytes is refused as TOO_LARGE. */
  maxSize?: number | undefined;
}

/**
 * Where artifacts are kept. Paths are what `safeRelativePath` answers, never empty for a file. A directory exists while
 * something is in it. A file is seen whole or not at all: a write that fails leaves what was there before. Where a
 * file stands no directory can be made, nor the reverse: INVALID.
 */
export interface ArtifactStore {
  put(path: string, body: Readable, options?: PutOptions): Promise<StoredFile>;
  /** Throws NOT_FOUND when there is no such file, INVALID for a directory. */
  get(path: string, range?: ByteRange): Promise<OpenedArtifact>;
  stat(path: string): Promise<ArtifactStat | null>;
  /** What is directly below a directory; nothing below a file or where nothing is. */
  list(path: string, page: { limit: number; after?: string | undefined }): Promise<ArtifactListing>;
  /** Every file below a directory, with its path from there. */
  walk(path: string): AsyncIterable<{ path: string; size: number }>;
  /** Removes a file, or a directory with all that is in it. Nothing there is fine. */
  remove(path: string): Promise<void>;

  /** Begins a file that arrives in parts; answers the upload's id. */
  createUpload(path: string): Promise<string>;
  /** Stores one part, replacing an earlier one of its number; answers its etag. Throws NOT_FOUND for an unknown upload. */
  putPart(
    path: string,
    uploadId: string,
    number: number,
    body: Readable,
    options?: PutOptions,
  ): Promise<string>;
  /** Joins the parts in the order of their numbers. Throws INVALID when one is missing or has another etag. */
  completeUpload(path: string, uploadId: string, parts: readonly UploadedPart[]): Promise<void>;
  /** Forgets an upload; an unknown one is fine. */
  abortUpload(path: string, uploadId: string): Promise<void>;
}

/** The store of the whole installation. */
export interface RootStore extends ArtifactStore {
  /** Forgets uploads begun before a time and never finished; answers how many. */
  removeStaleUploads(before: Date): Promise<number>;
}
