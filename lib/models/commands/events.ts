import "server-only";
import type { Actor } from "@/lib/access/actor";
import type { JsonObject, Tx } from "@/lib/db/client";
import { publishEvent } from "@/lib/events/publish";
import { isEventName } from "@/lib/events/rules/catalog";
import { isPrompt } from "../rules/tags";
import type { TagInput } from "../schema";

/** MLflow keeps prompts as registered models and tells of them under other names. */
const PROMPT_ENTITIES: Readonly<Record<string, string>> = {
  registered_model: "prompt",
  registered_model_tag: "prompt_tag",
  model_version: "prompt_version",
  model_version_tag: "prompt_version_tag",
  model_version_alias: "prompt_alias",
};

interface ModelEvent {
  entity: string;
  action: string;
  /** Of the model, or of the version when that is new: they tell a prompt. */
  tags: readonly TagInput[];
  data: JsonObject;
}

/** Tells of a change to a model or to one of its versions; what no event exists for is not told. */
export async function publishModelEvent(tx: Tx, actor: Actor, event: ModelEvent): Promise<void> {
  const entity = isPrompt(event.tags)
    ? (PROMPT_ENTITIES[event.entity] ?? event.entity)
    : event.entity;
  if (!isEventName(`${entity}.${event.action}`)) return;
  const { workspaceId } = actor;
  await publishEvent(tx, { workspaceId, entity, action: event.action, data: event.data });
}

interface StageChange {
  name: string;
  tags: readonly TagInput[];
  version: number;
  from: string;
  to: string;
}

export async function publishStage(
  tx: Tx,
  actor: Actor,
  { name, tags, version, from, to }: StageChange,
): Promise<void> {
  if (from === to) return;
  const data = { name, version: String(version), from, to };
  await publishModelEvent(tx, actor, {
    entity: "model_version",
    action: "stage_changed",
    tags,
    data,
  });
}
