import { z } from "zod";
import { AppError } from "./errors";
import { decodePageToken, encodePageToken } from "./page-token";

export interface Page<T> {
  items: T[];
  /** Absent on the last page. */
  nextPageToken?: string;
}

/** What every list takes: how many at most, and where the page before ended. */
export const pageInput = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  pageToken: z.string().max(2_000).optional(),
});
export type PageInput = z.infer<typeof pageInput>;

/** The key that the page before ended with, or undefined for the first page. Throws INVALID for a token of another list. */
export function lastKey<Key extends z.ZodType>(
  token: string | undefined,
  key: Key,
): z.output<Key> | undefined {
  if (!token) return undefined;
  const content = z.object({ after: z.unknown() }).safeParse(decodePageToken(token));
  const parsed = key.safeParse(content.data?.after);
  if (!parsed.success) throw new AppError("INVALID", "This page token belongs to another list.");
  return parsed.data;
}

/** A page of `rows`, of which there is one more than `limit` when another page follows. */
export function toPage<Row, Item>(
  rows: readonly Row[],
  limit: number,
  keyOf: (row: Row) => string,
  toItem: (row: Row) => Item,
): Page<Item> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(toItem),
    ...(rows.length > limit && last
      ? { nextPageToken: encodePageToken({ after: keyOf(last) }) }
      : {}),
  };
}
