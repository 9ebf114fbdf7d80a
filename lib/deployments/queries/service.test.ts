import { expect, test } from "vitest";
import { makeRegistry } from "@/lib/testing/approvals";
import { setUpDatabase } from "@/lib/testing/database";
import { deploy } from "@/lib/testing/deployments";
import { makePair, roll } from "@/lib/testing/rollouts";
import { readService } from "./service";

setUpDatabase();

test("what serves a model is told with the newest rollout of the version, and to nobody elsewhere", async () => {
  const { owner } = await makeRegistry();
  await makePair(owner, "rolling");
  await roll(owner, "rolling");
  await roll(owner, "rolling");
  await deploy(owner, "still");
  const told = async (version: number, { environment = "staging", who = owner } = {}) => {
    const items = await readService(who, {
      ...{ environment, model: "churn", version },
      deployment: null,
    });
    return items
      .map(({ deployment, rollout }) => [deployment.name, rollout?.number ?? null])
      .toSorted();
  };
  expect(await told(2)).toEqual([
    ["rolling", 2],
    ["still", null],
  ]);
  expect(await told(1)).toEqual([
    ["rolling", null],
    ["still", null],
  ]);
  expect(await told(2, { environment: "production" })).toEqual([]);
  const { owner: who } = await makeRegistry();
  expect(await told(2, { who })).toEqual([]);
});
