import "server-only";
import { routes } from "@/lib/core/routes";
import { pool } from "@/lib/db/pool";
import { LOGGED_MODEL_STATUS } from "@/lib/models/rules/registrations";
import { VERSION_STATUS } from "@/lib/models/rules/versions";
import { RUN_STATUS } from "@/lib/runs/rules";
import type { LineageNodeDto } from "../dto";
import { type NodeKind, nodeId, parseNodeId } from "../rules/nodes";
import { STANDS } from "./arms";
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
}

const NONE = "ARRAY[]::text[]";

/** Where the version `v` stands, as people write it. */
export const PLACES = `ARRAY(SELECT CASE WHEN p.kind = 'alias' THEN '@' || p.value ELSE p.value END
  FROM lineage_placements p WHERE p.model_id = v.model_id AND p.version = v.version AND ${STANDS} ORDER BY 1)`;

const columns = (...expressions: readonly string[]) => expressions.join(", ");
/** The name of a status that is stored as its number. */
const stateName = (column: string, numbers: Readonly<Record<string, number>>) =>
  `CASE ${column} ${Object.entries(numbers)
    .map(([name, number]) => `WHEN ${number} THEN '${name}'`)
    .join(" ")} ELSE '' END`;

/** Per kind: key, title, subtitle, state, time, deletion, places, parts of the address; $3 are the keys. */
const DESCRIBED: Readonly<Record<NodeKind, string>> = {
  "dataset-version": `SELECT ${columns("d.id::text", "s.name || ' v' || d.number", "coalesce(nullif(s.place, ''), s.source_type)", "''", "d.created_at", "NULL::bigint", NONE, "ARRAY[d.dataset_id::text, d.number::text]")}
    FROM dataset_versions d JOIN datasets s ON s.id = d.dataset_id WHERE d.workspace_id = $1 AND d.id = ANY($3::bigint[])`,
  run: `SELECT ${columns("r.uuid", "r.name", "e.name", stateName("r.status", RUN_STATUS), "r.start_time", "r.deleted_at", NONE, "ARRAY[r.uuid]")}
    FROM runs r JOIN experiments e ON e.id = r.experiment_id WHERE r.workspace_id = $1 AND r.uuid = ANY($3)`,
  "logged-model": `SELECT ${columns("m.uuid", "m.name", "m.model_type", stateName("m.status", LOGGED_MODEL_STATUS), "m.creation_time", "m.deleted_at", NONE, "ARRAY[m.source_run_uuid]")}
    FROM logged_models m WHERE m.workspace_id = $1 AND m.uuid = ANY($3)`,
  "model-version": `SELECT ${columns("v.id::text", "o.name || ' v' || v.version", "v.owner", stateName("v.status", VERSION_STATUS), "v.creation_time", "v.deleted_at", PLACES, "ARRAY[o.name, v.version::text]")}
    FROM model_versions v JOIN registered_models o ON o.id = v.model_id WHERE v.workspace_id = $1 AND v.id = ANY($3::bigint[])`,
  approval: `SELECT ${columns("a.number::text", "'Approval #' || a.number", "a.model_name || ' v' || a.version || ' to ' || CASE a.target_kind WHEN 'alias' THEN '@' ELSE '' END || a.target_value", "CASE WHEN $2::bigint IS NULL OR coalesce(a.promoted_at, a.decided_at, a.created_at) <= to_timestamp($2::bigint / 1000.0) THEN a.status ELSE 'pending' END", "floor(extract(epoch FROM a.created_at) * 1000)::bigint", "NULL::bigint", NONE, "ARRAY[a.number::text]")}
    FROM approval_requests a WHERE a.workspace_id = $1 AND a.number = ANY($3::int[])`,
  placement: `SELECT ${columns("q.key", "o.name || ' ' || CASE split_part(q.key, '/', 2) WHEN 'alias' THEN '@' ELSE '' END || regexp_replace(q.key, '^[^/]*/[^/]*/', '')", "split_part(q.key, '/', 2)", "''", "NULL::bigint", "NULL::bigint", NONE, "ARRAY[o.name]")}
    FROM unnest($3::text[]) AS q(key) JOIN registered_models o ON o.id = split_part(q.key, '/', 1)::bigint WHERE o.workspace_id = $1`,
};

function pageOf({ kind, parts }: Row, workspace: string): string | null {
  const [first, second] = parts;
  if (!first) return null;
  switch (kind) {
    case "run":
    case "logged-model":
      return routes.run(workspace, first);
    case "model-version":
      return !second ? null : routes.modelVersion(workspace, first, second);
    case "placement":
      return routes.model(workspace, first);
    case "approval":
      return routes.approval(workspace, Number(first));
    case "dataset-version":
      return routes.dataset(workspace, Number(first), { version: second ?? undefined });
  }
}

function toDto(row: Row, view: LineageView, workspace: string): LineageNodeDto {
  const { kind, title, subtitle, state, at, places } = row;
  const isDeleted = row.deletedAt !== null && (view.asOf === null || row.deletedAt <= view.asOf);
  const page = pageOf(row, workspace);
  return { id: nodeId(row), kind, title, subtitle, state, at, isDeleted, places, page };
}

/** What these nodes are called and how they stand; one that is not in the workspace, or was not there yet, is left out. */
export async function describeNodes(
  view: LineageView,
  workspace: string,
  ids: readonly string[],
): Promise<LineageNodeDto[]> {
  const keys = new Map<NodeKind, string[]>();
  for (const ref of ids.flatMap((id) => parseNodeId(id) ?? []))
    keys.set(ref.kind, [...(keys.get(ref.kind) ?? []), ref.key]);
  const found: LineageNodeDto[] = [];
  for (const [kind, wanted] of keys) {
    const { rows } = await pool().query<Omit<Row, "kind">>(
      `SELECT * FROM (${DESCRIBED[kind]}) AS x(key, title, subtitle, state, at, "deletedAt", places, parts)
       WHERE $2::bigint IS NULL OR at IS NULL OR at <= $2`,
      [view.workspaceId, view.asOf, wanted],
    );
    found.push(...rows.map((row) => toDto({ ...row, kind }, view, workspace)));
  }
  return found;
}
