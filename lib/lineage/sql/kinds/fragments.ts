import "server-only";
import type { NodeKind } from "../../rules/nodes";

/** True when no moment is asked for, or the column had been reached by then. */
export const upTo = (column: string) => `($2::bigint IS NULL OR ${column} <= $2)`;
/** The same for a column that holds a timestamp. */
export const upToTime = (column: string) =>
  `($2::bigint IS NULL OR ${column} <= to_timestamp($2::bigint / 1000.0))`;

/** The key of a node of this kind as a number; null for any other node, so that nothing is read for it. */
export const numberOf = (kind: NodeKind) => `(CASE WHEN f.kind = '${kind}' THEN f.key::bigint END)`;
export const textOf = (kind: NodeKind) => `(CASE WHEN f.kind = '${kind}' THEN f.key END)`;

export const NONE = "ARRAY[]::text[]";
export const columns = (...expressions: readonly string[]) => expressions.join(", ");
export const millisecondsOf = (column: string) =>
  `floor(extract(epoch FROM ${column}) * 1000)::bigint`;
/** The name of a status that is stored as its number. */
export const stateName = (column: string, numbers: Readonly<Record<string, number>>) =>
  `CASE ${column} ${Object.entries(numbers)
    .map(([name, number]) => `WHEN ${number} THEN '${name}'`)
    .join(" ")} ELSE '' END`;

/** Whether a placement `p` holds its version at the moment. */
export const STANDS = `p.since <= coalesce($2::bigint, p.since) AND (p.until IS NULL OR p.until > $2::bigint)`;
export const PLACEMENT_KEY = "p.model_id || '/' || p.kind || '/' || p.value";

/** Where the version `v` stands, as people write it. */
export const PLACES = `ARRAY(SELECT CASE WHEN p.kind = 'alias' THEN '@' || p.value ELSE p.value END
  FROM lineage_placements p WHERE p.model_id = v.model_id AND p.version = v.version AND ${STANDS} ORDER BY 1)`;

/** An approval `a` that brought the version of a placement `p` there. */
export const PROMOTED = `a.workspace_id = $1 AND a.model_id = p.model_id AND a.version = p.version AND a.status = 'promoted'
  AND a.action = 'set' AND a.target_kind = p.kind AND lower(a.target_value) = lower(p.value)`;

/** The newest version of its model, or one that stands somewhere, when only such are wanted. */
const VERSION_COUNTS = `(NOT $3::boolean OR v.version = (SELECT max(n.version) FROM model_versions n
    WHERE n.model_id = v.model_id AND n.deleted_at IS NULL AND ${upTo("n.creation_time")})
  OR EXISTS (SELECT 1 FROM lineage_placements p WHERE p.model_id = v.model_id AND p.version = v.version AND ${STANDS}))`;
const DATASET_COUNTS = `(NOT $3::boolean OR d.number = (SELECT max(n.number) FROM dataset_versions n
    WHERE n.dataset_id = d.dataset_id AND ${upTo("n.created_at")}))`;

export const VERSION = "'model-version' AS kind, v.id::text AS key";
export const RUN = "'run' AS kind, r.uuid AS key";
export const MODEL = "'logged-model' AS kind, m.uuid AS key";
export const DATASET = "'dataset-version' AS kind, d.id::text AS key";
export const version = (role: string) =>
  `SELECT ${VERSION}, '${role}' AS role, '' AS detail, v.creation_time AS at`;
export const SHOWN_VERSION = `v.workspace_id = $1 AND ${upTo("v.creation_time")} AND ${VERSION_COUNTS}`;
export const SHOWN_RUN = `r.workspace_id = $1 AND ${upTo("r.start_time")}`;
export const SHOWN_MODEL = `m.workspace_id = $1 AND ${upTo("m.creation_time")}`;
export const SHOWN_DATASET = `d.workspace_id = $1 AND ${upTo("d.created_at")} AND ${DATASET_COUNTS}`;

/** A deployment `d` that was not deleted at the moment. */
export const DEPLOYED = `d.workspace_id = $1 AND (d.deleted_at IS NULL OR d.deleted_at > to_timestamp($2::bigint / 1000.0))`;
