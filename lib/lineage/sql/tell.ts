import "server-only";
import { createHash } from "node:crypto";
import { canonicalJson } from "@/lib/core/canonical-json";
import type { SqlClient } from "@/lib/db/pool";
import { type KeptNode, keptOf, mergeTold } from "../rules/merge-told";
import { placeOf, type ToldEdge, type ToldGraph, type ToldNode } from "../rules/told";

/** A run's own id, or a hash of names in which none can take on a part of its neighbour. */
function identityOf({ runId, namespace, name, version }: ToldNode): string {
  if (runId) return runId;
  return createHash("sha256")
    .update(JSON.stringify([namespace, name, version]))
    .digest("hex");
}

interface Row extends KeptNode {
  id: number;
  kind: ToldNode["kind"];
  identity: string;
}

const COLUMNS = `kind text, identity text, namespace text, name text, version text, "contentKey" text, place text,
  state text, "stateAt" bigint, "firstAt" bigint, "lastAt" bigint, facets jsonb`;

/** Nodes that are not known yet, in the order in which all callers lock them, so that none can deadlock. */
async function insertNodes(tx: SqlClient, workspaceId: string, nodes: string) {
  const { rows } = await tx.query<{ identity: string }>(
    `INSERT INTO lineage_nodes (workspace_id, kind, identity, namespace, name, version, content_key, place, state,
       state_at, first_at, last_at, facets)
     SELECT $1, kind, identity, namespace, name, version, "contentKey", place, state, "stateAt", "firstAt", "lastAt", facets
     FROM jsonb_to_recordset($2::jsonb) AS n(${COLUMNS}) ORDER BY kind, identity
     ON CONFLICT (workspace_id, kind, identity) DO NOTHING RETURNING identity`,
    [workspaceId, nodes],
  );
  return new Set(rows.map(({ identity }) => identity));
}

async function lockNodes(tx: SqlClient, workspaceId: string, nodes: string): Promise<Row[]> {
  const { rows } = await tx.query<Row>(
    `SELECT l.id, l.kind, l.identity, l.namespace, l.name, l.content_key AS "contentKey", l.state, l.state_at AS "stateAt",
       l.first_at AS "firstAt", l.last_at AS "lastAt", l.facets
     FROM lineage_nodes l JOIN jsonb_to_recordset($2::jsonb) AS n(${COLUMNS})
       ON l.workspace_id = $1 AND l.kind = n.kind AND l.identity = n.identity
     ORDER BY l.kind, l.identity FOR NO KEY UPDATE OF l`,
    [workspaceId, nodes],
  );
  return rows;
}

async function updateNodes(tx: SqlClient, rows: readonly Row[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.query(
    `UPDATE lineage_nodes l SET namespace = n.namespace, name = n.name, content_key = n."contentKey", state = n.state,
       state_at = n."stateAt", first_at = n."firstAt", last_at = n."lastAt", facets = n.facets
     FROM jsonb_to_recordset($1::jsonb) AS n(id bigint, ${COLUMNS}) WHERE l.id = n.id`,
    [JSON.stringify(rows)],
  );
}

async function insertEdges(
  tx: SqlClient,
  workspaceId: string,
  edges: readonly ToldEdge[],
  ids: ReadonlyMap<string, number>,
  at: number,
): Promise<number> {
  const links = edges.flatMap(({ source, target, role }) => {
    const [from, to] = [ids.get(source), ids.get(target)];
    return from === undefined || to === undefined ? [] : [{ from, to, role }];
  });
  const { rowCount } = await tx.query(
    `INSERT INTO lineage_edges AS l (workspace_id, source_id, target_id, role, at)
     SELECT $1, e."from", e."to", e.role, $3 FROM jsonb_to_recordset($2::jsonb) AS e("from" bigint, "to" bigint, role text)
     ORDER BY 2, 3, 4
     ON CONFLICT (source_id, target_id, role) DO UPDATE SET at = EXCLUDED.at WHERE l.at > EXCLUDED.at`,
    [workspaceId, JSON.stringify(links), at],
  );
  return rowCount ?? 0;
}

/** Keeps what an event tells; answers whether anything of it was new. */
export async function keepTold(
  tx: SqlClient,
  workspaceId: string,
  { nodes, edges }: ToldGraph,
  at: number,
): Promise<boolean> {
  const told = [...nodes].map(([key, node]) => {
    const { kind, version } = node;
    const identity = identityOf(node);
    return { key, kept: { ...keptOf(node), kind, version, identity, place: placeOf(node) } };
  });
  const document = JSON.stringify(told.map(({ kept }) => kept));
  const inserted = await insertNodes(tx, workspaceId, document);
  const known = await lockNodes(tx, workspaceId, document);
  const byIdentity = new Map(known.map((row) => [`${row.kind} ${row.identity}`, row]));
  const changed: Row[] = [];
  const ids = new Map<string, number>();
  for (const { key, kept } of told) {
    const row = byIdentity.get(`${kept.kind} ${kept.identity}`);
    if (!row) continue;
    ids.set(key, row.id);
    const { id, kind, identity, ...before } = row;
    const merged = mergeTold(kind, before, kept);
    if (!inserted.has(identity) && !isSame(before, merged))
      changed.push({ ...merged, id, kind, identity });
  }
  await updateNodes(tx, changed);
  const linked = await insertEdges(tx, workspaceId, edges, ids, at);
  return inserted.size + changed.length + linked > 0;
}

/** Whether two states of a node say the same, in whatever order their facets stand. */
function isSame(one: KeptNode, other: KeptNode): boolean {
  return canonicalJson(one) === canonicalJson(other);
}
