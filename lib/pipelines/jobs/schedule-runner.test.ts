import { beforeAll, beforeEach, expect, test } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { settleEnv } from "@/lib/core/env";
import { db } from "@/lib/db/client";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { fillQueue } from "@/lib/testing/full-queue";
import { launchPipeline } from "../commands/launch";
import { archivePipeline, createPipeline, restorePipeline } from "../commands/pipelines";
import { createSchedule, reviseSchedule } from "../commands/schedules";
import { getSchedule, listFirings } from "../queries/schedules";
import { GRACE_MS } from "../rules/schedules";
import { createPipelineInput } from "../schema/pipelines";
import { scheduleFields } from "../schema/schedules";
import { claimDueSchedules } from "../sql/schedules";
import { ScheduleRunner } from "./schedule-runner";

setUpDatabase();

const DECLARATION = `command: [train]
parameters:
  rows: { type: integer, default: 1 }
`;

let actor: Actor;
let pipelineId: number;
let counter = 0;

beforeAll(async () => {
  settleEnv({ LOCAL_JOBS: 1 });
});

beforeEach(async () => {
  actor = await makeActor({ role: "contributor" });
  counter += 1;
  const input = createPipelineInput.parse({ name: `p${counter}`, declaration: DECLARATION });
  ({ id: pipelineId } = await createPipeline(actor, input));
});

const fieldsOf = (more: object = {}) =>
  scheduleFields.parse({ name: "nightly", cron: "0 3 * * *", parameters: { rows: 5 }, ...more });
const schedule = async (more: object = {}) =>
  (await createSchedule(actor, { pipelineId, ...fieldsOf(more) })).id;

/** The schedule's next due moment, and a time at which it is due. */
async function dueOf(scheduleId: number): Promise<number> {
  const { next } = await getSchedule(actor, { pipelineId, scheduleId });
  return next[0] ?? 0;
}
const firingsOf = async (scheduleId: number) =>
  (await listFirings(actor, { pipelineId, scheduleId, limit: 50 })).items;
const jobs = () =>
  db().job.findMany({ where: { workspaceId: actor.workspaceId }, orderBy: { number: "asc" } });

test("launches at the due moment, in the name of whoever saved it, and what comes next is due then", async () => {
  const id = await schedule();
  const due = await dueOf(id);
  const runner = new ScheduleRunner();
  await runner.round(due - 1);
  expect(await jobs()).toEqual([]);
  await runner.round(due + 1_000);
  expect(await jobs()).toMatchObject([
    {
      requestedById: actor.userId,
      pipelineId: BigInt(pipelineId),
      spec: { parameters: { rows: 5 } },
    },
  ]);
  expect(await firingsOf(id)).toMatchObject([{ dueAt: due, outcome: "launched", job: 1 }]);
  expect(await dueOf(id)).toBeGreaterThan(due);
});

test("launches a moment once, with several workers at once and after one that died before it could say so", async () => {
  const id = await schedule({ missedRuns: "all" });
  const due = await dueOf(id);
  const runners = Array.from({ length: 4 }, () => new ScheduleRunner());
  await Promise.all(runners.map((runner) => runner.round(due + 1_000)));
  expect(await jobs()).toHaveLength(1);
  // As a process leaves it that was killed after its job was committed: still due, and still taken.
  const standing = { nextDueAt: new Date(due), leasedUntil: new Date(Date.now() + 60_000) };
  await db().pipelineSchedule.updateMany({ where: { id: BigInt(id) }, data: standing });
  await new ScheduleRunner().round(due + 2_000);
  expect(await dueOf(id)).toBe(due);
  const over = { leasedUntil: new Date(Date.now() - 1) };
  await db().pipelineSchedule.updateMany({ where: { id: BigInt(id) }, data: over });
  await new ScheduleRunner().round(due + 3_000);
  expect(await jobs()).toHaveLength(1);
  expect(await dueOf(id)).toBeGreaterThan(due);
});

test("refuses with the reason when whoever saved it may launch no more", async () => {
  const id = await schedule();
  const due = await dueOf(id);
  await db().membership.updateMany({ where: { userId: actor.userId }, data: { role: "viewer" } });
  await new ScheduleRunner().round(due);
  expect(await jobs()).toEqual([]);
  const reason = "Whoever saved it may launch jobs in this workspace no more.";
  expect(await firingsOf(id)).toMatchObject([{ outcome: "refused", reason, job: null }]);
  const later = await dueOf(id);
  await db().membership.deleteMany({ where: { userId: actor.userId } });
  await new ScheduleRunner().round(later);
  expect(await firingsOf(id)).toMatchObject([{ outcome: "refused" }, { outcome: "refused" }]);
  const recorded = await db().auditEvent.count({ where: { action: "pipeline-schedule.refused" } });
  expect(recorded).toBe(2);
});

test("passes over a moment while its job is not over, where it was told to", async () => {
  const careful = await schedule({ overlap: "skip" });
  const runner = new ScheduleRunner();
  await runner.round(await dueOf(careful));
  await runner.round(await dueOf(careful));
  expect(await jobs()).toHaveLength(1);
  expect(await firingsOf(careful)).toMatchObject([
    { outcome: "passed", reason: "Job 1 of this schedule was not over yet." },
    { outcome: "launched" },
  ]);
  await db().job.updateMany({
    where: { workspaceId: actor.workspaceId },
    data: { status: "succeeded" },
  });
  await runner.round(await dueOf(careful));
  expect(await jobs()).toHaveLength(2);
});

