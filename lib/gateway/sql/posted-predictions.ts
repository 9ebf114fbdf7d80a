import "server-only";
import { CopyRows, copyInto } from "@/lib/db/copy-rows";
import { pool, type SqlClient } from "@/lib/db/pool";
import type { PostedPredictionsDto } from "../dto/posted-predictions";
import type { PredictionEntry } from "../rules/prediction-pack";
import { isKept, type LogSettings } from "../rules/predictions";
import type { ProfilePlan } from "../rules/profiled";
import { Counting, contentOf, plansOf, put, TARGET } from "./prediction-log";
import { type DeploymentRef, readLogs } from "./predictions";

/** Uploads to one deployment write one after the other, so that two of them never log the same prediction. */
const LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('posted predictions of ' || $1, 0))";
const STORED =
  "SELECT DISTINCT id FROM predictions WHERE deployment_id = $1 AND id = ANY ($2::uuid[])";

interface Written {
  kept: number;
  duplicates: number;
  leftOut: number;
}

async function fill(
  tx: SqlClient,
  deploymentId: bigint,
  entries: readonly PredictionEntry[],
  {
    settings,
    plans,
    rows,
  }: { settings: LogSettings; plans: readonly ProfilePlan[]; rows: CopyRows },
): Promise<number> {
  await tx.query(LOCK, [String(deploymentId)]);
  const ids = entries.map(({ id }) => id);
  const found = await tx.query<{ id: string }>(STORED, [String(deploymentId), ids]);
  const seen = new Set(found.rows.map(({ id }) => id));
  const counting = new Counting();
  let kept = 0;
  for (const entry of entries) {
    if (seen.has(entry.id)) continue;
    seen.add(entry.id);
    const one = { entry, settings, plans };
    const content = contentOf(entry, settings);
    put(rows, one, content);
    counting.add(one, content);
    kept += 1;
  }
  if (counting.deploymentIds.size > 0) await counting.write(tx);
  return kept;
}

/**
 * Logs predictions of one deployment with what they add to its counts, or none of them. An id that is logged already is a duplicate,
 * whatever came with it.
 */
export async function writePosted(
  { workspaceId, deploymentId }: DeploymentRef,
  entries: readonly PredictionEntry[],
): Promise<Written> {
  const logs = await readLogs(pool(), [deploymentId]);
  const log = logs.get(deploymentId);
  if (log?.workspaceId !== workspaceId) return { kept: 0, duplicates: 0, leftOut: entries.length };
  const sampled = entries.filter((entry) => isKept(entry, log.settings));
  const leftOut = entries.length - sampled.length;
  if (sampled.length === 0) return { kept: 0, duplicates: 0, leftOut };
  const plans = (await plansOf(logs)).get(deploymentId) ?? [];
  const rows = new CopyRows();
  let kept = 0;
  await copyInto(TARGET, rows, async (tx) => {
    kept = await fill(tx, deploymentId, sampled, { settings: log.settings, plans, rows });
  });
  return { kept, duplicates: sampled.length - kept, leftOut };
}

interface Upload extends DeploymentRef {
  key: string;
}

interface KnownUpload {
  sha256: string;
  answer: PostedPredictionsDto;
}

/** What an upload of the same key was answered; null for the first one. */
export async function findUpload(
  client: SqlClient,
  { deploymentId, key }: Upload,
): Promise<KnownUpload | null> {
  const { rows } = await client.query<KnownUpload>(
    "SELECT sha256, answer FROM prediction_uploads WHERE deployment_id = $1 AND idempotency_key = $2",
    [String(deploymentId), key],
  );
  return rows[0] ?? null;
}

/** Keeps what an upload is answered, unless another one of its key was faster. */
export async function keepUpload(
  tx: SqlClient,
  { workspaceId, deploymentId, key }: Upload,
  { sha256, answer, userId }: KnownUpload & { userId: string },
): Promise<void> {
  await tx.query(
    `INSERT INTO prediction_uploads (workspace_id, deployment_id, idempotency_key, sha256, answer, posted_by_id)
     VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING`,
    [workspaceId, String(deploymentId), key, sha256, JSON.stringify(answer), userId],
  );
}

const REVISIONS = `SELECT number, model_version_id AS "modelVersionId", model_version AS "modelVersion", signature
  FROM deployment_revisions WHERE deployment_id = $1 ORDER BY number`;

export interface RevisionRow {
  number: number;
  modelVersionId: number | null;
  modelVersion: number;
  signature: unknown;
}

/** All revisions of a deployment, the oldest first. */
export async function readPostedRevisions(deploymentId: bigint): Promise<RevisionRow[]> {
  const { rows } = await pool().query<RevisionRow>(REVISIONS, [String(deploymentId)]);
  return rows;
}
