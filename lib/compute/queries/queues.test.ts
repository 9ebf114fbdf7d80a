import { expect, test } from "vitest";
import { db } from "@/lib/db/client";
import { setUpJobs } from "@/lib/testing/jobs";
import { listBackendQueues } from "./backends";
import { listQueue } from "./queues";

const jobs = setUpJobs();
const { launch } = jobs;
const backdate = (number: number, ago: { due: number; started?: number }) =>
  db().job.updateMany({
    where: { workspaceId: jobs.actor.workspaceId, number },
    data: {
      dueAt: new Date(Date.now() - ago.due),
      ...(ago.started === undefined
        ? {}
        : { startedAt: new Date(Date.now() - ago.started), status: "succeeded" }),
    },
  });

test("the queue is told in the order in which its jobs begin, with what each waits for, by page", async () => {
  await db().computeBackend.updateMany({
    where: { workspaceId: jobs.actor.workspaceId },
    data: { maxJobs: 1 },
  });
  const running = await launch(["true"]);
  await db().job.updateMany({ where: { number: running.number }, data: { status: "running" } });
  const first = await launch(["true"]);
  const later = await launch(["true"]);
  const urgent = await launch(["true"], { priority: 5 });
  await backdate(later.number, { due: -60_000 });
  const page = await listQueue(jobs.actor, { limit: 2 });
  expect(page.items.map(({ number, hold }) => [number, hold])).toEqual([
    [urgent.number, "full"],
    [first.number, "full"],
  ]);
  const rest = await listQueue(jobs.actor, { limit: 2, pageToken: page.nextPageToken });
  expect(rest.items.map(({ number, hold }) => [number, hold])).toEqual([[later.number, "later"]]);
  await expect(listQueue(jobs.actor, { limit: 2, pageToken: "x" })).rejects.toMatchObject({
    code: "INVALID",
  });
});

test("a backend says since when its first job waits, and how long those waited that have begun", async () => {
  const waiting = await launch(["true"]);
  await backdate(waiting.number, { due: 90_000 });
  for (const wait of [1_000, 2_000, 3_000]) {
    const job = await launch(["true"]);
    await backdate(job.number, { due: 10_000 + wait, started: 10_000 });
  }
  const old = await launch(["true"]);
  await backdate(old.number, { due: 900_000_000, started: 100_000_000 });
  const [backend] = await listBackendQueues(jobs.actor);
  expect(backend?.queue).toMatchObject({ begun: 3, medianWaitMs: 2_000 });
  expect(backend?.queue.longWaitMs).toBeCloseTo(2_900, -2);
  expect(Date.now() - (backend?.queue.oldestSince ?? 0)).toBeGreaterThan(89_000);
});
