/** Everything that others may be told of, by entity and what happened to it. */
const ACTIONS = {
  registered_model: ["created", "renamed", "deleted"],
  model_version: ["created", "stage_changed", "deleted"],
  model_version_tag: ["set", "deleted"],
  model_version_alias: ["created", "deleted"],
  prompt: ["created"],
  prompt_version: ["created"],
  prompt_tag: ["set", "deleted"],
  prompt_version_tag: ["set", "deleted"],
  prompt_alias: ["created", "deleted"],
  budget_policy: ["exceeded"],
  run: ["finished"],
  approval_request: [
    "created",
    "approved",
    "rejected",
    "changes_requested",
    "withdrawn",
    "applied",
    "delegated",
    "emergency",
    "overdue",
    "expired",
    "lapsed",
  ],
  incident: [
    "opened",
    "escalated",
    "acknowledged",
    "resolved",
    "reopened",
    "acted",
    "refused",
    "advanced",
    "failed",
    "declined",
  ],
  deployment: ["created", "traffic_changed", "rolled_back", "stopped", "started", "deleted"],
} as const satisfies Record<string, readonly string[]>;

/** What MLflow's own clients know; they fail on any other, so theirs are kept apart. */
const MLFLOW_ACTIONS: Readonly<Record<string, readonly string[]>> = {
  registered_model: ["created"],
  model_version: ["created"],
  model_version_tag: ["set", "deleted"],
  model_version_alias: ["created", "deleted"],
  prompt: ["created"],
  prompt_version: ["created"],
  prompt_tag: ["set", "deleted"],
  prompt_version_tag: ["set", "deleted"],
  prompt_alias: ["created", "deleted"],
  budget_policy: ["exceeded"],
};

type EventEntity = keyof typeof ACTIONS;

export interface EventType {
  entity: string;
  action: string;
}

/** "entity.action". */
export const eventName = ({ entity, action }: EventType): string => `${entity}.${action}`;

export function eventOf(name: string): EventType {
  const [entity = "", action = ""] = name.split(".");
  return { entity, action };
}

export const EVENT_NAMES: readonly string[] = Object.entries(ACTIONS).flatMap(([entity, actions]) =>
  actions.map((action) => `${entity}.${action}`),
);

const known = new Set(EVENT_NAMES);
export const isEventName = (name: string): boolean => known.has(name);

/** What MLflow allows to happen to an entity, in alphabetical order; nothing for an entity of ours. */
export const mlflowActions = (entity: string): readonly string[] =>
  [...(MLFLOW_ACTIONS[entity] ?? [])].sort();

export function isMlflowEvent(name: string): boolean {
  const { entity, action } = eventOf(name);
  return mlflowActions(entity).includes(action);
}

const ENTITY_TITLES: Readonly<Record<EventEntity, string>> = {
  registered_model: "Registered model",
  model_version: "Model version",
  model_version_tag: "Tag of a model version",
  model_version_alias: "Alias of a model version",
  prompt: "Prompt",
  prompt_version: "Prompt version",
  prompt_tag: "Tag of a prompt",
  prompt_version_tag: "Tag of a prompt version",
  prompt_alias: "Alias of a prompt",
  budget_policy: "Budget policy",
  run: "Run",
  approval_request: "Approval request",
  incident: "Incident",
  deployment: "Deployment",
};

export interface EventGroup {
  title: string;
  events: readonly { name: string; label: string }[];
}

const words = (action: string) => action.replaceAll("_", " ");

/** For choosing on a screen: what can happen in Slipway, by what it happens to. */
export const EVENT_GROUPS: readonly EventGroup[] = Object.entries(ENTITY_TITLES)
  .filter(([entity]) => entity !== "budget_policy")
  .map(([entity, title]) => ({
    title,
    events: EVENT_NAMES.filter((name) => eventOf(name).entity === entity).map((name) => ({
      name,
      label: words(eventOf(name).action),
    })),
  }));

/** "Model version stage changed". */
export function eventTitle(name: string): string {
  const { entity, action } = eventOf(name);
  const title = Object.entries(ENTITY_TITLES).find(([key]) => key === entity)?.[1] ?? words(entity);
  return `${title} ${words(action)}`;
}
