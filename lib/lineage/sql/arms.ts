import "server-only";
import type { Direction, NodeKind } from "../rules/nodes";

/**
 * How one node leads to the next, each as a query of its own that is joined laterally to the nodes `f(kind, key)`.
 * Parameters: $1 the workspace, $2 the moment in milliseconds or null for now, $3 whether only what is newest or in use.
 * Each answers kind, key, role, detail and time of the neighbours, newest first.
 */
interface Arm {
  from: NodeKind;
  /** With `limit` rows at most; the whole when it is empty. */
  sql: (limit: string) => string;
}

const upTo = (column: string) => `($2::bigint IS NULL OR ${column} <= $2)`;

/** The key of a node of this kind as a number; null for any other node, so that nothing is read for it. */
const numberOf = (kind: NodeKind) => `(CASE WHEN f.kind = '${kind}' THEN f.key::bigint END)`;
const textOf = (kind: NodeKind) => `(CASE WHEN f.kind = '${kind}' THEN f.key END)`;

/** Whether a placement `p` holds its version at the moment. */
export const STANDS = `p.since <= coalesce($2::bigint, p.since) AND (p.until IS NULL OR p.until > $2::bigint)`;
const PLACEMENT_KEY = "p.model_id || '/' || p.kind || '/' || p.value";

/** An approval `a` that brought the version of a placement `p` there. */
const PROMOTED = `a.workspace_id = $1 AND a.model_id = p.model_id AND a.version = p.version AND a.status = 'promoted'
  AND a.action = 'set' AND a.target_kind = p.kind AND lower(a.target_value) = lower(p.value)`;
const promotedBy = (column: string) =>
  `($2::bigint IS NULL OR ${column} <= to_timestamp($2::bigint / 1000.0))`;

/** The newest version of its model, or one that stands somewhere, when only such are wanted. */
const VERSION_COUNTS = `(NOT $3::boolean OR v.version = (SELECT max(n.version) FROM model_versions n
    WHERE n.model_id = v.model_id AND n.deleted_at IS NULL AND ${upTo("n.creation_time")})
  OR EXISTS (SELECT 1 FROM lineage_placements p WHERE p.model_id = v.model_id AND p.version = v.version AND ${STANDS}))`;
const DATASET_COUNTS = `(NOT $3::boolean OR d.number = (SELECT max(n.number) FROM dataset_versions n
    WHERE n.dataset_id = d.dataset_id AND ${upTo("n.created_at")}))`;

const VERSION = "'model-version' AS kind, v.id::text AS key";
const RUN = "'run' AS kind, r.uuid AS key";
const MODEL = "'logged-model' AS kind, m.uuid AS key";
const version = (role: string) =>
  `SELECT ${VERSION}, '${role}' AS role, '' AS detail, v.creation_time AS at`;
const SHOWN_VERSION = `v.workspace_id = $1 AND ${upTo("v.creation_time")} AND ${VERSION_COUNTS}`;
const SHOWN_RUN = `r.workspace_id = $1 AND ${upTo("r.start_time")}`;
const SHOWN_MODEL = `m.workspace_id = $1 AND ${upTo("m.creation_time")}`;

