import "server-only";
import { z } from "zod";
import { type Actor, assertCan } from "@/lib/access/actor";
import { lastKey, type Page, toPage } from "@/lib/core/page";
import { pool } from "@/lib/db/pool";
import type { DeploymentDto, RevisionDto, TrafficChangeDto } from "../dto/deployments";
import { type TrafficRow, toTrafficChangeDto } from "../dto/rows";
import type { DeploymentInput, ListRevisionsInput, RevisionInput } from "../schema/deployments";
import { deploymentNotFound } from "../sql/deployments";
import { readDeployment, readRevision, readRevisions } from "../sql/read";

const numberKey = z.coerce.number().int().min(1).max(2_000_000_000);

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
