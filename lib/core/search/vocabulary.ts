/** What a name in a filter may be about. */
export type EntityKind = "attribute" | "metric" | "param" | "tag" | "dataset";

export interface Field {
  /** The one name it has inside. */
  field: string;
  /** "id" is a whole number that is written as a quoted string. */
  type: "text" | "number" | "integer" | "id";
  /** Takes IN and NOT IN. */
  hasLists?: boolean;
  /** A whole number may be quoted. */
  mayQuote?: boolean;
}

/** Names, values and operators of one kind of search. */
export interface Vocabulary {
  /** The words before the dot. */
  entities: ReadonlyMap<string, EntityKind>;
  attributes: ReadonlyMap<string, Field>;
  datasetFields: ReadonlyMap<string, Field>;
  /** What IS NULL and IS NOT NULL may be asked of. */
  nullTests: ReadonlySet<EntityKind>;
  /** Params and tags take IN and NOT IN. */
  hasKeyLists: boolean;
  /** Text values need no quotes. */
  hasBareValues: boolean;
  orderAttributes: ReadonlyMap<string, string>;
  orderEntities: ReadonlySet<EntityKind>;
  /** What a tag counts as where it is absent; other tags only match where they are present. */
  absentTags: ReadonlyMap<string, string>;
}

const text = (field: string, more: Partial<Field> = {}): Field => ({
  field,
  type: "text",
  ...more,
});
const number = (field: string): Field => ({ field, type: "number" });
const integer = (field: string, more: Partial<Field> = {}): Field => ({
  field,
  type: "integer",
  ...more,
});

/** Keyed by each field's own name and by its aliases. */
function fields(own: readonly Field[], aliases: Readonly<Record<string, string>> = {}) {
  const map = new Map(own.map((field) => [field.field, field]));
  for (const [alias, name] of Object.entries(aliases)) {
    const field = map.get(name);
    if (field) map.set(alias, field);
  }
  return map;
}

function entities(words: Partial<Record<EntityKind, readonly string[]>>) {
  const map = new Map<string, EntityKind>();
  const kinds: readonly EntityKind[] = ["attribute", "metric", "param", "tag", "dataset"];
  for (const kind of kinds) for (const word of words[kind] ?? []) map.set(word, kind);
  return map;
}

const same = (...names: string[]) => new Map(names.map((name) => [name, name]));
const BASE = {
  datasetFields: new Map<string, Field>(),
  nullTests: new Set<EntityKind>(),
  hasKeyLists: false,
  hasBareValues: false,
  orderEntities: new Set<EntityKind>(["attribute"]),
  absentTags: new Map<string, string>(),
} satisfies Partial<Vocabulary>;

export const runVocabulary: Vocabulary = {
  ...BASE,
  entities: entities({
    attribute: ["attribute", "attributes", "attr", "run"],
    metric: ["metric", "metrics"],
    param: ["parameter", "parameters", "param", "params"],
    tag: ["tag", "tags"],
    dataset: ["dataset", "datasets"],
  }),
  attributes: fields(
    [
      text("run_id", { hasLists: true }),
      text("run_name"),
      text("status"),
      text("artifact_uri"),
      text("user_id"),
      number("start_time"),
      number("end_time"),
    ],
    {
      created: "start_time",
      Created: "start_time",
      "run name": "run_name",
      "Run name": "run_name",
      "Run Name": "run_name",
    },
  ),
  datasetFields: fields(
    ["name", "digest", "context"].map((name) => text(name, { hasLists: true })),
  ),
  nullTests: new Set(["param", "tag"]),
  orderAttributes: new Map([
    ...same("run_id", "run_name", "status", "artifact_uri", "user_id", "start_time", "end_time"),
    ["created", "start_time"],
    ["Created", "start_time"],
  ]),
  orderEntities: new Set(["attribute", "metric", "param", "tag"]),
};

const plainEntities = entities({ attribute: ["attribute"], tag: ["tag", "tags"] });

export const experimentVocabulary: Vocabulary = {
  ...BASE,
  entities: plainEntities,
  attributes: fields([
    text("name"),
    { field: "experiment_id", type: "id", hasLists: true },
    integer("creation_time"),
    integer("last_update_time"),
  ]),
  nullTests: new Set(["tag"]),
  orderAttributes: same("name", "experiment_id", "creation_time", "last_update_time"),
};

/** Prompts are models with this tag, and a model without it is none. */
const absentTags = new Map([["mlflow.prompt.is_prompt", "false"]]);

export const registeredModelVocabulary: Vocabulary = {
  ...BASE,
  entities: plainEntities,
  attributes: fields([text("name", { hasLists: true })]),
  orderAttributes: new Map([
    ...same("name", "last_updated_timestamp"),
    ["timestamp", "last_updated_timestamp"],
  ]),
  absentTags,
};

export const modelVersionVocabulary: Vocabulary = {
  ...BASE,
  entities: plainEntities,
  attributes: fields([
    text("name", { hasLists: true }),
    text("run_id", { hasLists: true }),
    text("source_path"),
    integer("version_number", { mayQuote: true }),
  ]),
  orderAttributes: same("name", "version_number", "creation_timestamp", "last_updated_timestamp"),
  absentTags,
};

export const loggedModelVocabulary: Vocabulary = {
  ...BASE,
  entities: entities({
    attribute: ["attributes"],
    metric: ["metrics"],
    param: ["params"],
    tag: ["tags"],
  }),
  attributes: fields(
    [
      ...["name", "model_id", "model_type", "status", "source_run_id"].map((name) =>
        text(name, { hasLists: true }),
      ),
      number("creation_timestamp"),
      number("last_updated_timestamp"),
    ],
    {
      creation_timestamp_ms: "creation_timestamp",
      creation_time: "creation_timestamp",
      last_updated_timestamp_ms: "last_updated_timestamp",
      last_updated_time: "last_updated_timestamp",
    },
  ),
  hasKeyLists: true,
  hasBareValues: true,
  orderAttributes: new Map([
    ...same("name", "model_id", "model_type", "status", "source_run_id"),
    ...same("creation_timestamp", "last_updated_timestamp"),
    ["creation_timestamp_ms", "creation_timestamp"],
    ["creation_time", "creation_timestamp"],
    ["last_updated_timestamp_ms", "last_updated_timestamp"],
    ["last_updated_time", "last_updated_timestamp"],
  ]),
  orderEntities: new Set(["attribute", "metric"]),
};
