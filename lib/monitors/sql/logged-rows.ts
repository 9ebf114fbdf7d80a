import "server-only";
import { inTransaction, type SqlClient } from "@/lib/db/pool";
import type { RevisionRows } from "@/lib/deployments/rules/judge-monitors";
import type { KeptPrediction } from "@/lib/gateway/rules/profiled";
import type { SampleKind } from "../schema/samples";

/** A prediction with its rows as they were sent and what was answered to each. */
export interface LoggedPrediction {
  id: string;
  /** Milliseconds since the epoch. */
  at: number;
  revision: number;
  inputs: unknown[];
  answers: unknown[] | null;
  /** What it is ordered by. */
  place: string;
}

export interface LogWindow {
  workspaceId: string;
  deploymentId: number;
  opensAt: number;
  closesAt: number;
}

/** Those that profiles count: answered, and no copies. */
const COUNTED = `p.workspace_id = $1 AND p.deployment_id = $2 AND p.at >= $3 AND p.at < $4 AND NOT p.is_shadow AND p.status < 400
  AND json_typeof(p.inputs) = 'array'`;
const valuesOf = ({ workspaceId, deploymentId, opensAt, closesAt }: LogWindow) => [
  ...[workspaceId, deploymentId, new Date(opensAt), new Date(closesAt)],
];

/** The newest first, or in the order that a seed draws. */
const ORDERS: Readonly<Record<SampleKind, string>> = {
  outlying: "-(extract(epoch FROM p.at) * 1000)::bigint",
  random: "hashtextextended(p.id::text, $5)",
};

interface Batch {
  kind: SampleKind;
  seed: number;
  /** Where the batch before ended: the place and the id. */
  after: { place: string; id: string } | null;
  limit: number;
}

/** Predictions of a window from a place on, that one included. */
export async function readLoggedBatch(
  client: SqlClient,
  window: LogWindow,
  { kind, seed, after, limit }: Batch,
): Promise<LoggedPrediction[]> {
  const order = ORDERS[kind];
  const { rows } = await client.query<LoggedPrediction>(
    `SELECT p.id, floor(extract(epoch FROM p.at) * 1000)::float8 AS at, p.revision, p.inputs, p.answers, (${order})::text AS place
     FROM predictions p WHERE ${COUNTED} AND $5::bigint IS NOT NULL
       AND ($6::bigint IS NULL OR (${order}, p.id) >= ($6::bigint, $7::uuid))
     ORDER BY ${order}, p.id LIMIT $8`,
    [...valuesOf(window), seed, after?.place ?? null, after?.id ?? null, limit],
  );
  return rows;
}

const BATCH = 2_000;

/** Every prediction of a window, some at a time. */
export async function eachLogged(
  window: LogWindow,
  take: (rows: readonly Pick<LoggedPrediction, "inputs" | "answers">[]) => void,
): Promise<void> {
  await inTransaction(async (tx) => {
    await tx.query(
      `DECLARE logged_rows NO SCROLL CURSOR FOR SELECT p.inputs, p.answers FROM predictions p WHERE ${COUNTED}`,
      valuesOf(window),
    );
    for (;;) {
      const { rows } = await tx.query<LoggedPrediction>(`FETCH ${BATCH} FROM logged_rows`);
      if (rows.length === 0) return;
      take(rows);
    }
  });
}

const REVISION_BATCH = 500;

/** Predictions of a revision from a moment until another, the newest first, until `take` answers false. */
export async function eachOfRevision(
  { workspaceId, deploymentId, revision, isShadow, since }: RevisionRows,
  until: Date,
  take: (prediction: KeptPrediction & { inputs: unknown[] }) => boolean,
): Promise<void> {
  await inTransaction(async (tx) => {
    await tx.query(
      `DECLARE of_revision NO SCROLL CURSOR FOR
       SELECT floor(extract(epoch FROM p.at) * 1000)::float8 AS at, p.revision, p.is_shadow AS "isShadow", p.status, p.inputs,
         coalesce(p.answers, '[]') AS answers
       FROM predictions p WHERE p.workspace_id = $1 AND p.deployment_id = $2 AND p.revision = $3 AND p.is_shadow = $4
         AND p.at >= $5 AND p.at < $6 AND p.status < 400 AND json_typeof(p.inputs) = 'array'
       ORDER BY p.at DESC, p.id DESC`,
      [workspaceId, deploymentId, revision, isShadow, since, until],
    );
    for (;;) {
      const { rows } = await tx.query<KeptPrediction & { inputs: unknown[] }>(
        `FETCH ${REVISION_BATCH} FROM of_revision`,
      );
      if (rows.length === 0 || !rows.every(take)) return;
    }
  });
}
