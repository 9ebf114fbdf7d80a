import "server-only";
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  type S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { AppError } from "@/lib/core/errors";
import { isAbsent, toS3StoreError } from "./s3-errors";
import { type PartUpload, type UploadedPart, unknownUpload } from "./store";
import { metered } from "./streams";

/** Uploads in parts, which S3 keeps until they are joined. */
export class S3Uploads {
  readonly #client: S3Client;
  readonly #bucket: string;
  readonly #prefix: string;

  constructor(client: S3Client, bucket: string, prefix: string) {
    this.#client = client;
    this.#bucket = bucket;
    this.#prefix = prefix;
  }

  #at(path: string) {
    return { Bucket: this.#bucket, Key: this.#prefix + path };
  }

  async create(path: string): Promise<string> {
    try {
      const { UploadId } = await this.#client.send(
        new CreateMultipartUploadCommand(this.#at(path)),
      );
      if (!UploadId) throw new Error("The store began an upload without an id.");
      return UploadId;
    } catch (error) {
      throw toS3StoreError(error);
    }
  }

  async putPart({ path, uploadId, number, body, options }: PartUpload): Promise<string> {
    if (options.size === undefined)
      throw new AppError("INVALID", "A part needs a Content-Length header.");
    const meter = metered(body, options);
    const abort = new AbortController();
    const broken = new Promise<never>((_, reject) => {
      meter.once("error", (error) => {
        reject(error);
        abort.abort();
      });
    });
    try {
      const sent = this.#client.send(
        new UploadPartCommand({
          ...this.#at(path),
          UploadId: uploadId,
          PartNumber: number,
          Body: meter,
          ContentLength: options.size,
        }),
        { abortSignal: abort.signal },
      );
      const { ETag } = await Promise.race([sent, broken]);
      return (ETag ?? "").replaceAll('"', "");
    } catch (error) {
      body.destroy();
      throw (await this.#isGone(path, uploadId)) ? unknownUpload() : toS3StoreError(error);
    }
  }

  /** Asked after a failure: a store may hang up on a part that it does not want before it says why. */
  async #isGone(path: string, uploadId: string): Promise<boolean> {
    try {
      await this.#client.send(
        new ListPartsCommand({ ...this.#at(path), UploadId: uploadId, MaxParts: 1 }),
      );
      return false;
    } catch (error) {
      return isAbsent(error);
    }
  }

  async complete(path: string, uploadId: string, parts: readonly UploadedPart[]): Promise<void> {
    if (parts.length === 0 || new Set(parts.map(({ number }) => number)).size !== parts.length)
      throw new AppError("INVALID", "Name every part of the upload once.");
    try {
      await this.#client.send(
        new CompleteMultipartUploadCommand({
          ...this.#at(path),
          UploadId: uploadId,
          MultipartUpload: {
            Parts: [...parts]
              .sort((a, b) => a.number - b.number)
              .map(({ number, etag }) => ({ PartNumber: number, ETag: etag })),
          },
        }),
      );
    } catch (error) {
      if (isAbsent(error)) throw unknownUpload();
      if (
        error instanceof Error &&
        /^(InvalidPart|InvalidPartOrder|EntityTooSmall)$/.test(error.name)
      )
        throw new AppError(
          "INVALID",
          "A part was not uploaded, has another etag, or is smaller than the store allows.",
        );
      throw toS3StoreError(error);
    }
  }

  async abort(path: string, uploadId: string): Promise<void> {
    try {
      await this.#client.send(
        new AbortMultipartUploadCommand({ ...this.#at(path), UploadId: uploadId }),
      );
    } catch (error) {
      if (!isAbsent(error)) throw toS3StoreError(error);
    }
  }

  async removeStale(before: Date): Promise<number> {
    let removed = 0;
    const { Uploads = [] } = await this.#client.send(
      new ListMultipartUploadsCommand({ Bucket: this.#bucket, Prefix: this.#prefix }),
    );
    for (const { Key, UploadId, Initiated } of Uploads) {
      if (!Key || !UploadId || !Initiated || Initiated >= before) continue;
      await this.abort(Key.slice(this.#prefix.length), UploadId);
      removed += 1;
    }
    return removed;
  }
}
