import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { AppError } from "@/lib/core/errors";
import { pool } from "@/lib/db/pool";
import type { ExternalNodeDto } from "../dto";
import type { KeptFacet } from "../rules/merge-told";
import { parseNodeId } from "../rules/nodes";
import { descriptionOf, failureOf, fieldsOf, ownersOf } from "../rules/used-facets";
import type { ExternalNodeInput } from "../schema";

interface Row {
  namespace: string;
  name: string;
  version: string;
  contentKey: string;
  state: string;
  firstAt: number;
  lastAt: number;
  facets: Record<string, KeptFacet>;
}

/** What another system told of one of its jobs, runs or datasets. Throws NOT_FOUND. */
export async function getExternalNode(
  actor: Actor,
  { node }: ExternalNodeInput,
): Promise<ExternalNodeDto> {
  assertCan(actor, "lineage:read");
  const ref = parseNodeId(node);
  const { rows } = await pool().query<Row>(
    `SELECT namespace, name, version, content_key AS "contentKey", state, first_at AS "firstAt", last_at AS "lastAt", facets
     FROM lineage_nodes WHERE workspace_id = $1 AND kind = $2 AND id = $3`,
    [actor.workspaceId, ref?.kind, ref?.key],
  );
  const [row] = rows;
  if (!row) throw new AppError("NOT_FOUND", `There is no ${node} in this workspace.`);
  const { facets, ...told } = row;
  const facet = (name: string) => facets[name]?.value ?? undefined;
  return {
    id: node,
    ...told,
    description: descriptionOf(facet("documentation")),
    owners: ownersOf(facet("ownership")),
    fields: fieldsOf(facet("schema"), facet("columnLineage")),
    failure: failureOf(facet("errorMessage")),
    facets: Object.fromEntries(
      Object.entries(facets).flatMap(([name, { value }]) => (value ? [[name, value]] : [])),
    ),
    leftOut: Object.entries(facets).flatMap(([name, { size }]) => (size ? [name] : [])),
  };
}
