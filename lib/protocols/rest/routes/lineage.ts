import { z } from "zod";
import type { LineageGraphDto, LineageImpactPageDto } from "@/lib/lineage/dto";
import { getLineage } from "@/lib/lineage/queries/graph";
import { listImpact } from "@/lib/lineage/queries/impact";
import { DIRECTIONS, type EdgeRole, isEdgeRole, NODE_KINDS } from "@/lib/lineage/rules/nodes";
import { impactInput, lineageInput } from "@/lib/lineage/schema";
import { defineOperation } from "../rest-route";
import { inWorkspacePath } from "./path";

const tag = "Lineage";
const path = "/workspaces/{workspace}/lineage";
const kind = z.enum(NODE_KINDS);
const at = z.int().meta({ description: "Milliseconds since the epoch." });
const role = z.custom<EdgeRole>((value) => typeof value === "string" && isEdgeRole(value));

const graphEntity: z.ZodType<LineageGraphDto> = z
  .object({
    focus: z.string(),
    nodes: z.array(
      z.object({
        id: z.string(),
        kind,
        title: z.string(),
        subtitle: z.string(),
        state: z.string(),
        at: at.nullable(),
        isDeleted: z.boolean(),
        places: z.array(z.string()),
        page: z.string().nullable(),
      }),
    ),
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
  })
  .meta({ id: "LineageGraph" });

const impactEntity: z.ZodType<LineageImpactPageDto> = z
  .object({
    items: z.array(
      z.object({
        id: z.string(),
        model: z.string(),
        version: z.int(),
        places: z.array(z.string()),
        isDeleted: z.boolean(),
        owner: z.string(),
        createdAt: at,
        page: z.string(),
      }),
    ),
    nextPageToken: z.string().optional(),
    total: z.int(),
    inUse: z.int(),
  })
  .meta({ id: "LineageImpact" });

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
    summary: "Every model version made of a node, at whatever distance; those in use first",
    params: inWorkspacePath,
    query: impactInput,
    answer: impactEntity,
    run: listImpact,
  }),
];
