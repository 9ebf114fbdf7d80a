import "server-only";

/** What is told of an incident, and to which webhooks. */
interface ToldIncident {
  workspaceId: string;
  slug: string;
  number: number;
  title: string;
  severity: string;
  deployment: { name: string } | null;
  dataset: { name: string } | null;
  webhookIds: string[];
}

const SELECT = `SELECT i.workspace_id AS "workspaceId", w.slug, i.number, i.title, i.severity,
    i.webhook_ids AS "webhookIds",
    CASE WHEN d.id IS NOT NULL THEN json_build_object('name', d.name) END AS deployment,
    CASE WHEN s.id IS NOT NULL THEN json_build_object('name', s.name) END AS dataset
  FROM incidents i JOIN workspaces w ON w.id = i.workspace_id
  LEFT JOIN deployments d ON d.id = i.deployment_id LEFT JOIN datasets s ON s.id = i.dataset_id
  WHERE i.id = $1`;

/** Reads an incident that is there, in whichever transaction. */
export async function readToldIncident(
  query: (sql: string, values: readonly number[]) => Promise<ToldIncident[]>,
  id: number,
): Promise<ToldIncident> {
  const [found] = await query(SELECT, [id]);
  if (!found) throw new Error(`There is no incident with the id ${id}.`);
  return found;
}
