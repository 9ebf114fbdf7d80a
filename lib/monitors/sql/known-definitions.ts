import "server-only";
import { type WindowProfile, windowProfile } from "@/lib/datasets/schema/window-profiles";
import type { SqlClient } from "@/lib/db/pool";
import type { ProfilePlan } from "@/lib/gateway/rules/profiled";
import { readPlans } from "@/lib/gateway/sql/profile-plans";
import { type MonitorDefinition, monitorDefinition } from "../schema/monitors";

/** A definition with the columns that it watches and its reference. */
export interface KnownDefinition {
  plan: ProfilePlan;
  definition: MonitorDefinition;
  reference: WindowProfile;
  data: { datasetId: number; dataset: string; version: number };
}

interface Row {
  planId: number;
  definition: unknown;
  reference: unknown;
  datasetId: number;
  dataset: string;
  version: number;
}

/** One of a monitor's definitions, which is there as long as the monitor is. */
export async function readDefinition(
  client: SqlClient,
  { workspaceId, monitor, version }: { workspaceId: string; monitor: number; version: number },
): Promise<KnownDefinition> {
  const { rows } = await client.query<Row>(
    `SELECT v.plan_id AS "planId", v.definition, v.reference, dv.dataset_id AS "datasetId", d.name AS dataset, dv.number AS version
     FROM monitor_versions v JOIN dataset_versions dv ON dv.id = v.reference_version_id JOIN datasets d ON d.id = dv.dataset_id
     WHERE v.workspace_id = $1 AND v.monitor_id = $2 AND v.number = $3`,
    [workspaceId, monitor, version],
  );
  const [found] = rows;
  const [plan] = found ? await readPlans(client, [found.planId]) : [];
  if (!found || !plan) throw new Error("A monitor is judged by a definition that is not there.");
  const { datasetId, dataset } = found;
  return {
    plan,
    definition: monitorDefinition.parse(found.definition),
    reference: windowProfile.parse(found.reference),
    data: { datasetId, dataset, version: found.version },
  };
}

/** The number of the definition that holds; null where the monitor watches the deployment no more, or rests. */
export async function findHolding(
  client: SqlClient,
  {
    workspaceId,
    deploymentId,
    monitor,
  }: { workspaceId: string; deploymentId: number; monitor: number },
): Promise<number | null> {
  const { rows } = await client.query<{ version: number }>(
    `SELECT version FROM monitors WHERE workspace_id = $1 AND deployment_id = $2 AND id = $3 AND removed_at IS NULL AND NOT is_paused`,
    [workspaceId, deploymentId, monitor],
  );
  return rows[0]?.version ?? null;
}
