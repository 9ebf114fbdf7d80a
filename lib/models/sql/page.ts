import "server-only";
import { z } from "zod";
import { AppError } from "@/lib/core/errors";
import { decodePageToken } from "@/lib/core/page-token";
import type { SqlParameters } from "@/lib/db/conditions";
import { afterKeys, checkKeyValues, type SortKey } from "@/lib/db/keyset";
import { pool } from "@/lib/db/pool";

interface PageQuery {
  /** The column that answers who is on the page. */
  id: string;
  from: string;
  where: string;
  /** A total order: no two rows agree in all of it. */
  keys: readonly SortKey[];
  parameters: SqlParameters;
  limit: number;
  /** Values of the keys of the last row before this page. */
  after: readonly string[] | null;
  /** Counts all that match along the way: no more work where each row has to be looked at. */
  counts?: boolean;
}

interface FoundPage {
  ids: bigint[];
  /** Values of the keys of the last row, when more follow. */
  last: string[] | null;
  /** How many match, when that is known. */
  total: number | null;
}

type KeyedRow = { id: string; total?: number } & Record<`key_${number}`, string>;

/** The ids of one page, found by where the last one ended: a deep page costs what the first one costs. */
export async function fetchIds(query: PageQuery): Promise<FoundPage> {
  const { keys, parameters, limit, after } = query;
  if (after) checkKeyValues(keys, after);
  const columns = keys.map(({ expression }, index) => `(${expression})::text AS key_${index}`);
  const order = keys.map(
    ({ expression, ascending }) => `${expression} ${ascending ? "ASC" : "DESC"}`,
  );
  const total = query.counts && !after ? ["count(*) OVER () AS total"] : [];
  const where = after ? `${query.where} AND ${afterKeys(keys, after, parameters)}` : query.where;
  const { rows } = await pool().query<KeyedRow>(
    `SELECT ${query.id}::text AS id, ${[...columns, ...total].join(", ")} FROM ${query.from}
     WHERE ${where} ORDER BY ${order.join(", ")} LIMIT ${parameters.add(limit + 1)}`,
    parameters.values,
  );
  const shown = rows.slice(0, limit);
  const end = rows.length > limit ? shown.at(-1) : undefined;
  return {
    ids: shown.map(({ id }) => BigInt(id)),
    last: end ? keys.map((_, index) => end[`key_${index}`] ?? "") : null,
    total: after || end ? (end?.total ?? null) : shown.length,
  };
}

export const keyValues = z.array(z.string()).min(1).max(30);

/** The key values in a page token that carries nothing else. Throws INVALID. */
export function keysAfter(token: string | undefined): string[] | null {
  if (!token) return null;
  const parsed = z.object({ k: keyValues }).safeParse(decodePageToken(token));
  if (!parsed.success) throw new AppError("INVALID", "Invalid page token.");
  return parsed.data.k;
}
