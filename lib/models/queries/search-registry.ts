import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import type { Page } from "@/lib/core/page";
import { encodePageToken } from "@/lib/core/page-token";
import {
  type AttributeCondition,
  type ConditionTree,
  mentionsTag,
  type TextCondition,
} from "@/lib/core/search/condition";
import { type OrderClause, parseOrderBy } from "@/lib/core/search/order-by";
import { parseSearch } from "@/lib/core/search/parse";
import { resolveSearch } from "@/lib/core/search/resolve";
import {
  modelVersionVocabulary,
  registeredModelVocabulary,
  type Vocabulary,
} from "@/lib/core/search/vocabulary";
import { db } from "@/lib/db/client";
import {
  beginningOf,
  compare,
  compareText,
  compileTree,
  equalsIndexed,
  SqlParameters,
} from "@/lib/db/conditions";
import type { SortKey } from "@/lib/db/keyset";
import { type ModelVersionDto, type RegisteredModelDto, toModelVersionDto } from "../dto/models";
import { PROMPT_TAG } from "../rules/tags";
import { hydrateModels } from "../sql/latest";
import { fetchIds, keysAfter } from "../sql/page";
import { MODEL_INCLUDE, VERSION_INCLUDE } from "../sql/refs";

export interface SearchInput {
  filter?: string | undefined;
  orderBy: readonly string[];
  limit: number;
  pageToken?: string | undefined;
}

/** How one kind of thing is found: `fields` are columns by attribute, `tags` is the tags of the row at hand. */
interface Catalogue {
  vocabulary: Vocabulary;
  fields: Readonly<Record<string, string>>;
  tags: string;
  numeric: ReadonlySet<string>;
  defaultOrder: readonly string[];
  tieBreak: readonly string[];
  tieBreakDescends: ReadonlySet<string>;
}

const MODELS: Catalogue = {
  vocabulary: registeredModelVocabulary,
  fields: { name: "m.name", last_updated_timestamp: "m.last_update_time" },
  tags: "registered_model_tags t WHERE t.model_id = m.id",
  numeric: new Set(["last_updated_timestamp"]),
  defaultOrder: [],
  tieBreak: ["name"],
  tieBreakDescends: new Set(),
};

const VERSIONS: Catalogue = {
  vocabulary: modelVersionVocabulary,
  fields: {
    name: "m.name",
    run_id: "coalesce(v.run_uuid, '')",
    source_path: "v.source",
    version_number: "v.version",
    creation_timestamp: "v.creation_time",
    last_updated_timestamp: "v.last_update_time",
  },
  tags: "model_version_tags t WHERE t.version_id = v.id",
  numeric: new Set(["version_number", "creation_timestamp", "last_updated_timestamp"]),
  defaultOrder: ["last_updated_timestamp DESC", "name ASC", "version_number DESC"],
  tieBreak: ["name", "version_number"],
  tieBreakDescends: new Set(["version_number"]),
};

function columnOf({ fields }: Catalogue, field: string): string {
  const column = fields[field];
  if (!column) throw new Error(`The attribute "${field}" has no column.`);
  return column;
}

function tagSql(catalogue: Catalogue, leaf: TextCondition, parameters: SqlParameters): string {
  const found = (where: string) =>
    `EXISTS (SELECT 1 FROM ${catalogue.tags} AND t.key = ${parameters.add(leaf.key)} AND ${where})`;
  const { operator, value } = leaf;
  if (operator === "IS NULL") return `NOT ${found("true")}`;
  return found(
    operator === "=" && typeof value === "string"
      ? equalsIndexed("t.value", value, parameters)
      : compareText("t.value", leaf, parameters),
  );
}

/** Where a column is null for what is empty, a text that is not is looked for in the column itself, which has an index. */
function attributeSql(
  catalogue: Catalogue,
  leaf: AttributeCondition,
  parameters: SqlParameters,
): string {
  const { field, operator, value } = leaf;
  const isEqual = operator === "=" || operator === "IN";
  const isFilled = [value].flat().every((text) => text !== "");
  if (field === "run_id" && isEqual && isFilled) return compare("v.run_uuid", leaf, parameters);
  return compare(columnOf(catalogue, field), leaf, parameters);
}

function compileFilter(
  catalogue: Catalogue,
  tree: ConditionTree | null,
  parameters: SqlParameters,
): string {
  if (!tree) return "true";
  return compileTree(tree, (leaf) => {
    if (leaf.kind === "attribute") return attributeSql(catalogue, leaf, parameters);
    if (leaf.kind !== "tag") throw new Error(`The registry has no ${leaf.kind}.`);
    return tagSql(catalogue, leaf, parameters);
  });
}

