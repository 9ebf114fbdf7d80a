import "server-only";
import type { SqlClient } from "@/lib/db/pool";

export interface IncidentCount {
  severity: string;
  status: string;
  count: number;
}

/** Incidents that are not resolved, of all workspaces together: for whoever operates the installation. */
export async function countUnresolved(client: SqlClient): Promise<IncidentCount[]> {
  const { rows } = await client.query<IncidentCount>(
    `SELECT severity, status, count(*) AS count FROM incidents WHERE status <> 'resolved' GROUP BY severity, status`,
  );
  return rows;
}