const DOWNSTREAM: readonly Arm[] = [
  {
    from: "dataset-version",
    sql: (limit) => `SELECT ${RUN}, 'read' AS role, i.context AS detail, r.start_time AS at
      FROM run_inputs i JOIN runs r ON r.id = i.run_id
      WHERE i.version_id = ${numberOf("dataset-version")} AND ${SHOWN_RUN} ORDER BY i.run_id DESC ${limit}`,
  },
  {
    from: "run",
    sql: (limit) => `SELECT ${MODEL}, 'logged' AS role, '' AS detail, m.creation_time AS at
      FROM logged_models m WHERE m.source_run_uuid = ${textOf("run")} AND ${SHOWN_MODEL} ORDER BY m.id DESC ${limit}`,
  },
  {
    from: "run",
    sql: (limit) => `SELECT ${MODEL}, 'logged' AS role, '' AS detail, m.creation_time AS at
      FROM (SELECT l.model_uuid FROM runs r JOIN run_model_links l ON l.run_id = r.id
        WHERE r.uuid = ${textOf("run")} AND l.is_output ORDER BY l.model_uuid ${limit}) l
      JOIN logged_models m ON m.uuid = l.model_uuid
      WHERE m.source_run_uuid IS DISTINCT FROM f.key AND ${SHOWN_MODEL}`,
  },
  {
    from: "run",
    sql: (limit) => `${version("registered")} FROM model_versions v
      WHERE v.run_uuid = ${textOf("run")} AND v.logged_model_uuid IS NULL AND ${SHOWN_VERSION} ORDER BY v.id DESC ${limit}`,
  },
  {
    from: "logged-model",
    sql: (limit) => `SELECT ${RUN}, 'evaluated' AS role, '' AS detail, r.start_time AS at
      FROM run_model_links l JOIN runs r ON r.id = l.run_id
      WHERE l.model_uuid = ${textOf("logged-model")} AND NOT l.is_output AND ${SHOWN_RUN} ORDER BY l.run_id DESC ${limit}`,
  },
  {
    from: "logged-model",
    sql: (limit) => `${version("registered")} FROM model_versions v
      WHERE v.logged_model_uuid = ${textOf("logged-model")} AND ${SHOWN_VERSION} ORDER BY v.id DESC ${limit}`,
  },
  {
    from: "model-version",
    sql: (
      limit,
    ) => `${version("copied")} FROM model_versions s JOIN registered_models o ON o.id = s.model_id
      JOIN model_versions v ON v.source = 'models:/' || o.name || '/' || s.version AND v.source LIKE 'models:/%'
      WHERE s.id = ${numberOf("model-version")} AND s.workspace_id = $1 AND ${SHOWN_VERSION} ORDER BY v.id DESC ${limit}`,
  },
  {
    from: "model-version",
    sql: (limit) => `SELECT 'approval' AS kind, a.number::text AS key, 'requested' AS role,
        a.target_kind || ' ' || a.target_value AS detail, floor(extract(epoch FROM a.created_at) * 1000)::bigint AS at
      FROM model_versions v JOIN approval_requests a
        ON a.workspace_id = $1 AND a.model_id = v.model_id AND a.version = v.version
      WHERE v.id = ${numberOf("model-version")} AND v.workspace_id = $1 AND ${promotedBy("a.created_at")}
      ORDER BY a.number DESC ${limit}`,
  },
  {
    from: "model-version",
    sql: (
      limit,
    ) => `SELECT 'placement' AS kind, ${PLACEMENT_KEY} AS key, 'holds' AS role, '' AS detail, p.since AS at
      FROM model_versions v JOIN lineage_placements p ON p.model_id = v.model_id AND p.version = v.version
      WHERE v.id = ${numberOf("model-version")} AND v.workspace_id = $1 AND ${STANDS}
        AND NOT EXISTS (SELECT 1 FROM approval_requests a WHERE ${PROMOTED}) ORDER BY p.id DESC ${limit}`,
  },
  {
    from: "approval",
    sql: (
      limit,
    ) => `SELECT 'placement' AS kind, ${PLACEMENT_KEY} AS key, 'promoted' AS role, '' AS detail, p.since AS at
      FROM approval_requests a JOIN lineage_placements p ON ${PROMOTED}
      WHERE a.workspace_id = $1 AND a.number = ${numberOf("approval")} AND ${STANDS} ORDER BY p.id DESC ${limit}`,
  },
];

/** A placement by its key: model, kind and value. */
const placementOf = `p.model_id = (CASE WHEN f.kind = 'placement' THEN split_part(f.key, '/', 1)::bigint END)
  AND p.kind = split_part(f.key, '/', 2) AND p.value = regexp_replace(f.key, '^[^/]*/[^/]*/', '')
  AND p.workspace_id = $1 AND ${STANDS}`;

