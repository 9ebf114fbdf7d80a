import "server-only";
import type { Readable } from "node:stream";
import { AppError } from "@/lib/core/errors";
import { safeRelativePath } from "./safe-path";
import type { ArtifactStore, ByteRange, PutOptions, UploadedPart } from "./store";

/** One folder of a store as a store of its own. Checks every path, so that none leads out of the folder. */
export class ScopedStore implements ArtifactStore {
  readonly #store: ArtifactStore;
  readonly #folder: string;

  constructor(store: ArtifactStore, folder: string) {
    this.#store = store;
    this.#folder = folder;
  }

  #file(path: string): string {
    const safe = safeRelativePath(path);
    if (safe === "") throw new AppError("INVALID", "Invalid path: it names no file.");
    return `${this.#folder}/${safe}`;
  }

  #folderOf(path: string): string {
    const safe = safeRelativePath(path);
    return safe === "" ? this.#folder : `${this.#folder}/${safe}`;
  }

  async put(path: string, body: Readable, options?: PutOptions) {
    return this.#store.put(this.#file(path), body, options);
  }

  async get(path: string, range?: ByteRange) {
    return this.#store.get(this.#file(path), range);
  }

  async stat(path: string) {
    return this.#store.stat(this.#folderOf(path));
  }

  async list(path: string, page: { limit: number; after?: string | undefined }) {
    return this.#store.list(this.#folderOf(path), page);
  }

  walk(path: string) {
    return this.#store.walk(this.#folderOf(path));
  }

  async remove(path: string) {
    return this.#store.remove(this.#file(path));
  }

  async createUpload(path: string) {
    return this.#store.createUpload(this.#file(path));
  }

  async putPart(
    path: string,
    uploadId: string,
    number: number,
    body: Readable,
    options?: PutOptions,
  ) {
    return this.#store.putPart(this.#file(path), uploadId, number, body, options);
  }

  async completeUpload(path: string, uploadId: string, parts: readonly UploadedPart[]) {
    return this.#store.completeUpload(this.#file(path), uploadId, parts);
  }

  async abortUpload(path: string, uploadId: string) {
    return this.#store.abortUpload(this.#file(path), uploadId);
  }
}
