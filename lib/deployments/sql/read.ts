import "server-only";
import type { Actor } from "@/lib/access/actor";
import { readEnvironmentStandings } from "@/lib/approvals/sql/environments";
import { AppError } from "@/lib/core/errors";
import { db } from "@/lib/db/client";
import { pool } from "@/lib/db/pool";
import type { DeploymentDto, RevisionDto, StandingDto } from "../dto/deployments";
import { type DeploymentRow, type RevisionRow, toDeploymentDto, toRevisionDto } from "../dto/rows";
import type { TrafficFiguresDto } from "../dto/traffic";
import { trafficPlan } from "../schema/traffic";
import { deploymentNotFound } from "./deployments";
import { readLiveTraffic } from "./traffic";

const millis = (column: string) => `floor(extract(epoch FROM ${column}) * 1000)::bigint`;

/** The columns of a revision `r`, as JSON of the database and as a row alike. */
const REVISION_FIELDS: Readonly<Record<keyof RevisionRow, string>> = {
  number: "r.number",
  model: "coalesce(m.name, r.model_name)",
  version: "r.model_version",
  versionId: "v.id::text",
  riskTier: "coalesce(m.risk_tier, 'critical')",
  settings: "r.settings",
  note: "r.note",
  status: "s.status",
  message: "s.message",
  observedAt: millis("s.observed_at"),
  createdBy: "ru.name",
  createdAt: millis("r.created_at"),
};
const FROM_REVISIONS = `FROM deployment_revisions r
  JOIN revision_states s ON s.revision_id = r.id
  JOIN users ru ON ru.id = r.created_by_id
  LEFT JOIN model_versions v ON v.id = r.model_version_id AND v.deleted_at IS NULL
  LEFT JOIN registered_models m ON m.id = v.model_id`;
const fields = Object.entries(REVISION_FIELDS);
const AS_JSON = `json_build_object(${fields.map(([name, value]) => `'${name}', ${value}`).join(", ")})`;
const AS_COLUMNS = fields.map(([name, value]) => `${value} AS "${name}"`).join(", ");

/** Deployments `d` with what the plan in force names, in one query. */
export const DEPLOYMENT_SELECT = `SELECT d.name, e.name AS environment, d.status, d.description,
    d.traffic_version AS "trafficVersion", p.plan, u.name AS "createdBy", ${millis("d.created_at")} AS "createdAt",
    ${millis("d.updated_at")} AS "updatedAt",
    (SELECT json_agg(${AS_JSON} ORDER BY r.number) ${FROM_REVISIONS}
     WHERE r.deployment_id = d.id AND r.number IN (SELECT number FROM revisions_of_plan(p.plan))) AS revisions
  FROM deployments d
  JOIN deployment_environments e ON e.id = d.environment_id
  JOIN traffic_plans p ON p.deployment_id = d.id AND p.version = d.traffic_version
  JOIN users u ON u.id = d.created_by_id`;

type Placed = { environment: string; revision: RevisionRow };

/** What the approvals say of revisions where they are: two queries, however many there are. */
async function standingsOf(
  workspaceId: string,
  placed: readonly Placed[],
): Promise<Map<RevisionRow, StandingDto>> {
  const asked = placed.flatMap(({ environment, revision }) =>
    revision.versionId === null
      ? []
      : [
          {
            revision,
            place: {
              environment,
              versionId: BigInt(revision.versionId),
              riskTier: revision.riskTier,
            },
          },
        ],
  );
  const standings = await readEnvironmentStandings(
    db(),
    workspaceId,
    asked.map(({ place }) => place),
  );
  return new Map(
    asked.flatMap(({ revision }, index) => {
      const standing = standings[index];
      return standing ? [[revision, standing] as const] : [];
    }),
  );
}

/** Rows of deployments, with what the approvals say of what they serve, and what they were asked lately. */
export async function describeDeployments(
  workspaceId: string,
  rows: readonly DeploymentRow[],
  known?: ReadonlyMap<string, TrafficFiguresDto>,
): Promise<DeploymentDto[]> {
  const placed = rows.flatMap(({ environment, revisions }) =>
    (revisions ?? []).map((revision) => ({ environment, revision })),
  );
  const names = rows.map(({ name }) => name);
  const [standings, traffic] = await Promise.all([
    standingsOf(workspaceId, placed),
    known ?? readLiveTraffic(workspaceId, names),
  ]);
  return rows.map((row) =>
    toDeploymentDto(row, (revision) => standings.get(revision), traffic.get(row.name)),
  );
}

/** A deployment as it is now. Throws NOT_FOUND. */
export async function readDeployment(
  { workspaceId }: Pick<Actor, "workspaceId">,
  name: string,
): Promise<DeploymentDto> {
  const { rows } = await pool().query<DeploymentRow>(
    `${DEPLOYMENT_SELECT} WHERE d.workspace_id = $1 AND d.name = $2 AND d.deleted_at IS NULL`,
    [workspaceId, name],
  );
  const [found] = await describeDeployments(workspaceId, rows);
  if (!found) throw deploymentNotFound(name);
  return found;
}

interface Asked {
  deployment: string;
  /** One of them, or those below a number. */
  revision?: number;
  below?: number | undefined;
  limit?: number;
}

/** Revisions of a deployment, the newest first. Throws NOT_FOUND for a deployment that is not there. */
export async function readRevisions(
  { workspaceId }: Pick<Actor, "workspaceId">,
  { deployment: name, revision, below, limit = 1 }: Asked,
): Promise<RevisionDto[]> {
  const { rows: found } = await pool().query<{ id: number; environment: string; plan: unknown }>(
    `SELECT d.id, e.name AS environment, p.plan FROM deployments d
     JOIN deployment_environments e ON e.id = d.environment_id
     JOIN traffic_plans p ON p.deployment_id = d.id AND p.version = d.traffic_version
     WHERE d.workspace_id = $1 AND d.name = $2 AND d.deleted_at IS NULL`,
    [workspaceId, name],
  );
  const [deployment] = found;
  if (!deployment) throw deploymentNotFound(name);
  const { rows } = await pool().query<RevisionRow>(
    `SELECT ${AS_COLUMNS} ${FROM_REVISIONS} WHERE r.deployment_id = $1 AND ($2::int IS NULL OR r.number = $2)
       AND ($3::int IS NULL OR r.number < $3) ORDER BY r.number DESC LIMIT $4`,
    [deployment.id, revision ?? null, below ?? null, limit],
  );
  const { environment } = deployment;
  const plan = trafficPlan.parse(deployment.plan);
  const standings = await standingsOf(
    workspaceId,
    rows.map((row) => ({ environment, revision: row })),
  );
  return rows.map((row) => toRevisionDto(row, plan, standings.get(row)));
}

/** One revision. Throws NOT_FOUND. */
export async function readRevision(
  actor: Pick<Actor, "workspaceId">,
  { deployment, revision }: { deployment: string; revision: number },
): Promise<RevisionDto> {
  const [found] = await readRevisions(actor, { deployment, revision });
  if (found) return found;
  throw new AppError("NOT_FOUND", `Deployment "${deployment}" has no revision ${revision}.`);
}
