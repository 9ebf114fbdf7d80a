import "server-only";
import { createHash } from "node:crypto";
import { open } from "node:fs/promises";
import { type Readable, Transform } from "node:stream";
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

/**
 * A body that comes from a client: it fails when nothing has come for `ms`, so that a stalled sender does not hold
 * resources, and when the connection breaks, both as the client's mistake.
 */
export function fromClient(body: Readable, ms: number): Readable {
  const stalled = () =>
    body.destroy(new AppError("INVALID", `The body stalled for ${ms / 1000} seconds.`));
  let timer = setTimeout(stalled, ms);
  const watched = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      clearTimeout(timer);
      timer = setTimeout(stalled, ms);
      done(null, chunk);
    },
  });
  body.once("error", (error) => watched.destroy(error instanceof AppError ? error : brokeOff()));
  body.once("close", () => {
    clearTimeout(timer);
    if (!body.readableEnded) watched.destroy(brokeOff());
  });
  watched.once("close", () => clearTimeout(timer));
  return body.pipe(watched);
}
