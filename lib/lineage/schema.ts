import { z } from "zod";
import { pageInput } from "@/lib/core/page";
import { DIRECTIONS, isNodeKind, NODE_KINDS, parseNodeId } from "./rules/nodes";
import { WALK_LIMITS } from "./rules/walk";

/** "run:<id>", "model-version:<id>", …: a node by kind and key. */
export const nodeIdInput = z
  .string()
  .max(600)
  .refine((id) => parseNodeId(id) !== null, {
    error: ({ input }) => {
      const kind = String(input).split(":", 1)[0] ?? "";
      return isNodeKind(kind)
        ? `This is no id of a ${kind.replaceAll("-", " ")}.`
        : "Name a node by kind and key, such as run:0123456789abcdef0123456789abcdef.";
    },
  });

const list = <Item extends z.ZodType<string>>(item: Item, most: number) =>
  z
    .union([item, z.array(item).max(most)])
    .transform((value) => [value].flat())
    .default([]);

const moment = z.iso.datetime({ offset: true }).transform((text) => new Date(text).getTime());
const openInput = z.string().refine((text) => {
  const cut = text.lastIndexOf("~");
  const direction = text.slice(cut + 1);
  return parseNodeId(text.slice(0, cut)) !== null && DIRECTIONS.some((one) => one === direction);
}, "Name a node and a direction, such as run:0123456789abcdef0123456789abcdef~upstream.");

export const LINEAGE_MODES = ["versions", "latest"] as const;

const viewInput = z.object({
  /** The graph as it was then; absent for now. */
  asOf: moment.optional(),
  /** Every version, or only the newest and those that stand at an alias or a stage. */
  mode: z.enum(LINEAGE_MODES).default("versions"),
});

export const lineageInput = viewInput.extend({
  node: nodeIdInput,
  depth: z.coerce.number().int().min(1).max(WALK_LIMITS.depth).default(2),
  directions: list(z.enum(DIRECTIONS), 2),
  /** Nodes that show more of their neighbours: "<node>~upstream", "<node>~downstream". */
  open: list(openInput, 50),
  /** Nodes taken out of a cluster. */
  pin: list(nodeIdInput, 50),
});
export type LineageInput = z.output<typeof lineageInput>;

export const impactInput = viewInput.omit({ mode: true }).extend({
  node: nodeIdInput,
  /** Only versions that stand at an alias or a stage, and rollouts that run. */
  inUse: z
    .enum(["true", "false"])
    .default("false")
    .transform((value) => value === "true"),
  ...pageInput.shape,
});
export type ImpactInput = z.output<typeof impactInput>;

/** Two nodes of one kind whose origins are compared. */
export const differenceInput = viewInput
  .omit({ mode: true })
  .extend({ before: nodeIdInput, after: nodeIdInput });
export type DifferenceInput = z.output<typeof differenceInput>;

export const EXPORT_FORMATS = ["csv", "json"] as const;
export const exportImpactInput = impactInput
  .omit({ limit: true, pageToken: true })
  .extend({ format: z.enum(EXPORT_FORMATS).default("csv") });
export type ExportImpactInput = z.output<typeof exportImpactInput>;

export const externalNodeInput = z.object({
  node: nodeIdInput.refine((id) => id.startsWith("external-"), "Name a node of another system."),
});
export type ExternalNodeInput = z.output<typeof externalNodeInput>;

/** Neighbours of one kind, page by page: what a cluster holds, and what is shown of it already. */
export const neighboursInput = viewInput.extend({
  node: nodeIdInput,
  direction: z.enum(DIRECTIONS),
  kind: z.enum(NODE_KINDS),
  search: z.string().trim().max(200).default(""),
  ...pageInput.shape,
});
export type NeighboursInput = z.output<typeof neighboursInput>;

export const searchNodesInput = z.object({
  /** Part of a name, "churn 3", "@champion", "#12" or an id; empty for what one would begin with. */
  text: z.string().trim().max(600).default(""),
  /** Of each kind. */
  limit: z.coerce.number().int().min(1).max(20).default(6),
});
export type SearchNodesInput = z.output<typeof searchNodesInput>;
