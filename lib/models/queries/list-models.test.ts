import { beforeAll, expect, it } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { db } from "@/lib/db/client";
import { bringToTier } from "@/lib/testing/approvals";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { createRegisteredModel, deleteRegisteredModel } from "../commands/registered-models";
import { createModelVersion, deleteModelVersion } from "../commands/versions";
import { listModelsInput } from "../schema";
import { listModels } from "./list-models";

setUpDatabase();

let actor: Actor;

const list = (more: object) => listModels(actor, listModelsInput.parse(more));
const namesOf = async (more: object) => (await list(more)).items.map(({ name }) => name);

const VERSIONS = { prices: 1, Churn: 3, leads: 1, stock: 0 };

beforeAll(async () => {
  actor = await makeActor();
  for (const [name, riskTier, owner] of [
    ["prices", "critical", "ada@example.org"],
    ["Churn", "low", "ben@example.org"],
    ["leads", "low", "ada@example.org"],
    ["stock", "high", "zoe@example.org"],
  ] as const) {
    await createRegisteredModel(actor, { name, tags: [] });
    await bringToTier(actor, name, riskTier);
    for (let count = 0; count < VERSIONS[name]; count += 1)
      await createModelVersion(actor, { name, source: "s3://bucket/model", tags: [] });
    const where = { workspaceId: actor.workspaceId, name };
    await db().registeredModel.updateMany({ where, data: { owner } });
  }
});

it("is ordered by risk, the tiers as people order them, and by owner", async () => {
  const byRisk = ["Churn", "leads", "stock", "prices"];
  expect(await namesOf({ sort: "risk", isAscending: true })).toEqual(byRisk);
  expect(await namesOf({ sort: "risk" })).toEqual(byRisk.toReversed());
  expect(await namesOf({ sort: "owner", isAscending: true })).toEqual([
    "leads",
    "prices",
    "Churn",
    "stock",
  ]);
});

it("comes in pages that neither repeat nor leave out a model where many share a tier, an owner or a number of versions", async () => {
  for (const sort of ["risk", "owner", "versions"])
    for (const isAscending of [true, false]) {
      const seen: string[] = [];
      let pageToken: string | undefined;
      do {
        const page = await list({ sort, isAscending, limit: 1, pageToken });
        seen.push(...page.items.map(({ name }) => name));
        pageToken = page.nextPageToken;
      } while (pageToken);
      expect(seen).toEqual(await namesOf({ sort, isAscending }));
    }
});

it("is narrowed to a tier, and to what serves in production", async () => {
  expect(await namesOf({ risk: "low", sort: "name", isAscending: true })).toEqual([
    "Churn",
    "leads",
  ]);
  expect((await list({ risk: "medium" })).total).toBe(0);
  expect(await namesOf({ isServing: true })).toEqual([]);
});

it("is ordered by how many versions there are, and a deleted one is none", async () => {
  const most = ["Churn", "prices", "leads", "stock"];
  expect(await namesOf({ sort: "versions" })).toEqual(most);
  expect(await namesOf({ sort: "versions", isAscending: true })).toEqual(most.toReversed());
  await createRegisteredModel(actor, { name: "brief", tags: [] });
  for (let count = 0; count < 5; count += 1)
    await createModelVersion(actor, { name: "brief", source: "s3://bucket/model", tags: [] });
  expect(await namesOf({ sort: "versions", limit: 1 })).toEqual(["brief"]);
  for (const version of ["5", "4", "1"])
    await deleteModelVersion(actor, { name: "brief", version });
  const { items } = await list({ sort: "versions", limit: 2 });
  expect(items).toMatchObject([
    { name: "Churn", versionCount: 3, latestVersion: 3 },
    { name: "brief", versionCount: 2, latestVersion: 3 },
  ]);
  await deleteRegisteredModel(actor, "brief");
  expect(await namesOf({ sort: "versions" })).toEqual(most);
});
