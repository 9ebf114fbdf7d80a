import "server-only";
import type { SqlClient } from "@/lib/db/pool";
import type { StripWindowDto } from "../dto/screens";
import type { WindowVerdict } from "../schema/monitors";
import { datasetVersionOf, millis } from "./monitors";

interface StripRow extends StripWindowDto {
  monitor: number;
}

/** The newest windows of each monitor, the oldest of them first. */
export async function readStrips(
  client: SqlClient,
  { workspaceId, monitors, windows }: { workspaceId: string; monitors: number[]; windows: number },
): Promise<Map<number, StripWindowDto[]>> {
  const { rows } = await client.query<StripRow>(
    `SELECT m.id AS monitor, w.* FROM unnest($2::bigint[]) AS m (id)
     CROSS JOIN LATERAL (SELECT ${millis("opens_at")} AS "opensAt", ${millis("closes_at")} AS "closesAt", rows, verdict,
         ${datasetVersionOf("w")} FROM monitor_windows w WHERE workspace_id = $1 AND monitor_id = m.id ORDER BY opens_at DESC LIMIT $3) w
     ORDER BY m.id, w."opensAt"`,
    [workspaceId, monitors, windows],
  );
  const strips = new Map<number, StripWindowDto[]>(monitors.map((id) => [id, []]));
  for (const { monitor, ...window } of rows) strips.get(monitor)?.push(window);
  return strips;
}

interface Last {
  opensAt: number;
  verdict: WindowVerdict;
}

/** When the first of the windows began that say the same as the newest one, without another verdict between them. */
export async function readVerdictSince(
  client: SqlClient,
  { workspaceId, monitor, last }: { workspaceId: string; monitor: number; last: Last },
): Promise<{ since: number; sinceVersion: number | null }> {
  const { rows } = await client.query<{ since: number; datasetVersion: number | null }>(
    `SELECT ${millis("opens_at")} AS since, ${datasetVersionOf("w")} FROM monitor_windows w
     WHERE workspace_id = $1 AND monitor_id = $2 AND opens_at > coalesce((SELECT max(opens_at) FROM monitor_windows
       WHERE workspace_id = $1 AND monitor_id = $2 AND verdict <> $3 AND opens_at < $4), '-infinity')
     ORDER BY opens_at LIMIT 1`,
    [workspaceId, monitor, last.verdict, new Date(last.opensAt)],
  );
  const [first] = rows;
  return { since: first?.since ?? last.opensAt, sinceVersion: first?.datasetVersion ?? null };
}
