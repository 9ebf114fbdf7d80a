import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { AppError } from "@/lib/core/errors";
import type { LineageNodeDto } from "../dto";
import { type NodeKind, parseNodeId } from "../rules/nodes";
import { parseNodeSearch } from "../rules/search";
import type { SearchNodesInput } from "../schema";
import { describeNodes } from "../sql/describe";
import { findNodes, findVersion } from "../sql/search";
import { viewFor } from "./view";

/** The kinds that are found by a name, in the order in which they are offered. */
const KINDS: readonly NodeKind[] = [
  "model-version",
  "dataset-version",
  "run",
  "logged-model",
  "approval",
  "job",
  "deployment",
  "rollout",
  "rollback",
  "monitor",
  "incident",
  "external-dataset",
  "external-job",
];
/** What one would begin with: what stands somewhere, and the data last used. */
const BEGINNINGS: readonly NodeKind[] = ["model-version", "dataset-version"];

/** Nodes that a text names, by kind, the likeliest first; for an empty text those to begin with. */
export async function searchNodes(
  actor: Actor,
  { text, limit }: SearchNodesInput,
): Promise<LineageNodeDto[]> {
  assertCan(actor, "lineage:read");
  const { workspaceId, workspaceSlug } = actor;
  const view = viewFor(actor);
  const kinds = (text === "" ? BEGINNINGS : KINDS).filter((kind) => !view.hidden.includes(kind));
  const ids = parseNodeId(text)
    ? [text]
    : await findNodes(workspaceId, kinds, parseNodeSearch(text), limit);
  const described = await describeNodes(view, workspaceSlug, ids);
  return ids.flatMap((id) => described.find((one) => one.id === id) ?? []);
}

/** The node of a model version by its model's name and its number. Throws NOT_FOUND. */
export async function getVersionNode(
  actor: Actor,
  { name, version }: { name: string; version: number },
): Promise<string> {
  assertCan(actor, "lineage:read");
  const id = await findVersion(actor.workspaceId, { name, version });
  if (id === null) throw new AppError("NOT_FOUND", `${name} has no version ${version}.`);
  return id;
}
