import "server-only";
import type { SqlClient } from "@/lib/db/pool";
import type { CourseWindow } from "../rules/comparison";
import { datasetVersionOf, millis } from "./monitors";

/** As far back as somebody is told since when something holds. */
const MAX_WINDOWS = 500;

interface Asked {
  workspaceId: string;
  monitor: number;
  column: string;
  /** The last of the windows. */
  opensAt: number;
}

/** What windows say of a column, the newest first. */
export async function readCourse(
  client: SqlClient,
  { workspaceId, monitor, column, opensAt }: Asked,
): Promise<CourseWindow[]> {
  const { rows } = await client.query<CourseWindow>(
    `SELECT ${millis("w.opens_at")} AS "opensAt", ${millis("w.closes_at")} AS "closesAt", ${datasetVersionOf("w")},
       (SELECT f ->> 'verdict' FROM jsonb_array_elements(w.findings) AS f WHERE f ->> 'name' = $3 LIMIT 1) AS verdict
     FROM monitor_windows w WHERE w.workspace_id = $1 AND w.monitor_id = $2 AND w.opens_at <= $4
     ORDER BY w.opens_at DESC LIMIT ${MAX_WINDOWS}`,
    [workspaceId, monitor, column, new Date(opensAt)],
  );
  return rows;
}
