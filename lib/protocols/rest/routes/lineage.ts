import { z } from "zod";
import {
  type ExternalNodeDto,
  IMPACT_KINDS,
  type LineageDifferenceDto,
  type LineageGraphDto,
  type LineageImpactPageDto,
  type LineageNeighbourPageDto,
  type LineageNodeDto,
} from "@/lib/lineage/dto";
import { getLineageDifference } from "@/lib/lineage/queries/difference";
import { getExternalNode } from "@/lib/lineage/queries/external-node";
import { getLineage } from "@/lib/lineage/queries/graph";
import { exportImpact, listImpact } from "@/lib/lineage/queries/impact";
import { listNeighbours } from "@/lib/lineage/queries/neighbours";
import { searchNodes } from "@/lib/lineage/queries/search";
import { CHANGES } from "@/lib/lineage/rules/difference";
import { DIRECTIONS, type EdgeRole, isEdgeRole, NODE_KINDS } from "@/lib/lineage/rules/nodes";
import { CUT_OFFS } from "@/lib/lineage/rules/walk";
import {
  differenceInput,
  exportImpactInput,
  externalNodeInput,
  impactInput,
  lineageInput,
  neighboursInput,
  searchNodesInput,
} from "@/lib/lineage/schema";
import { defineExport, defineOperation } from "../rest-route";
import { inWorkspacePath } from "./path";

const tag = "Lineage";
const path = "/workspaces/{workspace}/lineage";
const kind = z.enum(NODE_KINDS);
const at = z.int().meta({ description: "Milliseconds since the epoch." });
const role = z.custom<EdgeRole>((value) => typeof value === "string" && isEdgeRole(value));

const cutOff = z
  .enum(CUT_OFFS)
  .nullable()
  .meta({ description: "Which bound ended the walk before the graph did." });

const nodeShape = z.object({
  id: z.string(),
  kind,
  title: z.string(),
  subtitle: z.string(),
  state: z.string(),
  at: at.nullable(),
  isDeleted: z.boolean(),
  places: z.array(z.string()),
  page: z.string().nullable(),
});
const nodeEntity: z.ZodType<LineageNodeDto> = nodeShape.meta({ id: "LineageNode" });

const differenceEntity: z.ZodType<LineageDifferenceDto> = z
  .object({
    before: nodeEntity,
    after: nodeEntity,
    changes: z.array(
      z.object({
        change: z.enum(CHANGES),
        kind,
        before: nodeEntity.nullable(),
        after: nodeEntity.nullable(),
      }),
    ),
    same: z.int().meta({ description: "What both were made of." }),
    cutOff,
  })
  .meta({ id: "LineageDifference" });

const externalEntity: z.ZodType<ExternalNodeDto> = z
  .object({
    id: z.string(),
    namespace: z.string(),
    name: z.string(),
    version: z.string(),
    contentKey: z.string(),
    state: z.string(),
    firstAt: at,
    lastAt: at,
    description: z.string(),
    owners: z.array(z.string()),
    fields: z.array(
      z.object({
        name: z.string(),
        type: z.string(),
        description: z.string(),
        from: z.array(z.object({ namespace: z.string(), name: z.string(), field: z.string() })),
      }),
    ),
    failure: z.string(),
    facets: z.record(z.string(), z.record(z.string(), z.unknown())),
    leftOut: z.array(z.string()).meta({ description: "Facets that were too large to be kept." }),
  })
  .meta({ id: "ExternalLineageNode" });

const graphEntity: z.ZodType<LineageGraphDto> = z
  .object({
    focus: z.string(),
    nodes: z.array(nodeEntity),
    edges: z.array(
      z.object({ source: z.string(), target: z.string(), role, details: z.array(z.string()) }),
    ),
    clusters: z.array(
      z.object({
        node: z.string(),
        direction: z.enum(DIRECTIONS),
        kind,
        hidden: z.int(),
        isExact: z.boolean(),
      }),
    ),
    isTruncated: z.boolean(),
    cutOff,
  })
  .meta({ id: "LineageGraph" });

