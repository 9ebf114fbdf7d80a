import "server-only";
import type { SqlClient } from "@/lib/db/pool";
import type { ChangeKind } from "../dto/changes";

const millis = (moment: string) => `(extract(epoch FROM ${moment}) * 1000)::float8`;

/** One kind of change: of the incident `i`, with the versions `mine` of the models that its deployment serves or served. */
interface Arm {
  title: string;
  detail: string;
  /** What the address of its page is made of. */
  ref: string;
  /** A moment in milliseconds since the epoch. */
  at: string;
  from: string;
  where: string;
}

const VERSION_RUNS = "JOIN runs r ON r.uuid = mine.run_uuid AND r.workspace_id = i.workspace_id";

const ARMS: Readonly<Record<ChangeKind, Arm>> = {
  revision: {
    title: "'Revision ' || x.number || ': ' || x.model_name || ' v' || x.model_version",
    detail: "x.note",
    ref: "''",
    at: millis("x.created_at"),
    from: "deployment_revisions x",
    where: "x.deployment_id = i.deployment_id",
  },
  traffic: {
    title:
      "CASE x.origin WHEN 'rollback' THEN 'Rollback' ELSE 'Traffic changed' END || ': plan ' || x.version",
    detail: "x.reason",
    ref: "''",
    at: millis("x.created_at"),
    from: "traffic_plans x",
    where: "x.deployment_id = i.deployment_id",
  },
  rollout: {
    title: "'Rollout ' || x.number || CASE WHEN e.is_end THEN ' ended' ELSE ' started' END",
    detail:
      "CASE WHEN e.is_end THEN replace(x.phase, '_', ' ') ELSE 'Revision ' || x.candidate || ' instead of ' || x.stable END",
    ref: "x.number::text",
    at: millis("e.at"),
    from: "rollouts x CROSS JOIN LATERAL (VALUES (x.created_at, false), (x.ended_at, true)) AS e (at, is_end)",
    where: "x.deployment_id = i.deployment_id",
  },
  version: {
    title: "mine.name || ' v' || mine.version || ' registered'",
    detail: "''",
    ref: "mine.name || '/' || mine.version",
    at: "mine.creation_time::float8",
    from: "mine",
    where: "true",
  },
  approval: {
    title:
      "'Approval ' || x.number || ': ' || x.model_name || ' v' || x.version || ' to ' || x.target_value",
    detail: "x.status",
    ref: "x.number::text",
    at: millis("coalesce(x.decided_at, x.created_at)"),
    from: "approval_requests x",
    where: `x.workspace_id = i.workspace_id AND x.model_id IN (SELECT model_id FROM mine)
      AND (x.deployment_id IS NULL OR x.deployment_id = i.deployment_id)`,
  },
  dataset: {
    title: "s.name || ' version ' || x.number",
    detail: "coalesce(x.file_name, x.source_type)",
    ref: "s.id || '/' || x.number",
    at: "x.created_at::float8",
    from: "dataset_versions x JOIN datasets s ON s.id = x.dataset_id",
    where: `x.workspace_id = i.workspace_id AND x.dataset_id IN (
      SELECT i.dataset_id UNION SELECT v.dataset_id FROM mine ${VERSION_RUNS}
        JOIN run_inputs n ON n.run_id = r.id JOIN dataset_versions v ON v.id = n.version_id
      UNION SELECT v.dataset_id FROM monitors m JOIN monitor_versions mv ON mv.monitor_id = m.id
        JOIN dataset_versions v ON v.id = mv.reference_version_id WHERE m.deployment_id = i.deployment_id)`,
  },
  job: {
    title: "'Job ' || x.number || ': ' || x.name",
    detail: "x.status",
    ref: "x.number::text",
    at: millis("x.created_at"),
    from: "jobs x",
    where: `x.workspace_id = i.workspace_id
      AND x.experiment_id IN (SELECT r.experiment_id FROM mine ${VERSION_RUNS})`,
  },
  signal: {
    title: "x.summary",
    detail: "x.severity",
    ref: "x.evidence->>'monitorId'",
    at: millis("x.first_at"),
    from: "incident_signals x",
    where: "x.incident_id = i.id",
  },
};

export interface ChangeRow {
  kind: ChangeKind;
  title: string;
  detail: string;
  ref: string | null;
  at: number;
}

export interface ChangesAsked {
  workspaceId: string;
  number: number;
  /** Milliseconds since the epoch. */
  from: number;
  until: number;
  limit: number;
}

/** What happened around an incident of these kinds, the newest first. */
export async function readChanges(
  client: SqlClient,
  kinds: readonly ChangeKind[],
  { workspaceId, number, from, until, limit }: ChangesAsked,
): Promise<ChangeRow[]> {
  const arms = kinds.map((kind) => {
    const arm = ARMS[kind];
    return `(SELECT '${kind}' AS kind, ${arm.title} AS title, ${arm.detail} AS detail, ${arm.ref} AS ref, ${arm.at} AS at
      FROM ${arm.from} CROSS JOIN i WHERE ${arm.where} AND ${arm.at} BETWEEN $3 AND $4 ORDER BY 5 DESC LIMIT $5)`;
  });
  const { rows } = await client.query<ChangeRow>(
    `WITH i AS (SELECT id, workspace_id, deployment_id, dataset_id FROM incidents WHERE workspace_id = $1 AND number = $2),
     mine AS (SELECT v.model_id, m.name, v.version, v.run_uuid, v.creation_time FROM model_versions v
       JOIN registered_models m ON m.id = v.model_id WHERE v.deleted_at IS NULL AND v.model_id IN (
         SELECT o.model_id FROM i JOIN deployment_revisions r ON r.deployment_id = i.deployment_id
         JOIN model_versions o ON o.id = r.model_version_id))
     SELECT * FROM (${arms.join(" UNION ALL ")}) c ORDER BY at DESC LIMIT $5`,
    [workspaceId, number, from, until, limit],
  );
  return rows;
}
