import { AppError } from "@/lib/core/errors";

const MAX_LAYERS = 10;
/** An S3 key holds 1,024 bytes; this leaves room for the bucket's prefix and the workspace. */
const MAX_PATH_BYTES = 900;
/** What file systems allow for one name. */
const MAX_NAME_BYTES = 255;

const DRIVE = /^[a-z]:/i;

/** Percent-decoding that leaves what is not an escape alone, as lenient servers and clients do. */
function decodeOnce(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (escapes) => {
    const bytes = escapes
      .slice(1)
      .split("%")
      .map((hex) => Number.parseInt(hex, 16));
    return new TextDecoder().decode(Uint8Array.from(bytes));
  });
}

/** Every reading of a text that somebody further on might decode once more, the text itself first; null when endless. */
export function decodedLayers(text: string): string[] | null {
  const layers = [text];
  for (let current = text; layers.length <= MAX_LAYERS; ) {
    const decoded = decodeOnce(current);
    if (decoded === current) return layers;
    layers.push(decoded);
    current = decoded;
  }
  return null;
}

const isControl = (char: string) => char < " " || char === "\u007f";

/** Whether a text holds what no path may hold in any reading: control characters, `#`, backslashes, lone surrogates. */
export function hasForbiddenCharacter(text: string): boolean {
  return (
    Array.from(text).some(isControl) ||
    text.includes("#") ||
    text.includes("\\") ||
    !text.isWellFormed()
  );
}

function leadsOut(path: string): boolean {
  const asAnySystem = path.replaceAll("\\", "/");
  return (
    path.includes("\0") ||
    asAnySystem.startsWith("/") ||
    DRIVE.test(path) ||
    asAnySystem.split("/").includes("..")
  );
}

const byteLength = (text: string) => new TextEncoder().encode(text).length;

function invalid(reason: string): AppError {
  return new AppError("INVALID", `Invalid path: ${reason}`);
}

/**
 * A path that stays below the folder it is joined to, however often it is decoded on the way; empty for that folder
 * itself. Doubled slashes and `.` segments are dropped. Throws INVALID for anything else.
 */
export function safeRelativePath(path: string): string {
  const layers = decodedLayers(path);
  // Names like `sample%step%0%timestamp%17…`, which older clients give to images, decode to what no name may hold; that
  // is harmless, because no reading is ever used but the first.
  if (!layers || hasForbiddenCharacter(path) || layers.some(leadsOut))
    throw invalid(
      "it must be relative, without '..', '#', backslashes, drive letters or control characters.",
    );
  const names = path.split("/").filter((name) => name !== "" && name !== ".");
  if (names.some((name) => byteLength(name) > MAX_NAME_BYTES))
    throw invalid(`a name in it is longer than ${MAX_NAME_BYTES} bytes.`);
  const joined = names.join("/");
  if (byteLength(joined) > MAX_PATH_BYTES)
    throw invalid(`it is longer than ${MAX_PATH_BYTES} bytes.`);
  return joined;
}