function toKeys(catalogue: Catalogue, orderBy: readonly string[]): SortKey[] {
  const clauses = parseOrderBy(
    orderBy.length > 0 ? orderBy : catalogue.defaultOrder,
    catalogue.vocabulary,
  );
  const fields = clauses.map((clause: OrderClause) => {
    if (clause.kind !== "attribute") throw new Error(`The registry has no ${clause.kind}.`);
    return { field: clause.field, ascending: clause.ascending };
  });
  const named = new Set(fields.map(({ field }) => field));
  const ties = catalogue.tieBreak
    .filter((field) => !named.has(field))
    .map((field) => ({ field, ascending: !catalogue.tieBreakDescends.has(field) }));
  return [...fields, ...ties].map(({ field, ascending }) => ({
    expression: columnOf(catalogue, field),
    ascending,
    type: catalogue.numeric.has(field) ? "bigint" : "text",
  }));
}

/** Looked up for each row of a page; the offset keeps the planner from collecting the prompts of all models first. */
const IS_PROMPT = `t.key = '${PROMPT_TAG}' AND ${beginningOf("t.value")} = 'true'`;

function toPage<T>(items: T[], last: string[] | null): Page<T> {
  return { items, ...(last ? { nextPageToken: encodePageToken({ k: last }) } : {}) };
}

const inOrder = <T>(ids: readonly bigint[], byId: ReadonlyMap<bigint, T>): T[] =>
  ids.flatMap((id) => byId.get(id) ?? []);

function parseFilter(filter: string | undefined, vocabulary: Vocabulary): ConditionTree | null {
  const node = parseSearch(filter ?? "");
  return node ? resolveSearch(node, vocabulary) : null;
}

/** Registered models by MLflow's grammar. Prompts are left out unless the filter speaks of their tag. */
export async function searchRegisteredModels(
  actor: Actor,
  input: SearchInput,
): Promise<Page<RegisteredModelDto>> {
  assertCan(actor, "model:read");
  const parameters = new SqlParameters();
  const tree = parseFilter(input.filter, MODELS.vocabulary);
  const workspace = `m.workspace_id = ${parameters.add(actor.workspaceId)}`;
  const prompts = mentionsTag(tree, PROMPT_TAG)
    ? "true"
    : `NOT EXISTS (SELECT 1 FROM ${MODELS.tags} AND ${IS_PROMPT} OFFSET 0)`;
  const { ids, last } = await fetchIds({
    id: "m.id",
    from: "registered_models m",
    where: `${workspace} AND ${prompts} AND ${compileFilter(MODELS, tree, parameters)}`,
    keys: toKeys(MODELS, input.orderBy),
    parameters,
    limit: input.limit,
    after: keysAfter(input.pageToken),
  });
  const found = await db().registeredModel.findMany({
    where: { id: { in: ids }, workspaceId: actor.workspaceId },
    include: MODEL_INCLUDE,
  });
  const models = inOrder(ids, new Map(found.map((row) => [row.id, row])));
  return toPage(await hydrateModels(db(), actor.workspaceId, models), last);
}

/** Reads wide `IN` lists in parts: a statement takes at most 32,767 parameters. */
const PART = 5_000;

async function readVersions(actor: Actor, ids: readonly bigint[]): Promise<ModelVersionDto[]> {
  const items: ModelVersionDto[] = [];
  for (let start = 0; start < ids.length; start += PART) {
    const part = ids.slice(start, start + PART);
    const found = await db().modelVersion.findMany({
      where: { id: { in: part }, workspaceId: actor.workspaceId },
      include: { ...VERSION_INCLUDE, model: { include: { aliases: true } } },
    });
    const byId = new Map(found.map((row) => [row.id, toModelVersionDto(row, row.model)]));
    items.push(...inOrder(part, byId));
  }
  return items;
}

/** Versions that are not deleted, by MLflow's grammar. Those of prompts are left out as prompts are. */
export async function searchModelVersions(
  actor: Actor,
  input: SearchInput,
): Promise<Page<ModelVersionDto>> {
  assertCan(actor, "model:read");
  const parameters = new SqlParameters();
  const tree = parseFilter(input.filter, VERSIONS.vocabulary);
  // Asked of the model too, whose index of names begins with it.
  const own = parameters.add(actor.workspaceId);
  const workspace = `v.workspace_id = ${own} AND m.workspace_id = ${own} AND v.deleted_at IS NULL`;
  const prompts = mentionsTag(tree, PROMPT_TAG)
    ? "true"
    : `NOT EXISTS (SELECT 1 FROM model_versions p JOIN model_version_tags t ON t.version_id = p.id
         WHERE p.model_id = v.model_id AND ${IS_PROMPT} OFFSET 0)`;
  const { ids, last } = await fetchIds({
    id: "v.id",
    from: "model_versions v JOIN registered_models m ON m.id = v.model_id",
    where: `${workspace} AND ${prompts} AND ${compileFilter(VERSIONS, tree, parameters)}`,
    keys: toKeys(VERSIONS, input.orderBy),
    parameters,
    limit: input.limit,
    after: keysAfter(input.pageToken),
  });
  return toPage(await readVersions(actor, ids), last);
}
