import "server-only";
import { z } from "zod";
import { type Actor, assertCan } from "@/lib/access/actor";
import { lastKey, type Page, toPage } from "@/lib/core/page";
import { pool } from "@/lib/db/pool";
import type { DeploymentInput } from "@/lib/deployments/schema/deployments";
import {
  type IncidentDto,
  type IncidentEventDto,
  type IncidentRow,
  type IncidentSummaryDto,
  type SignalRow,
  toIncidentDto,
  toSummaryDto,
} from "../dto/incidents";
import type {
  IncidentInput,
  ListIncidentEventsInput,
  ListIncidentsInput,
} from "../schema/incidents";
import { incidentNotFound } from "../sql/incidents";

const key = z.string().regex(/^\d{1,16}$/);

const SELECT = `SELECT i.id, i.number, i.title, i.severity, i.status, d.name AS deployment,
    CASE WHEN w.id IS NOT NULL THEN json_build_object('id', w.id, 'name', w.name) END AS dataset,
    d.deleted_at IS NOT NULL AS "isDeploymentDeleted", i.owner_id AS "ownerId",
    u.name AS "ownerName", i.opened_at AS "openedAt", i.acknowledged_at AS "acknowledgedAt", i.resolved_at AS "resolvedAt",
    i.resolution, EXISTS (SELECT 1 FROM incident_signals s WHERE s.incident_id = i.id AND s.is_firing
      AND (s.kind <> 'rollback' OR i.status <> 'resolved')) AS "isFiring"
  FROM incidents i LEFT JOIN deployments d ON d.id = i.deployment_id LEFT JOIN datasets w ON w.id = i.dataset_id
  LEFT JOIN users u ON u.id = i.owner_id`;

async function findIncident({ workspaceId }: Actor, number: number): Promise<IncidentRow> {
  const { rows } = await pool().query<IncidentRow>(
    `${SELECT} WHERE i.workspace_id = $1 AND i.number = $2`,
    [workspaceId, number],
  );
  if (!rows[0]) throw incidentNotFound(number);
  return rows[0];
}

/** Incidents of the workspace or of one deployment, the newest first. */
export async function listIncidents(
  actor: Actor,
  { show, deployment, limit, pageToken }: ListIncidentsInput,
): Promise<Page<IncidentSummaryDto>> {
  assertCan(actor, "incident:read");
  const { rows } = await pool().query<IncidentRow>(
    `${SELECT} WHERE i.workspace_id = $1 AND ($2 = 'all' OR (i.status = 'resolved') = ($2 = 'resolved'))
       AND ($3::text IS NULL OR d.name = $3) AND ($4::int IS NULL OR i.number < $4)
     ORDER BY i.number DESC LIMIT $5`,
    [
      ...[actor.workspaceId, show, deployment ?? null],
      ...[lastKey(pageToken, key) ?? null, limit + 1],
    ],
  );
  return toPage(rows, limit, ({ number }) => String(number), toSummaryDto);
}

/** The incident of a deployment that is not resolved; null where there is none. */
export async function findUnresolvedIncident(
  actor: Actor,
  { deployment }: DeploymentInput,
): Promise<IncidentSummaryDto | null> {
  assertCan(actor, "incident:read");
  const { rows } = await pool().query<IncidentRow>(
    `${SELECT} WHERE i.workspace_id = $1 AND i.status <> 'resolved' AND d.name = $2 AND d.deleted_at IS NULL`,
    [actor.workspaceId, deployment],
  );
  return rows[0] ? toSummaryDto(rows[0]) : null;
}

/** One incident with what speaks for it, what still does first. Throws NOT_FOUND. */
export async function getIncident(actor: Actor, { incident }: IncidentInput): Promise<IncidentDto> {
  assertCan(actor, "incident:read");
  const row = await findIncident(actor, incident);
  const { rows } = await pool().query<SignalRow>(
    `SELECT kind, severity, summary, evidence, is_firing AND (kind <> 'rollback' OR $2 <> 'resolved') AS "isFiring",
       first_at AS "firstAt", last_at AS "lastAt"
     FROM incident_signals WHERE incident_id = $1 ORDER BY is_firing DESC, last_at DESC LIMIT 200`,
    [row.id, row.status],
  );
  return toIncidentDto(row, rows);
}

/** What became of an incident, the newest first. */
export async function listIncidentEvents(
  actor: Actor,
  { incident, limit, pageToken }: ListIncidentEventsInput,
): Promise<Page<IncidentEventDto>> {
  assertCan(actor, "incident:read");
  const { id } = await findIncident(actor, incident);
  const { rows } = await pool().query<IncidentEventDto>(
    `SELECT e.id, e.kind, e.note, e.about, u.name AS actor, floor(extract(epoch FROM e.at) * 1000)::float8 AS at
     FROM incident_events e LEFT JOIN users u ON u.id = e.actor_id
     WHERE e.incident_id = $1 AND ($2::bigint IS NULL OR e.id < $2) ORDER BY e.id DESC LIMIT $3`,
    [id, lastKey(pageToken, key) ?? null, limit + 1],
  );
  return toPage(
    rows,
    limit,
    (event) => String(event.id),
    (event) => event,
  );
}
