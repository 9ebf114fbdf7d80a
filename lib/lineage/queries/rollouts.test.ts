import { expect, test } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { launchJob } from "@/lib/compute/commands/launch";
import { launchInput } from "@/lib/compute/schema/jobs";
import { settleEnv } from "@/lib/core/env";
import { db } from "@/lib/db/client";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { rollBack, split } from "@/lib/testing/deployments";
import { makeLineage } from "@/lib/testing/lineage";
import { lookAgain, makePair, observe, roll, serve } from "@/lib/testing/rollouts";
import { differenceInput, lineageInput, searchNodesInput } from "../schema";
import { getLineageDifference } from "./difference";
import { getLineage } from "./graph";
import { searchNodes } from "./search";

setUpDatabase();

async function versionNode({ workspaceId }: Actor, version: number): Promise<string> {
  const { id } = await db().modelVersion.findFirstOrThrow({ where: { workspaceId, version } });
  return `model-version:${id}`;
}

/** Edges around a node, as people read them. */
async function around(actor: Actor, node: string, more: object = {}): Promise<string[]> {
  const query = { node, depth: 1, ...more };
  const { nodes, edges } = await getLineage(actor, lineageInput.parse(query));
  const titleOf = (id: string) => nodes.find((one) => one.id === id)?.title ?? id;
  return edges
    .map(({ source, target, role, details }) =>
      [titleOf(source), role, titleOf(target), ...details].join(" | "),
    )
    .filter((edge) => !edge.startsWith("forest"))
    .toSorted();
}

async function find(actor: Actor, text: string) {
  const found = await searchNodes(actor, searchNodesInput.parse({ text, limit: 20 }));
  return found.map(({ kind, title, state, subtitle }) => ({ kind, title, state, subtitle }));
}

test("a rollout that its guardrail turned back stands between its version and the deployment, and so does the rollback", async () => {
  const { actor } = await makeLineage({ versions: 2 });
  await makePair(actor, "api");
  await roll(actor, "api");
  await lookAgain();
  await observe("api", [2]);
  await lookAgain();
  const before = Date.now();
  await serve("api", 2, { requests: 500, errors: 200 });
  for (let look = 0; look < 4; look += 1) await lookAgain();

  const candidate = await versionNode(actor, 2);
  expect(await around(actor, candidate)).toEqual([
    "api rollout 1 | turned-back | api rollback",
    "churn v2 | left | api rollback | revision 2",
    "churn v2 | rolled-out | api rollout 1 | revision 2",
  ]);
  expect(await around(actor, await versionNode(actor, 1))).toEqual([
    "api rollback | steered | api",
    "churn v1 | restored | api rollback | revision 1",
    "churn v1 | serves | api | revision 1",
  ]);
  const asOf = new Date(before).toISOString();
  expect(await around(actor, candidate, { asOf })).toEqual([
    "api rollout 1 | steered | api",
    "churn v2 | rolled-out | api rollout 1 | revision 2",
    "churn v2 | serves | api | revision 2",
  ]);

  const found = await find(actor, "api");
  expect(found).toContainEqual({
    kind: "rollout",
    title: "api rollout 1",
    state: "rolled_back",
    subtitle: "revision 2 instead of 1",
  });
  expect(found).toContainEqual({
    kind: "rollback",
    title: "api rollback",
    state: "",
    subtitle: "Rollout 1: The guardrail “errors” failed.",
  });
  expect(found).toContainEqual(expect.objectContaining({ kind: "deployment", title: "api" }));
  const { id } = await db().rollout.findFirstOrThrow();
  expect(await around(actor, `rollout:${id}`)).toEqual([
    "api rollback | steered | api",
    "api rollout 1 | steered | api",
    "api rollout 1 | turned-back | api rollback",
    "churn v2 | rolled-out | api rollout 1 | revision 2",
  ]);
});

test("a rollback by hand says which versions lost the traffic and got it back, and no rollout", async () => {
  const { actor } = await makeLineage({ versions: 2 });
  await makePair(actor, "hand");
  await split(actor, "hand", [[2, 10_000]], 1);
  await rollBack(actor, "hand", { reason: "Complaints." });
  const plan = await db().trafficPlan.findFirstOrThrow({
    where: { origin: "rollback", workspaceId: actor.workspaceId },
  });
  const node = `rollback:${plan.deploymentId}/${plan.version}`;
  expect(await around(actor, node)).toEqual([
    "churn v1 | restored | hand rollback | revision 1",
    "churn v2 | left | hand rollback | revision 2",
    "hand rollback | steered | hand",
  ]);
  expect(await find(actor, node)).toEqual([
    { kind: "rollback", title: "hand rollback", state: "", subtitle: "Complaints." },
  ]);
});

test("a rollout is found by its deployment's name and its number, and by nobody elsewhere", async () => {
  const { actor } = await makeLineage({ versions: 2 });
  await makePair(actor, "numbered");
  await roll(actor, "numbered");
  await roll(actor, "numbered");
  const titles = async (who: Actor, text: string) =>
    (await find(who, text)).filter(({ kind }) => kind === "rollout").map(({ title }) => title);
  expect(await titles(actor, "umber")).toEqual(["numbered rollout 2", "numbered rollout 1"]);
  expect(await titles(actor, "numbered 1")).toEqual(["numbered rollout 1"]);
  expect(await titles(actor, "numbered 7")).toEqual([]);
  const { actor: stranger } = await makeLineage();
  expect(await titles(stranger, "numbered")).toEqual([]);
});

test("a deployment was not made of what steered it, nor of the versions that lost its traffic", async () => {
  const { actor } = await makeLineage({ versions: 2 });
  for (const name of ["steady", "steered"]) await makePair(actor, name);
  await split(actor, "steered", [[2, 10_000]], 1);
  await rollBack(actor, "steered", { reason: "Complaints." });
  await roll(actor, "steered");
  const rows = await db().deployment.findMany({
    where: { workspaceId: actor.workspaceId },
    orderBy: { name: "asc" },
  });
  const [before = "", after = ""] = rows.map(({ id }) => `deployment:${id}`);
  const found = await getLineageDifference(actor, differenceInput.parse({ before, after }));
  expect(found.changes).toEqual([]);
  expect(found.same).toBeGreaterThan(0);
});

test("a job leads to the run that it started, is found by name and number, and to every version made of it", async () => {
  settleEnv({ LOCAL_JOBS: 1 });
  const { actor } = await makeLineage();
  const { id } = await db().experiment.findFirstOrThrow({
    where: { workspaceId: actor.workspaceId, name: "training" },
  });
  const before = new Date(Date.now() - 1_000).toISOString();
  const input = { name: "nightly", command: ["true"], experimentId: Number(id) };
  const job = await launchJob(actor, launchInput.parse(input));
  const node = `job:${job.number}`;
  const said = {
    kind: "job",
    title: "nightly",
    state: "queued",
    subtitle: `Job #${job.number}, This machine`,
  };
  expect(await find(actor, "night")).toEqual([expect.objectContaining({ kind: "run" }), said]);
  expect(await find(actor, `#${job.number}`)).toEqual([said]);
  expect(await around(actor, node)).toEqual(["nightly | started | nightly"]);
  expect(await around(actor, `run:${job.runUuid}`)).toEqual(["nightly | started | nightly"]);
  await expect(around(actor, node, { asOf: before })).rejects.toThrow("at that moment");
  const stranger = await makeActor();
  await expect(around(stranger, node)).rejects.toThrow("There is no");
});
