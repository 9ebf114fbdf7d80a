/** How searching 10,000 models of ten versions compares with searching 100 of them. */
import type { Actor } from "@/lib/access/actor";
import { closeDatabase } from "@/lib/db/client";
import { closePool, pool } from "@/lib/db/pool";
import { listModels } from "@/lib/models/queries/list-models";
import { searchModelVersions, searchRegisteredModels } from "@/lib/models/queries/search-registry";
import { type ListModelsInput, listModelsInput } from "@/lib/models/schema";
import { fillRegistry, VERSIONS } from "./support/model-data";
import { compare, figures, type Measurement, measurement, report } from "./support/report";
import { makeBenchActor } from "./support/run-data";

const MANY = 10_000;
const FEW = 100;
const MAX_RATIO = 3;
const ROUNDS = 40;
const LIMIT = 50;
/** What either registry can fill a page with, where a filter leaves some. */
const SMALL = 4;

interface Case {
  name: string;
  read: (actor: Actor) => Promise<{ items: unknown[] }>;
}

const models = (name: string, filter?: string, orderBy: string[] = [], limit = LIMIT): Case => ({
  name: `registered-models/search, ${name}`,
  read: (actor) => searchRegisteredModels(actor, { filter, orderBy, limit }),
});

const versions = (name: string, filter?: string, orderBy: string[] = []): Case => ({
  name: `model-versions/search, ${name}`,
  read: (actor) => searchModelVersions(actor, { filter, orderBy, limit: LIMIT }),
});

const screen = (name: string, more: Partial<ListModelsInput>): Case => ({
  name: `models list, ${name}`,
  read: (actor) => listModels(actor, { ...listModelsInput.parse({}), limit: LIMIT, ...more }),
});

const CASES: readonly Case[] = [
  models("by name"),
  models("the last updated first", undefined, ["last_updated_timestamp DESC"]),
  models("of a name", "name = 'model-000042'"),
  models("with a beginning of the name", "name LIKE 'model-00000%'"),
  models("with a part of the name", "name ILIKE '%EL-00004%'"),
  models("with a tag", "tags.team = 'team-3'", [], SMALL),
  models("that no model passes", "tags.team = 'nobody'"),
  versions("the last updated first"),
  versions("of a model", "name = 'model-000042'"),
  versions("of a run", "run_id = 'nobody'"),
  versions("with a tag", "tags.size = '3'"),
  versions("with a tag that none has", "tags.size = 'x'"),
  versions("by name and number", undefined, ["name ASC", "version_number DESC"]),
  screen("the last updated first", {}),
  screen("by name", { sort: "name", isAscending: true }),
  screen("with a word", { search: "00004", limit: SMALL }),
  screen("of an owner", { owner: "user-7@example.org", limit: SMALL }),
  screen("with a tag", { tag: "team=team-3", limit: SMALL }),
  screen("by risk", { sort: "risk" }),
  screen("by versions", { sort: "versions" }),
  screen("by owner", { sort: "owner", isAscending: true }),
  screen("of a risk tier", { risk: "critical", limit: SMALL }),
  screen("in production", { isServing: true, limit: SMALL }),
  screen("that need attention", { health: "attention", limit: SMALL }),
];

async function measure(many: Actor, few: Actor): Promise<Measurement[]> {
  const found: Measurement[] = [];
  for (const { name, read } of CASES) {
    const [ours, theirs] = [await read(many), await read(few)];
    if (
      ours.items.length < theirs.items.length ||
      (ours.items.length > 0 && theirs.items.length === 0)
    )
      throw new Error(`"${name}" finds ${ours.items.length} and ${theirs.items.length}.`);
    const comparison = await compare(
      () => read(many),
      () => read(few),
      ROUNDS,
    );
    found.push(
      measurement(
        `${name}: ${MANY} models of ${VERSIONS} versions against ${FEW}`,
        comparison.ratio,
        MAX_RATIO,
        figures(comparison),
      ),
    );
  }
  return found;
}

async function main(): Promise<void> {
  const client = await pool().connect();
  const many = await makeBenchActor(client);
  const few = await makeBenchActor(client);
  console.log(`Filling two registries with ${MANY} and ${FEW} models …`);
  await fillRegistry(client, many, MANY);
  await fillRegistry(client, few, FEW);
  await client.query(
    "VACUUM (ANALYZE) registered_models, registered_model_tags, model_versions, model_version_tags, model_aliases, approval_requests, lineage_placements",
  );
  client.release(true);
  await report("models-search", await measure(many, few));
  await closeDatabase();
  await closePool();
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
