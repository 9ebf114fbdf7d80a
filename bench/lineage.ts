/** How a neighbourhood in a graph of a million edges compares with one in a graph of ten thousand, and around a hub. */
import type { Actor } from "@/lib/access/actor";
import { closeDatabase } from "@/lib/db/client";
import { closePool, pool } from "@/lib/db/pool";
import { getLineageDifference } from "@/lib/lineage/queries/difference";
import { getLineage } from "@/lib/lineage/queries/graph";
import { differenceInput, lineageInput } from "@/lib/lineage/schema";
import { EDGES_A_RUN, fillHubs, fillLineage, settleLineage } from "./support/lineage-data";
import { compare, figures, type Measurement, measurement, report } from "./support/report";
import { makeBenchActor, makeBenchExperiment } from "./support/run-data";

const MANY = 1_000_000;
const FEW = 10_000;
const HUB = 100_000;
const SMALL_HUB = 1_000;
const MAX_RATIO = 3;
const ROUNDS = 20;

interface Graph {
  actor: Actor;
  hubs: { version: string; external: string };
}

const neighbourhood = (actor: Actor, node: string) =>
  getLineage(actor, lineageInput.parse({ node, depth: 3 }));

/** A node of the middle of a table: neither the first nor the last that was made. */
async function middle(actor: Actor, select: string): Promise<string> {
  const { rows } = await pool().query<{ id: string }>(
    `SELECT id FROM (${select}) AS one(id, n) ORDER BY n LIMIT 1 OFFSET 50`,
    [actor.workspaceId],
  );
  return rows[0]?.id ?? "";
}

const FOCUSES: readonly (readonly [string, string])[] = [
  ["a run", "SELECT 'run:' || uuid, id FROM runs WHERE workspace_id = $1"],
  [
    "a model version",
    "SELECT 'model-version:' || id, id FROM model_versions WHERE workspace_id = $1",
  ],
  [
    "an external run",
    "SELECT 'external-run:' || id, id FROM lineage_nodes WHERE workspace_id = $1 AND kind = 'external-run'",
  ],
];
const DATASET = "SELECT 'dataset-version:' || id, id FROM dataset_versions WHERE workspace_id = $1";
const VERSIONS = FOCUSES[1]?.[1] ?? "";

async function fill(edges: number, hub: number): Promise<Graph> {
  console.log(`Writing ${edges} edges …`);
  const client = await pool().connect();
  const actor = await makeBenchActor(client);
  const experimentId = await makeBenchExperiment(client, actor);
  await fillLineage(client, actor, experimentId, edges / EDGES_A_RUN);
  const hubs = await fillHubs(client, actor, hub);
  await settleLineage(client);
  client.release();
  return { actor, hubs };
}

async function against(
  name: string,
  subject: () => Promise<{ nodes: unknown[] }>,
  yardstick: () => Promise<{ nodes: unknown[] }>,
): Promise<Measurement> {
  const [ours, theirs] = [await subject(), await yardstick()];
  if (ours.nodes.length < theirs.nodes.length / 2 || theirs.nodes.length < 5)
    throw new Error(`"${name}" finds ${ours.nodes.length} and ${theirs.nodes.length} nodes.`);
  const comparison = await compare(subject, yardstick, ROUNDS);
  const nodes = `${ours.nodes.length} and ${theirs.nodes.length}`;
  return measurement(name, comparison.ratio, MAX_RATIO, { ...figures(comparison), nodes });
}

async function main(): Promise<void> {
  const [few, many] = [await fill(FEW, SMALL_HUB), await fill(MANY, HUB)];
  const found: Measurement[] = [];
  const graphs = `in a graph of ${MANY} edges against ${FEW}`;
  for (const [name, select] of [...FOCUSES, ["a dataset version", DATASET] as const]) {
    const [one, other] = [await middle(many.actor, select), await middle(few.actor, select)];
    found.push(
      await against(
        `neighbourhood of depth 3 of ${name}, ${graphs}`,
        () => neighbourhood(many.actor, one),
        () => neighbourhood(few.actor, other),
      ),
    );
  }
  for (const hub of ["version", "external"] as const)
    found.push(
      await against(
        `neighbourhood of depth 3 of a hub (${hub}) of ${HUB} neighbours against ${SMALL_HUB}`,
        () => neighbourhood(many.actor, many.hubs[hub]),
        () => neighbourhood(few.actor, few.hubs[hub]),
      ),
    );
  const pair = async ({ actor }: Graph) => {
    const before = await middle(actor, VERSIONS);
    const { rows } = await pool().query<{ id: string }>(
      "SELECT max(id)::text AS id FROM model_versions WHERE workspace_id = $1",
      [actor.workspaceId],
    );
    return {
      actor,
      input: differenceInput.parse({ before, after: `model-version:${rows[0]?.id}` }),
    };
  };
  const [large, small] = [await pair(many), await pair(few)];
  const difference = await compare(
    () => getLineageDifference(large.actor, large.input),
    () => getLineageDifference(small.actor, small.input),
    ROUNDS,
  );
  found.push(
    measurement(
      `difference of two versions, ${graphs}`,
      difference.ratio,
      MAX_RATIO,
      figures(difference),
    ),
  );
  await report("lineage", found);
  await closeDatabase();
  await closePool();
}

await main();
