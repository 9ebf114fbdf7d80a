import "server-only";
import { pool } from "@/lib/db/pool";
import type { LineageNodeDto } from "../dto";
import { type NodeKind, nodeId, parseNodeId } from "../rules/nodes";
import { KINDS } from "./kinds/all";
import type { LineageView } from "./neighbours";

interface Row {
  kind: NodeKind;
  key: string;
  title: string;
  subtitle: string;
  state: string;
  at: number | null;
  deletedAt: number | null;
  places: string[];
  /** What the address of its page is made of. */
  parts: (string | null)[];
  family: string;
}

/** A node, and what it is a version of: of two nodes of one family one may stand where the other stood. */
export interface DescribedNode {
  node: LineageNodeDto;
  family: string;
}

function toDescribed(row: Row, view: LineageView, workspace: string): DescribedNode {
  const { kind, title, subtitle, state, at, places, parts, family } = row;
  const isDeleted = row.deletedAt !== null && (view.asOf === null || row.deletedAt <= view.asOf);
  const page = KINDS[kind].page(workspace, parts);
  return {
    node: { id: nodeId(row), kind, title, subtitle, state, at, isDeleted, places, page },
    family: `${kind} ${family}`,
  };
}

/** What these nodes are and how they stand; one that is not in the workspace, or was not there yet, is left out. */
export async function describeFamilies(
  view: LineageView,
  workspace: string,
  ids: readonly string[],
): Promise<DescribedNode[]> {
  const keys = new Map<NodeKind, string[]>();
  const refs = ids.flatMap((id) => parseNodeId(id) ?? []);
  for (const ref of refs.filter(({ kind }) => !view.hidden.includes(kind)))
    keys.set(ref.kind, [...(keys.get(ref.kind) ?? []), ref.key]);
  const found: DescribedNode[] = [];
  for (const [kind, wanted] of keys) {
    const { rows } = await pool().query<Omit<Row, "kind">>(
      `SELECT * FROM (${KINDS[kind].described})
         AS x(key, title, subtitle, state, at, "deletedAt", places, parts, family)
       WHERE $2::bigint IS NULL OR at IS NULL OR at <= $2`,
      [view.workspaceId, view.asOf, wanted],
    );
    found.push(...rows.map((row) => toDescribed({ ...row, kind }, view, workspace)));
  }
  return found;
}

/** The same without families: what leaves. */
export async function describeNodes(
  view: LineageView,
  workspace: string,
  ids: readonly string[],
): Promise<LineageNodeDto[]> {
  return (await describeFamilies(view, workspace, ids)).map(({ node }) => node);
}
