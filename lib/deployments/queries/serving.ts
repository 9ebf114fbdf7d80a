import "server-only";
import type { SqlClient } from "@/lib/db/pool";
import { type ServingBackend, servingBackend } from "../schema/backends";
import type { DeploymentStatus } from "../schema/deployments";
import { type TrafficPlan, trafficPlan } from "../schema/traffic";

/** What serves one revision: a version of a model, its files, and how it is served. */
export interface ServingRevision {
  id: bigint;
  number: number;
  backend: ServingBackend["kind"];
  settings: ServingBackend;
  /** Null once the version was deleted: its files may be gone. */
  modelVersionId: bigint | null;
  modelName: string;
  modelVersion: number;
  /** Uri of its files in our artifact store; null for those that are kept elsewhere. */
  location: string | null;
  /** Its MLflow signature: { inputs, outputs, params }. */
  signature: unknown;
}

/** Everything that the gateway needs of a deployment. */
export interface Serving {
  deploymentId: bigint;
  workspaceId: string;
  name: string;
  environment: string;
  status: DeploymentStatus;
  trafficVersion: number;
  plan: TrafficPlan;
  /** Those that the plan in force names, by number. */
  revisions: ServingRevision[];
}

interface Row {
  deploymentId: number;
  environment: string;
  status: DeploymentStatus;
  trafficVersion: number;
  plan: unknown;
  revisions: StoredRevision[] | null;
}

/** As JSON of the database has it: numbers far below 2^53. */
interface StoredRevision extends Omit<ServingRevision, "id" | "modelVersionId" | "settings"> {
  id: number;
  modelVersionId: number | null;
  settings: unknown;
}

const SERVING = `SELECT d.id AS "deploymentId", e.name AS environment, d.status, d.traffic_version AS "trafficVersion", p.plan,
    (SELECT json_agg(json_build_object('id', r.id, 'number', r.number, 'backend', r.backend, 'settings', r.settings,
       'modelVersionId', r.model_version_id, 'modelName', r.model_name, 'modelVersion', r.model_version,
       'location', r.location, 'signature', r.signature) ORDER BY r.number)
     FROM deployment_revisions r
     WHERE r.deployment_id = d.id AND r.number IN (SELECT number FROM revisions_of_plan(p.plan))) AS revisions
  FROM deployments d
  JOIN deployment_environments e ON e.id = d.environment_id
  JOIN traffic_plans p ON p.deployment_id = d.id AND p.version = d.traffic_version
  WHERE d.workspace_id = $1 AND d.name = $2 AND d.deleted_at IS NULL`;

const toRevision = ({ id, modelVersionId, ...row }: StoredRevision): ServingRevision => ({
  ...row,
  id: BigInt(id),
  modelVersionId: modelVersionId === null ? null : BigInt(modelVersionId),
  settings: servingBackend.parse(row.settings),
});

/** What a deployment serves now; null for one that is not there. */
export async function findServing(
  client: SqlClient,
  workspaceId: string,
  name: string,
): Promise<Serving | null> {
  const { rows } = await client.query<Row>({
    name: "find-serving",
    text: SERVING,
    values: [workspaceId, name],
  });
  const [row] = rows;
  if (!row) return null;
  return {
    deploymentId: BigInt(row.deploymentId),
    workspaceId,
    name,
    environment: row.environment,
    status: row.status,
    trafficVersion: row.trafficVersion,
    plan: trafficPlan.parse(row.plan),
    revisions: (row.revisions ?? []).map(toRevision),
  };
}
