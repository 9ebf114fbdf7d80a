import "server-only";
import { pool } from "@/lib/db/pool";
import type { ServingRevision } from "@/lib/deployments/queries/serving";
import { servingBackend } from "@/lib/deployments/schema/backends";
import type { StateStatus } from "@/lib/deployments/schema/deployments";

export interface HeldRevision extends ServingRevision {
  workspaceId: string;
  deploymentId: bigint;
  deployment: string;
}

interface Row extends Omit<HeldRevision, "id" | "deploymentId" | "modelVersionId" | "settings"> {
  id: number;
  deploymentId: number;
  modelVersionId: number | null;
  settings: unknown;
}

const COLUMNS = `r.id, r.workspace_id AS "workspaceId", d.id AS "deploymentId", d.name AS deployment, r.number, r.backend, r.settings,
    r.model_version_id AS "modelVersionId", r.model_name AS "modelName", r.model_version AS "modelVersion", r.location, r.signature`;

const toHeld = ({ id, deploymentId, modelVersionId, settings, ...row }: Row): HeldRevision => ({
  ...row,
  id: BigInt(id),
  deploymentId: BigInt(deploymentId),
  modelVersionId: modelVersionId === null ? null : BigInt(modelVersionId),
  settings: servingBackend.parse(settings),
});

/**
 * Takes revisions of running deployments that nobody has looked at yet, or not for long: of several gateways one gets
 * each. What failed is tried again after a while, and what another gateway began and never finished.
 */
const CLAIM = `WITH due AS (
    SELECT r.id, r.workspace_id FROM deployment_revisions r
    JOIN deployments d ON d.id = r.deployment_id AND d.deleted_at IS NULL AND d.status = 'running'
    LEFT JOIN revision_states s ON s.revision_id = r.id
    WHERE s.status IS NULL OR s.status IN ('pending', 'stopped')
      OR (s.status = 'loading' AND s.observed_at < now() - interval '5 minutes')
      OR (s.status = 'failed' AND s.observed_at < now() - interval '1 minute')
    ORDER BY r.id LIMIT $1
  ), taken AS (
    INSERT INTO revision_states AS s (revision_id, workspace_id, status, message, observed_at)
    SELECT id, workspace_id, 'loading', '', now() FROM due
    ON CONFLICT (revision_id) DO UPDATE SET status = 'loading', message = '', observed_at = now()
      WHERE s.status <> 'loading' OR s.observed_at < now() - interval '5 minutes'
    RETURNING revision_id
  )
  SELECT ${COLUMNS} FROM taken JOIN deployment_revisions r ON r.id = taken.revision_id JOIN deployments d ON d.id = r.deployment_id`;

export async function claimRevisions(limit: number): Promise<HeldRevision[]> {
  const { rows } = await pool().query<Row>(CLAIM, [limit]);
  return rows.map(toHeld);
}

/** Those that must be running here all the time: processes that a plan in force names. */
const KEPT = `SELECT ${COLUMNS} FROM deployments d
  JOIN traffic_plans p ON p.deployment_id = d.id AND p.version = d.traffic_version
  JOIN deployment_revisions r ON r.deployment_id = d.id
  WHERE d.deleted_at IS NULL AND d.status = 'running' AND r.backend = 'process'
    AND r.number IN (SELECT number FROM revisions_of_plan(p.plan))
  ORDER BY r.id LIMIT $1`;

export async function findKeptRevisions(limit: number): Promise<HeldRevision[]> {
  const { rows } = await pool().query<Row>(KEPT, [limit]);
  return rows.map(toHeld);
}

/** Of these revisions, those whose deployment still runs. */
export async function stillRunning(ids: readonly bigint[]): Promise<Set<bigint>> {
  const { rows } = await pool().query<{ id: number }>(
    `SELECT r.id FROM deployment_revisions r JOIN deployments d ON d.id = r.deployment_id
     WHERE r.id = ANY ($1::bigint[]) AND d.deleted_at IS NULL AND d.status = 'running'`,
    [ids.map(String)],
  );
  return new Set(rows.map(({ id }) => BigInt(id)));
}

export interface ObservedState {
  id: bigint;
  workspaceId: string;
  status: StateStatus;
  message: string;
}

/** Writes down how a revision was found; answers whether that is news. */
export async function writeState(state: ObservedState): Promise<boolean> {
  const { rows } = await pool().query<{ isNews: boolean }>(
    `WITH before AS (SELECT status, message FROM revision_states WHERE revision_id = $1),
     written AS (
       INSERT INTO revision_states AS s (revision_id, workspace_id, status, message, observed_at)
       SELECT id, workspace_id, $3, $4, now() FROM deployment_revisions WHERE id = $1 AND workspace_id = $2
       ON CONFLICT (revision_id) DO UPDATE SET status = $3, message = $4, observed_at = now() RETURNING 1)
     SELECT NOT EXISTS (SELECT 1 FROM before WHERE status = $3 AND message = $4) AS "isNews" FROM written`,
    [String(state.id), state.workspaceId, state.status, state.message],
  );
  return rows[0]?.isNews === true;
}

const CONFIRMED_SECONDS = 30;

/** Writes down that a revision that was found ready still is; of several gateways one does. What else was found stays. */
export async function confirmReady({
  id,
  workspaceId,
}: Pick<ObservedState, "id" | "workspaceId">): Promise<void> {
  await pool().query(
    `UPDATE revision_states SET observed_at = now()
     WHERE revision_id = $1 AND workspace_id = $2 AND status = 'ready'
       AND observed_at < now() - make_interval(secs => ${CONFIRMED_SECONDS})`,
    [String(id), workspaceId],
  );
}

/** Marks what no deployment runs any more; answers which workspaces it is news for. */
export async function markStopped(): Promise<string[]> {
  const { rows } = await pool().query<{ workspaceId: string }>(
    `UPDATE revision_states s SET status = 'stopped', message = '', observed_at = now()
     FROM deployment_revisions r JOIN deployments d ON d.id = r.deployment_id
     WHERE r.id = s.revision_id AND s.status <> 'stopped' AND (d.deleted_at IS NOT NULL OR d.status <> 'running')
     RETURNING s.workspace_id AS "workspaceId"`,
  );
  return [...new Set(rows.map(({ workspaceId }) => workspaceId))];
}
