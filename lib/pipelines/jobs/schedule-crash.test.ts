import { setTimeout as after } from "node:timers/promises";
import { beforeAll, expect, test } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { settleEnv } from "@/lib/core/env";
import { db } from "@/lib/db/client";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { seededRandom } from "@/lib/testing/draws";
import { setUpMortals } from "@/lib/testing/mortals";
import { createPipeline } from "../commands/pipelines";
import { createSchedule } from "../commands/schedules";
import { createPipelineInput } from "../schema/pipelines";
import { scheduleFields } from "../schema/schedules";

setUpDatabase();
const start = setUpMortals("schedule-worker");

const SCHEDULES = 40;
/** Due moments of each, a minute apart; the last one may come while the test runs. */
const MOMENTS = 7;
const MINUTE_MS = 60_000;
const KILLS = 10;
/** A worker lives until so many moments more are settled, or fewer: some are left when all of them are dead. */
const FIRINGS = 12;
const LOCAL_JOBS = "1";

const random = seededRandom(20_261_130);
let actor: Actor;
let from: number;

beforeAll(async () => {
  settleEnv({ LOCAL_JOBS: Number(LOCAL_JOBS) });
  actor = await makeActor({ role: "contributor" });
  for (const name of ["first", "second"]) {
    const pipeline = createPipelineInput.parse({ name, declaration: "command: [train]" });
    const { id: pipelineId } = await createPipeline(actor, pipeline);
    for (let index = 0; index < SCHEDULES / 2; index += 1) {
      const fields = { name: `s${index}`, cron: "* * * * *", missedRuns: "all" };
      await createSchedule(actor, { pipelineId, ...scheduleFields.parse(fields) });
    }
  }
  from = Math.floor(Date.now() / MINUTE_MS - MOMENTS) * MINUTE_MS;
  await db().pipelineSchedule.updateMany({ data: { nextDueAt: new Date(from) } });
});

const settled = () => db().pipelineFiring.count();
const waiting = () => db().pipelineSchedule.count({ where: { nextDueAt: { lt: new Date() } } });

/** What the dead have taken is let go of in time; the test does not wait for it. */
const forget = () =>
  db().pipelineSchedule.updateMany({ data: { leasedUntil: new Date(Date.now() - 1) } });

test("workers that are killed at any instant are followed by others: each due moment launches one job", async () => {
  let last = 0;
  for (let kills = 0; kills < KILLS; kills += 1) {
    const until = last + 1 + Math.floor(random() * FIRINGS);
    const worker = await start("schedule-worker", { LOCAL_JOBS });
    while (worker.isAlive() && (await settled()) < until) await after(10);
    await after(random() * 20);
    await worker.kill();
    last = await settled();
    // Else it was killed when all was over.
    expect(await waiting()).toBeGreaterThan(0);
    await forget();
  }
  const worker = await start("schedule-worker", { LOCAL_JOBS });
  await expect.poll(waiting, { timeout: 60_000, interval: 100 }).toBe(0);
  await worker.kill();

  const { workspaceId } = actor;
  const jobs = await db().job.findMany({ where: { workspaceId }, select: { number: true } });
  const firings = await db().pipelineFiring.findMany({ orderBy: { dueAt: "asc" } });
  expect(firings.map(({ outcome }) => outcome)).toEqual(firings.map(() => "launched"));
  const byNumber = (one: number, other: number) => one - other;
  expect(firings.map(({ jobNumber }) => jobNumber ?? 0).toSorted(byNumber)).toEqual(
    jobs.map(({ number }) => number).toSorted(byNumber),
  );
  const schedules = await db().pipelineSchedule.findMany({ where: { workspaceId } });
  expect(schedules).toHaveLength(SCHEDULES);
  for (const { id } of schedules) {
    const dues = firings.filter(({ scheduleId }) => scheduleId === id).map(({ dueAt }) => dueAt);
    expect(dues.length).toBeGreaterThan(MOMENTS);
    expect(dues.map((due) => due.getTime())).toEqual(dues.map((_, at) => from + at * MINUTE_MS));
  }
}, 120_000);
