import "server-only";
import { Readable } from "node:stream";
import {
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  paginateListObjectsV2,
  S3Client,
} from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import { AppError } from "@/lib/core/errors";
import { isAbsent, toS3StoreError } from "./s3-errors";
import { S3Uploads } from "./s3-uploads";
import {
  type ArtifactListing,
  type ArtifactStat,
  type ByteRange,
  isADirectory,
  noArtifact,
  type OpenedArtifact,
  type PutOptions,
  type RootStore,
  type StoredFile,
  type UploadedPart,
} from "./store";
import { metered } from "./streams";

export interface S3Settings {
  bucket: string;
  /** Before every key; empty or without slashes at its ends. */
  prefix: string;
  endpoint: string | undefined;
  region: string;
  credentials: { accessKeyId: string; secretAccessKey: string } | undefined;
  forcePathStyle: boolean;
}

const PART_BYTES = 8 * 2 ** 20;
/** S3 takes 10,000 parts; a larger file gets larger parts. */
const MAX_PARTS = 9_000;
const PARTS_AT_ONCE = 3;
const KEYS_AT_ONCE = 1_000;

const ignore = () => undefined;
const QUIET = { debug: ignore, info: ignore, warn: ignore, error: ignore };

const DIRECTORY: ArtifactStat = { isDirectory: true, size: 0, modifiedAt: 0, etag: "" };

/** Artifacts as objects of an S3-compatible bucket. */
export class S3Store implements RootStore {
  readonly #client: S3Client;
  readonly #bucket: string;
  readonly #prefix: string;
  readonly #uploads: S3Uploads;

