import "server-only";
import { type NodeRef, nodeId } from "../rules/nodes";
import { WALK_LIMITS } from "../rules/walk";
import { neighboursSql } from "./kinds/all";
import type { LineageView } from "./neighbours";
import { readWithin } from "./within";

/**
 * Everything that a node was made of, at whatever distance: ids, one more than the limit when there are more. Rollouts and
 * rollbacks steer a deployment, which is not made of them, nor of the versions that they brought and took away again; an incident
 * is why a job was started, and nothing that it was made of.
 */
export function readOrigins(
  view: LineageView,
  { kind, key }: NodeRef,
  limit: number,
): Promise<{ id: string }[]> {
  return readWithin(
    view.deadline ?? performance.now() + WALK_LIMITS.time,
    // What nobody asks for is not computed: the recursion ends with the row that reaches the limit.
    `WITH RECURSIVE f(kind, key) AS (
       SELECT $4::text, $5::text
       UNION SELECT n.kind, n.key FROM f CROSS JOIN LATERAL (${neighboursSql("upstream", "all", null)}) n
         WHERE n.kind NOT IN ('rollout', 'rollback', 'incident')
     ) SELECT f.kind || ':' || f.key AS id FROM f
     CROSS JOIN (SELECT $1::uuid, $2::bigint, $3::boolean) AS view
     WHERE f.kind || ':' || f.key <> $6 LIMIT $7`,
    [view.workspaceId, view.asOf, view.isLatestOnly, kind, key, nodeId({ kind, key }), limit + 1],
  );
}
