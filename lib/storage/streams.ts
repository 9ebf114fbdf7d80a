import "server-only";
import { createHash } from "node:crypto";
import { open } from "node:fs/promises";
import { type Readable, pipeline as startPipeline, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { AppError } from "@/lib/core/errors";
import type { PutOptions, StoredFile } from "./store";

function tooLarge(maxSize: number): AppError {
  return new AppError("TOO_LARGE", `The file is larger than the ${maxSize} bytes allowed here.`);
}

/** Passes bytes on while it counts and hashes them; fails when they are more or fewer than announced. */
export class Meter extends Transform {
  #size = 0;
  readonly #hash = createHash("sha256");
  readonly #options: PutOptions;

  constructor(options: PutOptions = {}) {
    super();
    this.#options = options;
  }

  override _transform(
    chunk: Buffer,
    _encoding: string,
    done: (error?: Error | null, data?: Buffer) => void,
  ): void {
    this.#size += chunk.length;
    const { size, maxSize } = this.#options;
    if (maxSize !== undefined && this.#size > maxSize) done(tooLarge(maxSize));
    else if (size !== undefined && this.#size > size) done(this.#wrongSize());
    else {
      this.#hash.update(chunk);
      done(null, chunk);
    }
  }

  override _flush(done: (error?: Error | null) => void): void {
    const { size } = this.#options;
    done(size !== undefined && this.#size !== size ? this.#wrongSize() : null);
  }

  #wrongSize(): AppError {
    return new AppError(
      "INVALID",
      `The body holds ${this.#size} bytes, but ${this.#options.size} were announced.`,
    );
  }

  /** Once the stream has ended. */
  result(): StoredFile {
    return { size: this.#size, sha256: this.#hash.digest("hex") };
  }
}

/** A body with a meter behind it, which fails when the body does, even when the body has failed already. */
export function metered(body: Readable, options: PutOptions): Meter {
  const meter = new Meter(options);
  startPipeline(body, meter, () => undefined);
  return meter;
}

/** Writes a body into a new file, which is on disk when this resolves. */
export async function writeNewFile(
  path: string,
  body: Readable,
  options: PutOptions,
): Promise<StoredFile> {
  const meter = new Meter(options);
  const file = await open(path, "wx", 0o640);
  try {
    await pipeline(body, meter, async (chunks: AsyncIterable<Buffer>) => {
      for await (const chunk of chunks) await file.writeFile(chunk);
    });
    await file.sync();
  } finally {
    await file.close();
  }
  return meter.result();
}

const brokeOff = () => new AppError("INVALID", "The body broke off before its end.");

const tooSlow = (bytes: number, ms: number) =>
  `The body stalled: fewer than ${bytes} bytes came in ${ms / 1000} seconds. Send it again over a faster connection.`;
const tooLong = (ms: number) =>
  `The body took longer than ${ms / 3_600_000} hours. Send it in parts: see MLFLOW_ENABLE_PROXY_MULTIPART_UPLOAD.`;

/** How slow a client may be. */
export interface Pace {
  windowMs: number;
  /** Less than this in one window counts as nothing: a body that trickles holds resources as one that stalls does. */
  leastBytes: number;
  /** However much comes, this is the end. */
  deadlineMs: number;
}

/**
 * A body that comes from a client: it fails, as the client's mistake, when the connection breaks, when next to nothing
 * has come in a window although we were ready for it, and when it has no end.
 */
export function fromClient(body: Readable, { windowMs, leastBytes, deadlineMs }: Pace): Readable {
  const deadline = performance.now() + deadlineMs;
  let inWindow = 0;
  const watched = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      inWindow += chunk.length;
      done(null, chunk);
    },
  });
  const clock = setInterval(() => {
    if (inWindow < leastBytes && !watched.writableNeedDrain)
      body.destroy(new AppError("INVALID", tooSlow(leastBytes, windowMs)));
    if (performance.now() >= deadline) body.destroy(new AppError("INVALID", tooLong(deadlineMs)));
    inWindow = 0;
  }, windowMs);
  // It may fail before anybody reads it; whoever reads it then is told all the same.
  watched.on("error", () => undefined);
  body.once("error", (error) => watched.destroy(error instanceof AppError ? error : brokeOff()));
  body.once("close", () => {
    if (!body.readableEnded) watched.destroy(brokeOff());
  });
  body.once("end", () => clearInterval(clock));
  watched.once("close", () => clearInterval(clock));
  // It may have broken off before we came to it, while its sender was looked up: then no event tells.
  if (body.destroyed && !body.readableEnded) watched.destroy(brokeOff());
  return body.pipe(watched);
}
