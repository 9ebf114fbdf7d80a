import { beforeAll, expect, it } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { db } from "@/lib/db/client";
import { bringToTier } from "@/lib/testing/approvals";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { createRegisteredModel } from "../commands/registered-models";
import { listModelsInput } from "../schema";
import { listModels } from "./list-models";

setUpDatabase();

let actor: Actor;

const list = (more: object) => listModels(actor, listModelsInput.parse(more));
const namesOf = async (more: object) => (await list(more)).items.map(({ name }) => name);

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

it("comes in pages that neither repeat nor leave out a model where many share a tier or an owner", async () => {
  for (const sort of ["risk", "owner"])
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