const UPSTREAM: readonly Arm[] = [
  {
    from: "run",
    sql: (
      limit,
    ) => `SELECT 'dataset-version' AS kind, d.id::text AS key, 'read' AS role, i.context AS detail,
        r.start_time AS at
      FROM runs r JOIN run_inputs i ON i.run_id = r.id JOIN dataset_versions d ON d.id = i.version_id
      WHERE r.uuid = ${textOf("run")} AND ${SHOWN_RUN} AND d.workspace_id = $1 AND ${DATASET_COUNTS}
      ORDER BY i.dataset_id ${limit}`,
  },
  {
    from: "run",
    sql: (limit) => `SELECT ${MODEL}, 'evaluated' AS role, '' AS detail, r.start_time AS at
      FROM runs r JOIN run_model_links l ON l.run_id = r.id JOIN logged_models m ON m.uuid = l.model_uuid
      WHERE r.uuid = ${textOf("run")} AND NOT l.is_output AND ${SHOWN_MODEL} ORDER BY l.model_uuid ${limit}`,
  },
  {
    from: "logged-model",
    sql: (limit) => `SELECT ${RUN}, 'logged' AS role, '' AS detail, m.creation_time AS at
      FROM logged_models m JOIN runs r ON r.uuid = m.source_run_uuid
      WHERE m.uuid = ${textOf("logged-model")} AND ${SHOWN_MODEL} AND ${SHOWN_RUN} ${limit}`,
  },
  {
    from: "logged-model",
    sql: (limit) => `SELECT ${RUN}, 'logged' AS role, '' AS detail, r.start_time AS at
      FROM logged_models m JOIN run_model_links l ON l.model_uuid = m.uuid AND l.is_output
      JOIN runs r ON r.id = l.run_id
      WHERE m.uuid = ${textOf("logged-model")} AND r.uuid IS DISTINCT FROM m.source_run_uuid AND ${SHOWN_RUN}
      ORDER BY l.run_id DESC ${limit}`,
  },
  {
    from: "model-version",
    sql: (limit) => `SELECT ${RUN}, 'registered' AS role, '' AS detail, v.creation_time AS at
      FROM model_versions v JOIN runs r ON r.uuid = v.run_uuid
      WHERE v.id = ${numberOf("model-version")} AND v.workspace_id = $1 AND v.logged_model_uuid IS NULL
        AND ${SHOWN_RUN} ${limit}`,
  },
  {
    from: "model-version",
    sql: (limit) => `SELECT ${MODEL}, 'registered' AS role, '' AS detail, v.creation_time AS at
      FROM model_versions v JOIN logged_models m ON m.uuid = v.logged_model_uuid
      WHERE v.id = ${numberOf("model-version")} AND v.workspace_id = $1 AND ${SHOWN_MODEL} ${limit}`,
  },
  {
    from: "model-version",
    sql: (limit) => `${version("copied")} FROM model_versions c
      JOIN registered_models o ON o.workspace_id = $1 AND o.name = substring(c.source FROM '^models:/(.+)/\\d+$')
      JOIN model_versions v ON v.model_id = o.id
        AND v.version::text = substring(c.source FROM '^models:/.+/(\\d+)$')
      WHERE c.id = ${numberOf("model-version")} AND c.workspace_id = $1 AND ${SHOWN_VERSION} ${limit}`,
  },
  {
    from: "approval",
    sql: (
      limit,
    ) => `${version("requested")} FROM approval_requests a JOIN model_versions v ON v.id = a.version_id
      WHERE a.workspace_id = $1 AND a.number = ${numberOf("approval")} AND ${SHOWN_VERSION} ${limit}`,
  },
  {
    from: "placement",
    sql: (
      limit,
    ) => `SELECT 'approval' AS kind, a.number::text AS key, 'promoted' AS role, '' AS detail, p.since AS at
      FROM lineage_placements p JOIN approval_requests a ON ${PROMOTED}
      WHERE ${placementOf} ORDER BY a.number DESC ${limit}`,
  },
  {
    from: "placement",
    sql: (limit) => `SELECT ${VERSION}, 'holds' AS role, '' AS detail, p.since AS at
      FROM lineage_placements p JOIN model_versions v ON v.model_id = p.model_id AND v.version = p.version
      WHERE ${placementOf} AND ${SHOWN_VERSION}
        AND NOT EXISTS (SELECT 1 FROM approval_requests a WHERE ${PROMOTED}) ORDER BY v.id DESC ${limit}`,
  },
];

const ARMS: Readonly<Record<Direction, readonly Arm[]>> = {
  upstream: UPSTREAM,
  downstream: DOWNSTREAM,
};

/** All neighbours of `f` in one direction, in one query: at most `limit` by each way of being a neighbour. Empty where none of the kinds has any. */
export function neighboursSql(
  direction: Direction,
  kinds: ReadonlySet<string> | "all",
  limit: number | null,
): string {
  const rows = limit === null ? "" : `LIMIT ${limit}`;
  return ARMS[direction]
    .filter(({ from }) => kinds === "all" || kinds.has(from))
    .map(({ from, sql }) => `(SELECT * FROM (${sql(rows)}) s WHERE f.kind = '${from}')`)
    .join("\nUNION ALL\n");
}
