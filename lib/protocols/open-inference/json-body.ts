import { isUtf8 } from "node:buffer";
import { checkJson } from "@/lib/core/check-json";
import { AppError } from "@/lib/core/errors";

const MAX_DEPTH = 64;
const [QUOTE, BACKSLASH, OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [
  ...Buffer.from('"\\[]{}'),
];
const SUSPICIOUS = /\\u(?:0000|d[89a-f])/i;

/** Where a text that begins before `start` ends. */
function endOfText(bytes: Uint8Array, start: number): number {
  let at = start;
  while (at < bytes.length && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1;
  return at;
}

/** Whether a text has more of a sign than so many; looked at no further than that. */
function hasMore(source: string, sign: string, most: number): boolean {
  let found = 0;
  for (let at = source.indexOf(sign); at >= 0; at = source.indexOf(sign, at + 1)) {
    found += 1;
    if (found > most) return true;
  }
  return false;
}

/** What opens so few lists and objects is not nested deeply, which is seen much sooner than how deeply. */
const isFlat = (source: string): boolean =>
  !hasMore(source, "[", MAX_DEPTH / 2) && !hasMore(source, "{", MAX_DEPTH / 2);

/** Refuses what is nested too deeply, before anything is built of it. */
function checkDepth(bytes: Uint8Array): void {
  let depth = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (byte === QUOTE) at = endOfText(bytes, at + 1);
    else if (byte === OPEN_LIST || byte === OPEN_OBJECT) depth += 1;
    else if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) depth -= 1;
    if (depth > MAX_DEPTH)
      throw new AppError("INVALID", `The body is nested more than ${MAX_DEPTH} levels deep.`);
  }
}

/** The object in a body of JSON. Throws INVALID. */
export function parseObject(bytes: Buffer): Record<string, unknown> {
  if (!isUtf8(bytes)) throw new AppError("INVALID", "The body is not valid UTF-8.");
  const source = bytes.toString("utf8");
  if (!isFlat(source)) checkDepth(bytes);
  let body: unknown;
  try {
    body = JSON.parse(source);
  } catch (error) {
    const why = error instanceof Error ? error.message : "";
    throw new AppError("INVALID", `The body is not valid JSON: ${why.slice(0, 200)}.`);
  }
  if (typeof body !== "object" || body === null || Array.isArray(body))
    throw new AppError("INVALID", "The body must be a JSON object.");
  // A zero that is not written as an escape is no JSON.
  if (source.includes("\\") && SUSPICIOUS.test(source)) checkJson(body, source);
  // What is an object and no list has names for its values.
  return body as Record<string, unknown>;
}
