import "server-only";
import { pool } from "@/lib/db/pool";
import { TRAFFIC_SUMS } from "@/lib/deployments/sql/traffic";
import { SEVERITIES } from "@/lib/monitors/schema/alerts";
import type { FactRow } from "../dto/rows";

interface Scope {
  workspaceId: string;
  environments: readonly string[];
  /** When the week began that traffic is told of. */
  since: Date;
  /** What the asker may not read is not looked up. */
  mayReadIncidents: boolean;
  mayReadModels: boolean;
  /** Latencies take longer to add up than all the rest. */
  withLatency: boolean;
}

const PLACES = `ARRAY['${SEVERITIES.join("', '")}']`;

const factsWith = (
  sums: string,
) => `SELECT d.id, d.name, e.name AS environment, d.status, d.created_at AS "createdAt", p.plan->'weights' AS weights, served.revisions, t.requests, t.errors, t.latency,
    i.incidents, i.incident, i."openedAt", i.severity
  FROM deployments d
  JOIN deployment_environments e ON e.id = d.environment_id
  JOIN traffic_plans p ON p.deployment_id = d.id AND p.version = d.traffic_version
  LEFT JOIN LATERAL (
    SELECT json_agg(json_build_object('number', r.number, 'model', coalesce(m.name, r.model_name), 'version', r.model_version,
      'versionId', v.id::text, 'owner', nullif(m.owner, ''), 'ownerName', u.name, 'riskTier', m.risk_tier,
      'status', s.status, 'observedAt', floor(extract(epoch FROM s.observed_at) * 1000)::bigint)) AS revisions
    FROM deployment_revisions r
    JOIN revision_states s ON s.revision_id = r.id
    LEFT JOIN model_versions v ON v.id = r.model_version_id AND v.deleted_at IS NULL
    LEFT JOIN registered_models m ON m.id = v.model_id AND $4
    LEFT JOIN users u ON u.email = m.owner
    WHERE r.deployment_id = d.id AND r.number IN (SELECT number FROM revisions_of_plan(p.plan))) served ON true
  LEFT JOIN (
    SELECT w.deployment_id, ${sums} FROM serving_days w
    WHERE w.workspace_id = $1 AND w.bucket >= $3 AND NOT w.is_shadow GROUP BY w.deployment_id) t ON t.deployment_id = d.id
  LEFT JOIN (
    SELECT deployment_id, count(*)::int AS incidents, min(number) AS incident, min(opened_at) AS "openedAt",
      max(array_position(${PLACES}, severity)) AS severity
    FROM incidents WHERE workspace_id = $1 AND status <> 'resolved' AND $5 GROUP BY deployment_id) i ON i.deployment_id = d.id
  WHERE d.workspace_id = $1 AND e.name = ANY ($2) AND d.deleted_at IS NULL`;
const FACTS = factsWith(
  "sum(w.requests)::bigint AS requests, sum(w.errors)::bigint AS errors, NULL::float8[] AS latency",
);
const FACTS_WITH_LATENCY = factsWith(TRAFFIC_SUMS);

/** Every deployment of some environments, in one query. */
export async function readFacts(scope: Scope): Promise<FactRow[]> {
  const { rows } = await pool().query<FactRow>({
    name: scope.withLatency ? "portfolio-facts-with-latency" : "portfolio-facts",
    text: scope.withLatency ? FACTS_WITH_LATENCY : FACTS,
    values: [
      scope.workspaceId,
      scope.environments,
      scope.since,
      scope.mayReadModels,
      scope.mayReadIncidents,
    ],
  });
  return rows;
}

interface SummaryRow {
  open: number;
  critical: number;
  acknowledgeMs: number | null;
  resolveMs: number | null;
}

const INCIDENTS = `SELECT count(*) FILTER (WHERE i.status <> 'resolved')::int AS open,
    count(*) FILTER (WHERE i.status <> 'resolved' AND i.severity = 'critical')::int AS critical,
    avg(extract(epoch FROM i.acknowledged_at - i.opened_at) * 1000) FILTER (WHERE i.opened_at >= $3)::float8 AS "acknowledgeMs",
    avg(extract(epoch FROM i.resolved_at - i.opened_at) * 1000) FILTER (WHERE i.opened_at >= $3)::float8 AS "resolveMs"
  FROM incidents i JOIN deployments d ON d.id = i.deployment_id JOIN deployment_environments e ON e.id = d.environment_id
  WHERE i.workspace_id = $1 AND e.name = ANY ($2) AND (i.opened_at >= $3 OR i.status <> 'resolved')`;

/** Incidents of some environments: those that are open, and how soon those since a moment were taken up and resolved. */
export async function readIncidentSums(
  { workspaceId, environments }: Pick<Scope, "workspaceId" | "environments">,
  since: Date,
): Promise<SummaryRow> {
  const { rows } = await pool().query<SummaryRow>(INCIDENTS, [workspaceId, environments, since]);
  return rows[0] ?? { open: 0, critical: 0, acknowledgeMs: null, resolveMs: null };
}
