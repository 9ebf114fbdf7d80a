import { AppError } from "./errors";

/** An opaque page token that carries `value` (JSON). */
export function encodePageToken(value: unknown): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(JSON.stringify(value))));
}

/** The value of a token of ours. Throws INVALID for anything else. */
export function decodePageToken(token: string): unknown {
  try {
    const bytes = Uint8Array.from(atob(token), (char) => char.charCodeAt(0));
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw new AppError("INVALID", "Invalid page token, could not base64-decode");
  }
}
