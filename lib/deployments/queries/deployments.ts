import "server-only";
import { z } from "zod";
import { type Actor, assertCan } from "@/lib/access/actor";
import { lastKey, type Page, toPage } from "@/lib/core/page";
import { pool } from "@/lib/db/pool";
import type { DeploymentDto, RevisionDto, TrafficChangeDto } from "../dto/deployments";
import { type DeploymentRow, type TrafficRow, toTrafficChangeDto } from "../dto/rows";
import type {
  DeploymentInput,
  ListDeploymentsInput,
  ListRevisionsInput,
  RevisionInput,
} from "../schema/deployments";
import { deploymentNotFound } from "../sql/deployments";
import {
  DEPLOYMENT_SELECT,
  describeDeployments,
  readDeployment,
  readRevision,
  readRevisions,
} from "../sql/read";

const nameKey = z.string().max(63);
const numberKey = z.coerce.number().int().min(1).max(2_000_000_000);

const LIST = `${DEPLOYMENT_SELECT} WHERE d.workspace_id = $1 AND d.deleted_at IS NULL
  AND ($2::text IS NULL OR e.name = $2) AND ($3::text IS NULL OR d.status = $3)
  AND ($4::text IS NULL OR strpos(d.name, lower($4)) > 0)
  AND ($5::text IS NULL OR EXISTS (SELECT 1 FROM deployment_revisions o
    LEFT JOIN model_versions ov ON ov.id = o.model_version_id LEFT JOIN registered_models om ON om.id = ov.model_id
    WHERE o.deployment_id = d.id AND coalesce(om.name, o.model_name) = $5
      AND o.number IN (SELECT number FROM revisions_of_plan(p.plan))))
  AND ($6::text IS NULL OR d.name > $6)
  ORDER BY d.name LIMIT $7`;

/** Deployments of the workspace by name, with what each serves. */
export async function listDeployments(
  actor: Actor,
  { environment, status, search, model, limit, pageToken }: ListDeploymentsInput,
): Promise<Page<DeploymentDto>> {
  assertCan(actor, "deployment:read");
  const { rows } = await pool().query<DeploymentRow>(LIST, [
    actor.workspaceId,
    environment ?? null,
    status ?? null,
    search || null,
    model ?? null,
    lastKey(pageToken, nameKey) ?? null,
    limit + 1,
  ]);
  const { nextPageToken } = toPage(
    rows,
    limit,
    ({ name }) => name,
    ({ name }) => name,
  );
  return {
    items: await describeDeployments(actor.workspaceId, rows.slice(0, limit)),
    ...(nextPageToken === undefined ? {} : { nextPageToken }),
  };
}

export async function getDeployment(
  actor: Actor,
  { deployment }: DeploymentInput,
): Promise<DeploymentDto> {
  assertCan(actor, "deployment:read");
  return readDeployment(actor, deployment);
}

/** Revisions of a deployment, the newest first. */
export async function listRevisions(
  actor: Actor,
  { deployment, limit, pageToken }: ListRevisionsInput,
): Promise<Page<RevisionDto>> {
  assertCan(actor, "deployment:read");
  const below = lastKey(pageToken, numberKey);
  const rows = await readRevisions(actor, { deployment, below, limit: limit + 1 });
  return toPage(
    rows,
    limit,
    ({ number }) => String(number),
    (row) => row,
  );
}

export async function getRevision(actor: Actor, input: RevisionInput): Promise<RevisionDto> {
  assertCan(actor, "deployment:read");
  return readRevision(actor, input);
}

/** Plans that are or were in force, the newest first. */
export async function listTrafficChanges(
  actor: Actor,
  { deployment: name, limit, pageToken }: ListRevisionsInput,
): Promise<Page<TrafficChangeDto>> {
  assertCan(actor, "deployment:read");
  const { rows: found } = await pool().query<{ id: number; inForce: number }>(
    `SELECT id, traffic_version AS "inForce" FROM deployments
     WHERE workspace_id = $1 AND name = $2 AND deleted_at IS NULL`,
    [actor.workspaceId, name],
  );
  const [deployment] = found;
  if (!deployment) throw deploymentNotFound(name);
  const { rows } = await pool().query<TrafficRow>(
    `SELECT p.version, p.plan, p.reason, p.origin, u.name AS by,
       floor(extract(epoch FROM p.created_at) * 1000)::bigint AS at
     FROM traffic_plans p LEFT JOIN users u ON u.id = p.actor_id
     WHERE p.deployment_id = $1 AND ($2::int IS NULL OR p.version < $2) ORDER BY p.version DESC LIMIT $3`,
    [deployment.id, lastKey(pageToken, numberKey) ?? null, limit + 1],
  );
  return toPage(
    rows,
    limit,
    ({ version }) => String(version),
    (row) => toTrafficChangeDto(row, deployment.inForce),
  );
}
