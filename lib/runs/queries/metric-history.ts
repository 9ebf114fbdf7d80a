import "server-only";
import { z } from "zod";
import { type Actor, assertCan } from "@/lib/access/actor";
import { AppError } from "@/lib/core/errors";
import { decodePageToken, encodePageToken } from "@/lib/core/page-token";
import { pool } from "@/lib/db/pool";
import type { Page } from "@/lib/experiments/dto";
import { findKeys } from "@/lib/experiments/sql";
import type { MetricDto } from "../dto";
import { runRef } from "../sql/refs";

interface PointRow {
  step: number;
  time: number;
  value: number;
}

const tokenSchema = z.tuple([z.number(), z.number(), z.union([z.number(), z.string()])]);

function parseToken(token: string): [number, number, number] {
  const parsed = tokenSchema.safeParse(decodePageToken(token));
  if (!parsed.success) throw new AppError("INVALID", "Invalid page token.");
  const [time, step, value] = parsed.data;
  return [time, step, Number(value)];
}

interface HistoryInput {
  runUuid: string;
  key: string;
  /** Absent means every point. */
  limit?: number | undefined;
  pageToken?: string | undefined;
}

/** A metric's points by timestamp, step, value. Unknown keys have none. */
export async function getMetricHistory(
  actor: Actor,
  { runUuid, key, limit, pageToken }: HistoryInput,
): Promise<Page<MetricDto>> {
  assertCan(actor, "run:read");
  const ref = await runRef(actor, runUuid).catch((error: unknown) => {
    if (error instanceof AppError && error.code === "NOT_FOUND") return null;
    throw error;
  });
  const keyId = (await findKeys(actor.workspaceId, [key])).get(key);
  if (!ref || keyId === undefined) return { items: [] };
  const after = pageToken ? parseToken(pageToken) : null;
  const { rows } = await pool().query<PointRow>(
    `SELECT step, time, value FROM metric_points WHERE run_id = $1 AND key_id = $2
       ${after ? "AND (time, step, value) > ($4::bigint, $5::bigint, $6::float8)" : ""}
     ORDER BY time, step, value LIMIT $3`,
    [ref.id, keyId, limit === undefined ? null : limit + 1, ...(after ?? [])],
  );
  const shown = limit === undefined ? rows : rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(({ step, time, value }) => ({ key, value, step, timestamp: time })),
    ...(last && rows.length > shown.length
      ? { nextPageToken: encodePageToken([last.time, last.step, String(last.value)]) }
      : {}),
  };
}
