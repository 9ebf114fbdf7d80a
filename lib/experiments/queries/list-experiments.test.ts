import { beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { logBatch } from "@/lib/runs/commands/log-batch";
import { createRun, deleteRuns, updateRun } from "@/lib/runs/commands/run-lifecycle";
import { RUN_STATUS } from "@/lib/runs/rules";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { createExperiment, deleteExperiment } from "../commands";
import { listExperimentsInput } from "../schema";
import { listExperiments } from "./list-experiments";

setUpDatabase();

const HOUR = 3_600_000;
let actor: Actor;
let stranger: Actor;

const list = (more: Record<string, unknown> = {}, aliveSince = 0) =>
  listExperiments(
    actor,
    listExperimentsInput.parse({ sort: "name", isAscending: true, ...more }),
    aliveSince,
  );

async function namesOf(more: Record<string, unknown> = {}): Promise<string[]> {
  return (await list(more)).items.map(({ name }) => name);
}

async function startRun(experimentId: number): Promise<string> {
  const run = await createRun(actor, {
    experimentId,
    name: "",
    userId: "",
    startTime: Date.now(),
    tags: [],
  });
  return run.uuid;
}

beforeAll(async () => {
  actor = await makeActor();
  stranger = await makeActor();
  const churn = await createExperiment(actor, {
    name: "Churn model",
    tags: [
      { key: "team", value: "growth" },
      { key: "mlflow.note.content", value: "Who leaves, and when." },
    ],
  });
  const prices = await createExperiment(actor, {
    name: "prices",
    tags: [{ key: "team", value: "risk" }],
  });
  const old = await createExperiment(actor, { name: "old prices", tags: [] });
  const [finished, running, removed] = [
    await startRun(churn),
    await startRun(churn),
    await startRun(churn),
  ];
  await updateRun(actor, { runUuid: finished, status: RUN_STATUS.FINISHED, endTime: Date.now() });
  await logBatch(actor, {
    runUuid: running,
    metrics: [{ key: "loss", value: 1, timestamp: Date.now(), step: 0 }],
    params: [],
    tags: [],
  });
  await deleteRuns(actor, [removed]);
  await startRun(old);
  await deleteExperiment(actor, old);
  await startRun(prices);
});

describe("the experiments list", () => {
  it("counts active runs and those that are running", async () => {
    const { items, total } = await list({ search: "churn" });
    expect(total).toBe(1);
    expect(items[0]).toMatchObject({
      name: "Churn model",
      owner: actor.email,
      note: "Who leaves, and when.",
      tags: [{ key: "team", value: "growth" }],
      runCount: 2,
      isRunCountExact: true,
      runningCount: 1,
    });
  });

  it("does not count a run as running that has been silent for too long", async () => {
    const { items } = await list({ search: "churn" }, Date.now() + HOUR);
    expect(items[0]).toMatchObject({ runCount: 2, runningCount: 0 });
  });

  it("finds by every word of a name, whatever the case", async () => {
    expect(await namesOf({ search: "MODEL churn" })).toEqual(["Churn model"]);
    expect(await namesOf({ search: "churn prices" })).toEqual([]);
    expect(await namesOf({ search: "100%" })).toEqual([]);
  });

  it("finds by a tag, with or without its value", async () => {
    expect(await namesOf({ tag: "team" })).toEqual(["Churn model", "prices"]);
    expect(await namesOf({ tag: "team=risk" })).toEqual(["prices"]);
    expect(await namesOf({ tag: "team=" })).toEqual([]);
  });

  it("keeps deleted experiments apart, with the runs that went with them", async () => {
    expect(await namesOf()).toEqual(["Churn model", "Default", "prices"]);
    const { items } = await list({ view: "deleted" });
    expect(items).toMatchObject([{ name: "old prices", isDeleted: true, runCount: 1 }]);
  });

  it("puts the experiment of the newest run first", async () => {
    const names = await namesOf({ sort: "activity", isAscending: false });
    expect(names[0]).toBe("prices");
  });

  it("goes on from page to page without losing one", async () => {
    const first = await list({ limit: 2 });
    const second = await list({ limit: 2, pageToken: first.nextPageToken });
    expect([...first.items, ...second.items].map(({ name }) => name)).toEqual(await namesOf());
    expect(second.nextPageToken).toBeUndefined();
  });

  it("shows nothing of another workspace", async () => {
    const theirs = await listExperiments(stranger, listExperimentsInput.parse({}), 0);
    expect(theirs.items.map(({ name }) => name)).toEqual(["Default"]);
  });
});
