import { isUtf8 } from "node:buffer";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { checkJson } from "@/lib/core/check-json";
import { AppError } from "@/lib/core/errors";

const unzip = promisify(gunzip);

const tooLarge = (limit: number) =>
  new AppError("TOO_LARGE", `An event may have ${limit / 2 ** 20} MiB, unpacked.`);

const isTooLong = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "ERR_BUFFER_TOO_LARGE";

/** The bytes behind a Content-Encoding. What unpacks to more than `limit` is not unpacked to its end. */
async function unpack(bytes: Buffer, encoding: string, limit: number): Promise<Buffer> {
  if (encoding === "" || encoding === "identity") return bytes;
  if (encoding !== "gzip")
    throw new AppError("INVALID", `Content-Encoding: Send gzip or nothing, not ${encoding}.`);
  try {
    return await unzip(bytes, { maxOutputLength: limit });
  } catch (error) {
    throw isTooLong(error)
      ? tooLarge(limit)
      : new AppError("INVALID", "Content-Encoding: The body is not gzip.");
  }
}

/** The event in a request body. Throws INVALID and TOO_LARGE. */
export async function parseEventBody(
  bytes: Buffer,
  encoding: string,
  limit: number,
): Promise<unknown> {
  const plain = await unpack(bytes, encoding, limit);
  if (!isUtf8(plain)) throw new AppError("INVALID", "The request body is not valid UTF-8.");
  const source = plain.toString("utf8").replace(/^\uFEFF/, "");
  let body: unknown;
  try {
    body = JSON.parse(source);
  } catch {
    throw new AppError("INVALID", "The request body is not valid JSON.");
  }
  checkJson(body, source);
  return body;
}