test("is seen to again soon after somebody who died, in time for the moment", async () => {
  const id = await schedule();
  const due = await dueOf(id);
  const takes = performance.now();
  await claimDueSchedules(new Date(due), 8);
  const { leasedUntil } = await db().pipelineSchedule.findUniqueOrThrow({
    where: { id: BigInt(id) },
  });
  const lease = (leasedUntil?.getTime() ?? 0) - Date.now() + (performance.now() - takes);
  expect(lease).toBeLessThan(GRACE_MS / 3);
  const over = { leasedUntil: new Date(Date.now() - 1) };
  await db().pipelineSchedule.updateMany({ where: { id: BigInt(id) }, data: over });
  await new ScheduleRunner().round(due + lease);
  expect(await firingsOf(id)).toMatchObject([{ dueAt: due, outcome: "launched" }]);
});

test("keeps a moment for which there was no room in the queue, and launches it when there is", async () => {
  const id = await schedule();
  const due = await dueOf(id);
  const { id: backendId } = await db().computeBackend.findFirstOrThrow({
    where: { workspaceId: actor.workspaceId },
  });
  await launchPipeline(actor, { pipelineId, parameters: {} });
  await fillQueue(actor.workspaceId);
  await new ScheduleRunner().round(due);
  expect(await firingsOf(id)).toEqual([]);
  expect(await dueOf(id)).toBe(due);
  const { leasedUntil } = await db().pipelineSchedule.findUniqueOrThrow({
    where: { id: BigInt(id) },
  });
  expect((leasedUntil?.getTime() ?? 0) - Date.now()).toBeLessThan(10_000);
  await db().job.updateMany({
    where: { backendId, number: { gt: 1 } },
    data: { status: "cancelled" },
  });
  const now = { leasedUntil: new Date(Date.now() - 1) };
  await db().pipelineSchedule.updateMany({ where: { id: BigInt(id) }, data: now });
  await new ScheduleRunner().round(due + 30_000);
  expect(await firingsOf(id)).toMatchObject([{ dueAt: due, outcome: "launched" }]);
});

test("knows of a job that is not over, however many moments have passed since", async () => {
  const careful = await schedule({ overlap: "skip" });
  const runner = new ScheduleRunner();
  await runner.round(await dueOf(careful));
  const { workspaceId } = actor;
  const from = (await dueOf(careful)) - 1_000_000;
  await db().pipelineFiring.createMany({
    data: Array.from({ length: 300 }, (_, at) => ({
      scheduleId: BigInt(careful),
      workspaceId,
      dueAt: new Date(from + at),
      outcome: "passed",
    })),
  });
  await runner.round(await dueOf(careful));
  await runner.round(await dueOf(careful));
  expect(await jobs()).toHaveLength(1);
  const kept = { where: { scheduleId: BigInt(careful) } };
  expect(await db().pipelineFiring.count(kept)).toBe(202);
  await db().job.updateMany({ where: { workspaceId }, data: { status: "succeeded" } });
  await runner.round(await dueOf(careful));
  expect(await jobs()).toHaveLength(2);
  expect(await db().pipelineFiring.count(kept)).toBe(201);
});

test("says that a moment was missed, or makes up for it, as it was told to", async () => {
  const skips = await schedule({ name: "skips", cron: "0 * * * *" });
  const all = await schedule({ name: "all", cron: "0 * * * *", missedRuns: "all" });
  const due = await dueOf(skips);
  await new ScheduleRunner().round(due + 2.5 * 3_600_000);
  expect(await firingsOf(skips)).toMatchObject([
    { outcome: "passed", reason: "It was missed: it could not be launched in time." },
  ]);
  expect(await firingsOf(all)).toMatchObject([
    { outcome: "launched" },
    { outcome: "launched" },
    { outcome: "launched" },
  ]);
  expect(await jobs()).toHaveLength(3);
});

test("launches nothing while it is switched off or its pipeline archived, and misses nothing by that", async () => {
  const id = await schedule({ missedRuns: "all" });
  const due = await dueOf(id);
  await archivePipeline(actor, { pipelineId });
  await new ScheduleRunner().round(due);
  await restorePipeline(actor, { pipelineId });
  expect(await dueOf(id)).toBe(due);
  const off = fieldsOf({ isEnabled: false });
  await reviseSchedule(actor, { pipelineId, scheduleId: id, ...off });
  await new ScheduleRunner().round(due);
  expect(await jobs()).toEqual([]);
  expect(await firingsOf(id)).toEqual([]);
});

test("is saved with values that the declaration takes only", async () => {
  await expect(schedule({ parameters: { rows: "many" } })).rejects.toMatchObject({
    code: "INVALID",
    fields: { "parameters.rows": "Write a whole number." },
  });
  await schedule();
  await expect(schedule()).rejects.toMatchObject({ code: "ALREADY_EXISTS" });
});
