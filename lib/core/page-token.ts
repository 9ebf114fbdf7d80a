import { z } from "zod";
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

const offsetSchema = z.object({ offset: z.number().int().positive() });

/** Where the page of an `{offset}` token begins; the first page has none. Throws INVALID. */
export function pageOffset(token: string | undefined): number {
  if (!token) return 0;
  const parsed = offsetSchema.safeParse(decodePageToken(token));
  if (!parsed.success) throw new AppError("INVALID", "Invalid page token.");
  return parsed.data.offset;
}