const impactEntity: z.ZodType<LineageImpactPageDto> = z
  .object({
    items: z.array(
      z.object({
        id: z.string(),
        kind: z.enum(IMPACT_KINDS),
        title: z.string(),
        detail: z.string().meta({
          description: "Revisions of a rollout, reason of a rollback, what a monitor watches",
        }),
        state: z.string().meta({ description: "Phase of a rollout, how an incident stands" }),
        model: z.string().nullable().meta({ description: "Of a rollout, of its candidate" }),
        version: z.int().nullable(),
        places: z.array(z.string()).meta({
          description: "Where a version stands; the environment of a rollout or rollback",
        }),
        isDeleted: z.boolean(),
        owner: z.string(),
        createdAt: at,
        page: z.string().nullable(),
      }),
    ),
    nextPageToken: z.string().optional(),
    total: z.int().meta({ description: "Model versions" }),
    inUse: z.int().meta({ description: "Model versions at an alias or a stage" }),
    rollouts: z.int(),
    rollbacks: z.int(),
    monitors: z.int(),
    incidents: z.int().meta({ description: "That are not resolved" }),
    isCutOff: z
      .boolean()
      .meta({ description: "True when the graph goes on beyond what was searched." }),
  })
  .meta({ id: "LineageImpact" });

const neighboursEntity: z.ZodType<LineageNeighbourPageDto> = z
  .object({
    items: z.array(nodeShape.extend({ role, details: z.array(z.string()) })),
    nextPageToken: z.string().optional(),
    total: z.int(),
    isExact: z.boolean(),
  })
  .meta({ id: "LineageNeighbours" });

export const lineageOperations = [
  defineOperation({
    id: "getLineage",
    method: "GET",
    path,
    access: "lineage:read",
    tag,
    summary: "What a node was made of and what was made of it, as a bounded picture",
    params: inWorkspacePath,
    query: lineageInput,
    answer: graphEntity,
    run: getLineage,
  }),
  defineOperation({
    id: "listLineageImpact",
    method: "GET",
    path: `${path}/impact`,
    access: "lineage:read",
    tag,
    summary:
      "Every model version made of a node, at whatever distance, those in use first, with running rollouts and rollbacks of them",
    params: inWorkspacePath,
    query: impactInput,
    answer: impactEntity,
    run: listImpact,
  }),
  defineExport({
    id: "exportLineageImpact",
    path: `${path}/impact/export`,
    access: "lineage:read",
    tag,
    summary: "The whole list of model versions made of a node, as a file",
    fileTypes: ["text/csv", "application/json"],
    params: inWorkspacePath,
    query: exportImpactInput,
    run: exportImpact,
  }),
  defineOperation({
    id: "getLineageDifference",
    method: "GET",
    path: `${path}/difference`,
    access: "lineage:read",
    tag,
    summary: "What one node was made of and another was not, such as two versions of a model",
    params: inWorkspacePath,
    query: differenceInput,
    answer: differenceEntity,
    run: getLineageDifference,
  }),
  defineOperation({
    id: "getExternalNode",
    method: "GET",
    path: `${path}/external-node`,
    access: "lineage:read",
    tag,
    summary: "What another system told of one of its jobs, runs or datasets with OpenLineage",
    params: inWorkspacePath,
    query: externalNodeInput,
    answer: externalEntity,
    run: getExternalNode,
  }),
  defineOperation({
    id: "listLineageNeighbours",
    method: "GET",
    path: `${path}/neighbours`,
    access: "lineage:read",
    tag,
    summary: "Neighbours of one kind that a node has in one direction, newest first",
    params: inWorkspacePath,
    query: neighboursInput,
    answer: neighboursEntity,
    run: listNeighbours,
  }),
  defineOperation({
    id: "searchLineageNodes",
    method: "GET",
    path: `${path}/search`,
    access: "lineage:read",
    tag,
    summary: "Nodes that a text names: part of a name, a version, an alias, an approval or an id",
    params: inWorkspacePath,
    query: searchNodesInput,
    answer: z.array(nodeEntity),
    run: searchNodes,
  }),
];
