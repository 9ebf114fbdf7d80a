import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { can } from "@/lib/access/permissions";
import { pool } from "@/lib/db/pool";
import type { AlertingChoicesDto } from "../dto/choices";

const MAX_CHOICES = 500;

const list = (value: string, label: string, from: string) =>
  `coalesce((SELECT json_agg(c) FROM (SELECT ${value} AS value, ${label} AS label FROM ${from}
    ORDER BY 2, 1 LIMIT ${MAX_CHOICES}) c), '[]')`;

const CHOICES = `SELECT
  ${list("id::text", "name", "deployments WHERE workspace_id = $1 AND deleted_at IS NULL")} AS deployments,
  ${list("id::text", "name", "monitors WHERE workspace_id = $1 AND removed_at IS NULL")} AS monitors,
  ${list("name", "name", "deployment_environments WHERE workspace_id = $1")} AS environments,
  ${list("name", "name", "registered_models WHERE workspace_id = $1")} AS models,
  ${list("u.id::text", "u.name", "memberships m JOIN users u ON u.id = m.user_id WHERE m.workspace_id = $1 AND u.disabled_at IS NULL")} AS people,
  ${list("id::text", "name", "webhooks WHERE workspace_id = $1")} AS webhooks`;

/** What the forms of maintenance and of routes offer. */
export async function readAlertingChoices(actor: Actor): Promise<AlertingChoicesDto> {
  assertCan(actor, "incident:read");
  const { rows } = await pool().query<AlertingChoicesDto>(CHOICES, [actor.workspaceId]);
  const [choices] = rows;
  if (!choices) throw new Error("The database answered nothing.");
  return can(actor.role, "webhook:read") ? choices : { ...choices, webhooks: [] };
}
