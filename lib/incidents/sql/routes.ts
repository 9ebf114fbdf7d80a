import "server-only";
import { AppError } from "@/lib/core/errors";
import type { Tx } from "@/lib/db/client";
import type { SqlClient } from "@/lib/db/pool";
import { type AlertRouteDto, type AlertRouteRow, toRouteDto } from "../dto/routes";
import type { RoutedIncident } from "../rules/routes";

export const MAX_ROUTES = 100;

const named = (table: string, ids: string) =>
  `coalesce((SELECT json_agg(json_build_object('id', x.id, 'name', x.name) ORDER BY x.name) FROM ${table} x WHERE x.id = ANY(${ids})), '[]')`;

/** Of routes `r`. */
const ROUTE_SELECT = `SELECT r.id, r.name, r.position, r.match, r.escalate_minutes AS "escalateMinutes",
    ${named("users", "r.user_ids")} AS people, ${named("(SELECT * FROM webhooks WHERE workspace_id = $1)", "r.webhook_ids")} AS webhooks
  FROM alert_routes r WHERE r.workspace_id = $1`;

export const routeNotFound = () => new AppError("NOT_FOUND", "There is no such route.");

/** Routes in their order. */
export async function readRoutes(client: SqlClient, workspaceId: string): Promise<AlertRouteDto[]> {
  const { rows } = await client.query<AlertRouteRow>(
    `${ROUTE_SELECT} ORDER BY r.position, r.id LIMIT ${MAX_ROUTES}`,
    [workspaceId],
  );
  return rows.map(toRouteDto);
}

interface Facts {
  deployment: string;
  environment: string;
  models: string[];
  ownerId: string;
}

/** What routes look at of the deployment of an incident; the models are those of the plan in force. */
const FACTS = `SELECT d.name AS deployment, e.name AS environment, d.created_by_id AS "ownerId",
    coalesce((SELECT array_agg(DISTINCT r.model_name) FROM traffic_plans p JOIN deployment_revisions r ON r.deployment_id = p.deployment_id
      AND r.number IN (SELECT number FROM revisions_of_plan(p.plan))
      WHERE p.deployment_id = d.id AND p.version = d.traffic_version), '{}') AS models
  FROM deployments d JOIN deployment_environments e ON e.id = d.environment_id
  WHERE d.workspace_id = $1::uuid AND d.id = $2`;

interface Routed extends Pick<RoutedIncident, "severity" | "kind"> {
  workspaceId: string;
  deploymentId: bigint | null;
  ownerId: string | null;
}

export async function readRouted(tx: Tx, routed: Routed): Promise<RoutedIncident> {
  const { workspaceId, deploymentId, severity, kind } = routed;
  const [facts] =
    deploymentId === null
      ? []
      : await tx.$queryRawUnsafe<Facts[]>(FACTS, workspaceId, deploymentId);
  const owners = [facts?.ownerId, routed.ownerId];
  return {
    ...{ severity, kind },
    deployment: facts?.deployment ?? null,
    environment: facts?.environment ?? null,
    models: facts?.models ?? [],
    ownerIds: owners.flatMap((id) => (id ? [id] : [])),
  };
}
