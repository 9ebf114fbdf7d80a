import "server-only";
import type { EdgeRole, NodeKind } from "../../rules/nodes";
import { DATASET, numberOf, SHOWN_DATASET, upTo } from "./fragments";
import type { Arm } from "./kind";

/** What other systems told of with OpenLineage: the edges of `lineage_edges`. */

type End = "source" | "target";
const other = (end: End): End => (end === "source" ? "target" : "source");

/** How many of a node's edges are looked through for datasets that Slipway has too; all of them when there is no limit. */
const LOOKED_THROUGH = 1_000;

interface Told {
  /** The kind of the node itself, and the end of the edge at which it stands. */
  from: NodeKind;
  at: End;
  role: EdgeRole;
}

const own = ({ from, at, role }: Told) =>
  `e.${at}_id = ${numberOf(from)} AND e.workspace_id = $1 AND e.role = '${role}' AND ${upTo("e.at")}`;

/** Nodes of a kind at the other end. */
export const told =
  (kind: NodeKind, edge: Told): Arm =>
  (limit) =>
    `SELECT '${kind}' AS kind, e.${other(edge.at)}_id::text AS key, '${edge.role}' AS role, '' AS detail, e.at
      FROM lineage_edges e WHERE ${own(edge)} ORDER BY e.at DESC ${limit}`;

/** Whether the version `d` of Slipway's own has the content of the external dataset `x`. */
const SAME_CONTENT = `d.workspace_id = $1 AND d.content_key = x.content_key AND x.content_key <> '' AND ${upTo("d.created_at")}`;

/** Datasets at the other end: those whose content Slipway has too are its own versions, and the others what they were called. */
export const toldDatasets = (edge: Told): readonly Arm[] => [
  (
    limit,
  ) => `SELECT 'external-dataset' AS kind, x.id::text AS key, '${edge.role}' AS role, '' AS detail, e.at
      FROM lineage_edges e JOIN lineage_nodes x ON x.id = e.${other(edge.at)}_id
      WHERE ${own(edge)} AND NOT EXISTS (SELECT 1 FROM dataset_versions d WHERE ${SAME_CONTENT})
      ORDER BY e.at DESC ${limit}`,
  (limit) => `SELECT ${DATASET}, '${edge.role}' AS role, '' AS detail, e.at
      FROM (SELECT e.${other(edge.at)}_id AS id, e.at FROM lineage_edges e WHERE ${own(edge)}
        ORDER BY e.at DESC ${limit === "" ? "" : `LIMIT ${LOOKED_THROUGH}`}) e
      JOIN lineage_nodes x ON x.id = e.id JOIN dataset_versions d ON ${SAME_CONTENT}
      WHERE ${SHOWN_DATASET} ORDER BY e.at DESC ${limit}`,
];

/** Nodes of a kind that other systems told of at the far end of a dataset with the content of Slipway's own version. */
export const toldOfContent =
  (kind: NodeKind, { from, at, role }: Told): Arm =>
  (limit) =>
    `SELECT '${kind}' AS kind, t.id::text AS key, '${role}' AS role, '' AS detail, t.at
      FROM dataset_versions d JOIN lineage_nodes x ON x.workspace_id = $1 AND x.content_key = d.content_key
      CROSS JOIN LATERAL (SELECT e.${other(at)}_id AS id, e.at FROM lineage_edges e
        WHERE e.${at}_id = x.id AND e.workspace_id = $1 AND e.role = '${role}' AND ${upTo("e.at")}
        ORDER BY e.at DESC ${limit}) t
      WHERE d.id = ${numberOf(from)} AND d.workspace_id = $1 AND x.kind = 'external-dataset' AND x.content_key <> ''
      ORDER BY t.at DESC ${limit}`;

/** Slipway's own versions with the content of an external dataset. */
export const ownOfContent: Arm = (
  limit,
) => `SELECT ${DATASET}, 'same' AS role, '' AS detail, d.created_at AS at
      FROM lineage_nodes x JOIN dataset_versions d ON ${SAME_CONTENT}
      WHERE x.id = ${numberOf("external-dataset")} AND x.workspace_id = $1 AND ${SHOWN_DATASET} ORDER BY d.id DESC ${limit}`;

/** Slipway's own versions that were read from the place of a dataset of which no version was told. */
export const ownAtPlace: Arm = (
  limit,
) => `SELECT ${DATASET}, 'place' AS role, '' AS detail, d.created_at AS at
      FROM lineage_nodes x JOIN datasets s ON s.place = x.place AND s.place <> '' AND s.workspace_id = $1
      JOIN dataset_versions d ON d.dataset_id = s.id
      WHERE x.id = ${numberOf("external-dataset")} AND x.workspace_id = $1 AND x.version = '' AND ${SHOWN_DATASET}
      ORDER BY d.id DESC ${limit}`;

/** The dataset without a version that was told of at the place from which Slipway's own version was read. */
export const toldAtPlace: Arm = (
  limit,
) => `SELECT 'external-dataset' AS kind, x.id::text AS key, 'place' AS role, '' AS detail, x.first_at AS at
      FROM dataset_versions d JOIN datasets s ON s.id = d.dataset_id
      JOIN lineage_nodes x ON x.place = s.place AND s.place <> '' AND x.workspace_id = $1
      WHERE d.id = ${numberOf("dataset-version")} AND d.workspace_id = $1 AND x.kind = 'external-dataset'
        AND x.version = '' AND ${upTo("x.first_at")} ORDER BY x.id DESC ${limit}`;

/** How nodes that other systems told of are described: a run by its job, a dataset with its version. */
export const describedAs = (kind: NodeKind, family: string) =>
  `SELECT x.id::text, CASE x.version WHEN '' THEN x.name ELSE x.name || ' ' || x.version END, x.namespace,
      CASE WHEN ${upTo("x.state_at")} THEN x.state ELSE '' END, x.first_at, NULL::bigint, ARRAY[]::text[], ARRAY[]::text[], ${family}
    FROM lineage_nodes x WHERE x.workspace_id = $1 AND x.kind = '${kind}' AND x.id = ANY($3::bigint[])`;
