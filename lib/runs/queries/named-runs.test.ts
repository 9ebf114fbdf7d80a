import { beforeAll, expect, it } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { createExperiment } from "@/lib/experiments/commands";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { createRun, deleteRuns } from "../commands/run-lifecycle";
import { listRunsNamed } from "./named-runs";

setUpDatabase();

let actor: Actor;
const uuids: string[] = [];
const found = async (text: string, asker = actor) =>
  (await listRunsNamed(asker, text, 10)).map(({ name }) => name);

beforeAll(async () => {
  actor = await makeActor();
  const experimentId = Number(await createExperiment(actor, { name: "churn", tags: [] }));
  for (const [index, name] of ["Bright-heron", "calm-heron", "100%_sure", "gone-heron"].entries()) {
    const run = await createRun(actor, {
      experimentId,
      name,
      userId: "ada",
      startTime: 1000 + index,
      tags: [],
    });
    uuids.push(run.uuid);
  }
  await deleteRuns(actor, uuids.slice(3));
});

it("finds runs by a part of their name, newest first, deleted ones left out", async () => {
  expect(await found("HERON")).toEqual(["calm-heron", "Bright-heron"]);
});

it("takes signs of patterns for what they are", async () => {
  expect(await found("%_")).toEqual(["100%_sure"]);
});

it("finds a run by the start of its id", async () => {
  expect(await found(uuids[0]?.slice(0, 12) ?? "")).toEqual(["Bright-heron"]);
});

it("shows nothing of another workspace", async () => {
  expect(await found("heron", await makeActor())).toEqual([]);
});
