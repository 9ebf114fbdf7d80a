import "server-only";
import { AppError } from "@/lib/core/errors";
import type { SqlClient } from "@/lib/db/pool";

/** The deployment of a name. Throws NOT_FOUND. */
export async function deploymentIdOf(
  client: SqlClient,
  workspaceId: string,
  name: string,
): Promise<bigint> {
  const { rows } = await client.query<{ id: number }>(
    "SELECT id FROM deployments WHERE workspace_id = $1 AND name = $2 AND deleted_at IS NULL",
    [workspaceId, name],
  );
  const id = rows[0]?.id;
  if (id === undefined) throw new AppError("NOT_FOUND", `There is no deployment "${name}".`);
  return BigInt(id);
}
