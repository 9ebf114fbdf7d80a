import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import type { Page } from "@/lib/core/page";
import { pool } from "@/lib/db/pool";
import type { DeploymentInput } from "@/lib/deployments/schema/deployments";
import { deploymentNotFound } from "@/lib/deployments/sql/deployments";
import { type ResponseDto, type ResponseRow, toResponseDto } from "../dto/responses";

/** What a deployment does by itself: at most one of each act. */
export async function listResponses(
  actor: Actor,
  { deployment }: DeploymentInput,
): Promise<Page<ResponseDto>> {
  assertCan(actor, "incident:read");
  const { rows: found } = await pool().query<{ id: number }>(
    "SELECT id FROM deployments WHERE workspace_id = $1 AND name = $2 AND deleted_at IS NULL",
    [actor.workspaceId, deployment],
  );
  if (!found[0]) throw deploymentNotFound(deployment);
  const { rows } = await pool().query<ResponseRow>(
    `SELECT r.act, r.signals, r.severity, r.cool_down_hours AS "coolDownHours", r.wish, u.name AS "setBy", r.set_at AS "setAt"
     FROM incident_responses r JOIN users u ON u.id = r.set_by_id
     WHERE r.deployment_id = $1 AND r.removed_at IS NULL ORDER BY r.act`,
    [found[0].id],
  );
  return { items: rows.map(toResponseDto) };
}