  constructor({ bucket, prefix, endpoint, credentials, ...settings }: S3Settings) {
    this.#bucket = bucket;
    this.#prefix = prefix === "" ? "" : `${prefix}/`;
    this.#client = new S3Client({
      ...settings,
      ...(endpoint ? { endpoint } : {}),
      ...(credentials ? { credentials } : {}),
      // Many compatible stores do not know the newer checksums.
      requestChecksumCalculation: "WHEN_REQUIRED",
      responseChecksumValidation: "WHEN_REQUIRED",
      // What goes wrong is reported once, where the request that needed the store fails.
      logger: QUIET,
      requestHandler: { connectionTimeout: 5_000, socketTimeout: 60_000 },
    });
    this.#uploads = new S3Uploads(this.#client, bucket, this.#prefix);
  }

  #at(path: string) {
    return { Bucket: this.#bucket, Key: this.#prefix + path };
  }

  /** What begins every key below a directory. */
  #below(path: string): string {
    return path === "" ? this.#prefix : `${this.#prefix}${path}/`;
  }

  async put(path: string, body: Readable, options: PutOptions = {}): Promise<StoredFile> {
    try {
      await this.#assertWritable(path);
      const meter = metered(body, options);
      const upload = new Upload({
        client: this.#client,
        params: { ...this.#at(path), Body: meter },
        queueSize: PARTS_AT_ONCE,
        partSize: Math.max(PART_BYTES, Math.ceil((options.size ?? 0) / MAX_PARTS)),
        leavePartsOnError: false,
      });
      await upload.done();
      return meter.result();
    } catch (error) {
      body.destroy();
      throw toS3StoreError(error);
    }
  }

  /** A bucket would hold `a` beside `a/b`; a folder cannot, and neither can whoever downloads both. */
  async #assertWritable(path: string): Promise<void> {
    const names = path.split("/");
    const parents = names.slice(1, -1).map((_, index) => names.slice(0, index + 2).join("/"));
    const [isDirectory, ...files] = await Promise.all([
      this.#isDirectory(path),
      ...parents.map((parent) => this.#head(parent)),
    ]);
    const blocked = files.findIndex((file) => file !== null);
    if (blocked >= 0)
      throw new AppError(
        "INVALID",
        `Invalid path: "${names[blocked + 1]}" in it is a file, not a directory.`,
      );
    if (isDirectory)
      throw new AppError("INVALID", "Invalid path: there is a directory of this name.");
  }

  async #head(path: string): Promise<ArtifactStat | null> {
    try {
      const head = await this.#client.send(new HeadObjectCommand(this.#at(path)));
      return {
        isDirectory: false,
        size: head.ContentLength ?? 0,
        modifiedAt: head.LastModified?.getTime() ?? 0,
        etag: (head.ETag ?? "").replaceAll('"', ""),
      };
    } catch (error) {
      if (isAbsent(error)) return null;
      throw toS3StoreError(error);
    }
  }

  async #isDirectory(path: string): Promise<boolean> {
    try {
      const { KeyCount } = await this.#client.send(
        new ListObjectsV2Command({
          Bucket: this.#bucket,
          Prefix: this.#below(path),
          MaxKeys: 1,
        }),
      );
      return (KeyCount ?? 0) > 0;
    } catch (error) {
      throw toS3StoreError(error);
    }
  }

  async get(path: string, range?: ByteRange): Promise<OpenedArtifact> {
    const wanted = range ? { Range: `bytes=${range.start}-${range.end}` } : {};
    try {
      const found = await this.#client.send(new GetObjectCommand({ ...this.#at(path), ...wanted }));
      if (!(found.Body instanceof Readable)) throw new Error("The store answered without a body.");
      const total = /\/(\d+)$/.exec(found.ContentRange ?? "")?.[1];
      return {
        isDirectory: false,
        size: total === undefined ? (found.ContentLength ?? 0) : Number(total),
        modifiedAt: found.LastModified?.getTime() ?? 0,
        etag: (found.ETag ?? "").replaceAll('"', ""),
        body: found.Body,
      };
    } catch (error) {
      if (!isAbsent(error)) throw toS3StoreError(error);
    }
    if (await this.#isDirectory(path)) throw isADirectory(path);
    throw noArtifact(path);
  }

  async stat(path: string): Promise<ArtifactStat | null> {
    const file = path === "" ? null : await this.#head(path);
    if (file) return file;
    return path === "" || (await this.#isDirectory(path)) ? DIRECTORY : null;
  }

  async list(
    path: string,
    { limit, after }: { limit: number; after?: string | undefined },
  ): Promise<ArtifactListing> {
    const below = this.#below(path);
    try {
      const page = await this.#client.send(
        new ListObjectsV2Command({
          Bucket: this.#bucket,
          Prefix: below,
          Delimiter: "/",
          MaxKeys: Math.min(limit, KEYS_AT_ONCE),
          ...(after === undefined ? {} : { ContinuationToken: after }),
        }),
      );
      const entries = [
        ...(page.CommonPrefixes ?? []).map(({ Prefix = "" }) => ({
          name: Prefix.slice(below.length, -1),
          isDirectory: true,
          size: 0,
        })),
        ...(page.Contents ?? []).map(({ Key = "", Size = 0 }) => ({
          name: Key.slice(below.length),
          isDirectory: false,
          size: Size,
        })),
      ]
        .filter(({ name }) => name !== "")
        .map((entry) => ({
          entry,
          order: Buffer.from(entry.name + (entry.isDirectory ? "/" : "")),
        }))
        .sort((a, b) => Buffer.compare(a.order, b.order))
        .map(({ entry }) => entry);
      return {
        entries,
        ...(page.NextContinuationToken ? { next: page.NextContinuationToken } : {}),
      };
    } catch (error) {
      throw toS3StoreError(error);
    }
  }

  async *walk(path: string): AsyncGenerator<{ path: string; size: number }> {
    const below = this.#below(path);
    const pages = paginateListObjectsV2(
      { client: this.#client },
      { Bucket: this.#bucket, Prefix: below },
    );
    for await (const { Contents = [] } of pages)
      for (const { Key = "", Size = 0 } of Contents)
        if (!Key.endsWith("/")) yield { path: Key.slice(below.length), size: Size };
  }

  async remove(path: string): Promise<void> {
    if (path === "") throw new AppError("INVALID", "Name what is to be removed.");
    try {
      await this.#deleteKeys([this.#prefix + path]);
      const pages = paginateListObjectsV2(
        { client: this.#client, pageSize: KEYS_AT_ONCE },
        { Bucket: this.#bucket, Prefix: this.#below(path) },
      );
      for await (const { Contents = [] } of pages)
        await this.#deleteKeys(Contents.flatMap(({ Key }) => Key ?? []));
    } catch (error) {
      throw toS3StoreError(error);
    }
  }

  async #deleteKeys(keys: readonly string[]): Promise<void> {
    if (keys.length === 0) return;
    const { Errors } = await this.#client.send(
      new DeleteObjectsCommand({
        Bucket: this.#bucket,
        Delete: { Objects: keys.map((Key) => ({ Key })), Quiet: true },
      }),
    );
    const failed = Errors?.find(({ Code }) => Code !== "NoSuchKey");
    if (failed) throw new Error(`The store did not delete an object: ${failed.Code}`);
  }

  async createUpload(path: string): Promise<string> {
    await this.#assertWritable(path);
    return this.#uploads.create(path);
  }

  putPart(path: string, uploadId: string, number: number, body: Readable, options?: PutOptions) {
    return this.#uploads.putPart({ path, uploadId, number, body, options: options ?? {} });
  }

  async completeUpload(path: string, uploadId: string, parts: readonly UploadedPart[]) {
    await this.#assertWritable(path);
    await this.#uploads.complete(path, uploadId, parts);
  }

  abortUpload(path: string, uploadId: string): Promise<void> {
    return this.#uploads.abort(path, uploadId);
  }

  removeStaleUploads(before: Date): Promise<number> {
    return this.#uploads.removeStale(before);
  }
}
