import { expect, test } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { db } from "@/lib/db/client";
import { deleteDeployment } from "@/lib/deployments/commands/lifecycle";
import { setUpDatabase } from "@/lib/testing/database";
import { deploy, revise, rollBack, split } from "@/lib/testing/deployments";
import { makeLineage, textOf } from "@/lib/testing/lineage";
import { lookAgain, makePair, observe, roll } from "@/lib/testing/rollouts";
import { exportImpactInput, impactInput } from "../schema";
import { exportImpact, listImpact } from "./impact";

setUpDatabase();

const impact = (actor: Actor, node: string, more: object = {}) =>
  listImpact(actor, impactInput.parse({ node, ...more }));
const titles = async (actor: Actor, node: string, more: object = {}) =>
  (await impact(actor, node, more)).items.map(({ title }) => title);

async function versionNode({ workspaceId }: Actor, version: number): Promise<string> {
  const { id } = await db().modelVersion.findFirstOrThrow({ where: { workspaceId, version } });
  return `model-version:${id}`;
}

/** Versions of which the first serves in "live", where a rollout of the second one runs, and the second was rolled back in "back". */
async function makeMoves() {
  const { actor, data } = await makeLineage({ versions: 3 });
  await makePair(actor, "live");
  await roll(actor, "live");
  await makePair(actor, "back");
  await observe("back", [1, 2]);
  await split(actor, "back", [[2, 10_000]], 1);
  await rollBack(actor, "back", { revision: 1 });
  return { actor, data };
}

test("running rollouts and rollbacks are rows of their own, with their pages, in use or over", async () => {
  const { actor, data } = await makeMoves();
  const page = await impact(actor, data);
  expect(page).toMatchObject({ total: 3, inUse: 0, rollouts: 1, rollbacks: 1 });
  expect(page.items.map(({ title }) => title)).toEqual([
    "live rollout 1",
    ...["churn v3", "churn v2", "churn v1"],
    "back rollback",
  ]);
  const slug = actor.workspaceSlug;
  expect(page.items[0]).toMatchObject({
    ...{ kind: "rollout", model: "churn", version: 2, detail: "revision 2 instead of 1" },
    ...{ state: "pending", places: ["staging"], owner: actor.email },
    page: `/${slug}/deployments/live?tab=rollouts`,
  });
  expect(page.items.at(-1)).toMatchObject({
    ...{ kind: "rollback", model: null, version: null, detail: "it is bad", isDeleted: false },
    page: `/${slug}/deployments/back?tab=history`,
  });
  expect(page.items[0]?.id).toMatch(/^rollout:\d+$/);
  expect(page.items.at(-1)?.id).toMatch(/^rollback:\d+\/3$/);
  expect(await titles(actor, data, { inUse: "true" })).toEqual(["live rollout 1"]);
  expect(await titles(actor, await versionNode(actor, 3))).toEqual(["churn v3"]);
  // The first version is what the rollout would take the traffic from.
  expect(await titles(actor, await versionNode(actor, 1))).toContain("live rollout 1");
});

test("pages go through all kinds of rows, each once", async () => {
  const { actor, data } = await makeMoves();
  const seen: string[] = [];
  let pageToken: string | undefined;
  do {
    const page = await impact(actor, data, { limit: 2, pageToken });
    seen.push(...page.items.map(({ id }) => id));
    pageToken = page.nextPageToken;
  } while (pageToken !== undefined);
  expect(seen).toEqual((await impact(actor, data)).items.map(({ id }) => id));
  expect(new Set(seen).size).toBe(5);
  const file = await exportImpact(actor, exportImpactInput.parse({ node: data, format: "json" }));
  const json = JSON.parse(await textOf(file.chunks));
  expect(json).toMatchObject({ rollouts: 1, rollbacks: 1 });
  expect(json.items.map(({ id }: { id: string }) => id)).toEqual(seen);
  const csv = await exportImpact(actor, exportImpactInput.parse({ node: data }));
  expect(await textOf(csv.chunks)).toContain("rollback,back rollback,it is bad");
});

test("a rollout that is over is no row, and was one as of then; a rollback outlives its deployment", async () => {
  const { actor, data } = await makeMoves();
  const then = new Date().toISOString();
  await db().rollout.updateMany({
    where: { workspaceId: actor.workspaceId },
    data: { nextLookAt: new Date(0) },
  });
  await split(actor, "live", [[2, 10_000]], 1);
  await lookAgain();
  const rollout = await db().rollout.findFirstOrThrow({
    where: { workspaceId: actor.workspaceId },
  });
  expect(rollout.endedAt).not.toBeNull();
  expect(await titles(actor, data)).not.toContain("live rollout 1");
  expect(await titles(actor, data, { asOf: then })).toContain("live rollout 1");
  await deleteDeployment(actor, { deployment: "back" });
  const { items } = await impact(actor, data);
  expect(items.at(-1)).toMatchObject({ title: "back rollback", isDeleted: true, page: null });
});

test("who may not read deployments, and other workspaces, are told of versions only", async () => {
  const { actor, data } = await makeMoves();
  const token: Actor = { ...actor, scopes: new Set(["lineage:read"]) };
  const page = await impact(token, data);
  expect(page).toMatchObject({ total: 3, rollouts: 0, rollbacks: 0 });
  expect(page.items.map(({ kind }) => kind)).toEqual(new Array(3).fill("model-version"));
  const other = await makeLineage({ versions: 1 });
  await deploy(other.actor, "live");
  await revise(other.actor, "live", { version: 1 });
  expect(await titles(other.actor, other.data)).toEqual(["churn v1"]);
});
