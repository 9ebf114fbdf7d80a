import "server-only";

/**
 * One way in which a node of this kind leads to others, as a query that is joined laterally to the nodes `f(kind, key)`.
 * Parameters: $1 the workspace, $2 the moment in milliseconds or null for now, $3 whether only what is newest or in use.
 * It answers kind, key, role, detail and time of neighbours of one kind, newest first: at most as many as `limit` says,
 * a LIMIT clause, or all of them when that is empty.
 */
export type Arm = (limit: string) => string;

/**
 * What a domain says to be in the graph, one file a kind: how its nodes are described, where their page is, and which
 * nodes lie one step up and down. A new kind is named in `rules/nodes`, gets its file here and its line in `all.ts`.
 */
export interface KindSql {
  /**
   * Key, title, subtitle, state, time, time of deletion, places, parts of the page's address, and family (what it is a
   * version of) of the nodes whose keys are $3.
   */
  described: string;
  /** Address of its page; null for what has none. */
  page: (workspace: string, parts: readonly (string | null)[]) => string | null;
  upstream: readonly Arm[];
  downstream: readonly Arm[];
}
