import { Readable } from "node:stream";
import { describe, expect, test, vi } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { reviseBackend } from "@/lib/compute/commands/backends";
import { listBackends } from "@/lib/compute/queries/backends";
import { uploadVersion } from "@/lib/datasets/commands/upload";
import { db } from "@/lib/db/client";
import { logBatch } from "@/lib/runs/commands/log-batch";
import { getRun } from "@/lib/runs/queries/get-run";
import { getRunTable } from "@/lib/runs/queries/run-table";
import { loadRunTableParams } from "@/lib/runs/search-params/table";
import { makeActor } from "@/lib/testing/database";
import { setUpJobs, JOBS_WAIT as WAIT } from "@/lib/testing/jobs";
import { createSweep } from "../commands/create";
import { stopSweep } from "../commands/stop";
import { getSweep, listSweeps, listTrials } from "../queries/sweeps";
import { createSweepInput } from "../schema";
import { SweepRunner } from "./sweep-runner";

const jobs = setUpJobs();

const report = `
  const { MLFLOW_TRACKING_URI: url, MLFLOW_TRACKING_TOKEN: token, MLFLOW_RUN_ID: run_id, SLIPWAY_PARAM_x: x } = process.env;
  await fetch(url + "/api/2.0/mlflow/runs/log-metric", {
    method: "POST",
    headers: { Authorization: "Bearer " + token, "Content-Type": "application/json" },
    body: JSON.stringify({ run_id, key: "loss", value: (Number(x) - 3) ** 2, timestamp: 1, step: 0 }),
  });`;

const create = (more: object = {}, actor: Actor = jobs.actor) =>
  createSweep(
    actor,
    createSweepInput.parse({
      name: "rates",
      launch: { command: ["sleep", "600"], experimentId: jobs.experimentId },
      space: { x: { values: [1, 2, 3, 4, 5] } },
      search: { kind: "grid" },
      ...more,
    }),
  );
/** As after a restart, and without waiting for the next look. */
const round = async () => {
  await db().sweep.updateMany({ data: { lookAt: new Date(0) } });
  await new SweepRunner().round();
};
const trialsOf = async (number: number) =>
  (await listTrials(jobs.actor, { number, sort: "index", limit: 200 })).items;
const actionsOf = async (number: number) =>
  (
    await db().auditEvent.findMany({
      where: { workspaceId: jobs.actor.workspaceId, subject: `sweep ${number}` },
      orderBy: { id: "asc" },
    })
  ).map(({ action }) => action);

describe("a sweep", () => {
  test("tries each combination with a job and a run of its own, and says which was the best", async () => {
    const sweep = await create({
      launch: {
        command: [process.execPath, "--input-type=module", "-e", report],
        experimentId: jobs.experimentId,
        parameters: { fixed: "same" },
      },
      metric: { key: "loss", goal: "minimize" },
      maxParallel: 3,
    });
    expect(sweep).toMatchObject({ number: 1, status: "running", best: null });
    let most = 0;
    await vi.waitFor(async () => {
      await round();
      const { counts, status } = await getSweep(jobs.actor, sweep);
      most = Math.max(most, counts.queued + counts.running);
      await jobs.supervisor().round();
      expect(status).toBe("finished");
    }, WAIT);
    expect(most).toBe(3);
    const done = await getSweep(jobs.actor, sweep);
    expect(done).toMatchObject({
      counts: { total: 5, waiting: 0, succeeded: 5, failed: 0 },
      best: { index: 3, parameters: { x: 3 }, value: 0 },
      endedAt: expect.any(Number),
    });
    const best = await listTrials(jobs.actor, { number: 1, sort: "best", limit: 3 });
    expect(best.items.map(({ value }) => value)).toEqual([0, 1, 1]);
    const { items: rest } = await listTrials(jobs.actor, {
      number: 1,
      sort: "best",
      limit: 3,
      pageToken: best.nextPageToken,
    });
    expect(rest.map(({ value }) => value)).toEqual([4, 4]);
    const { tags } = await getRun(jobs.actor, done.best?.runUuid ?? "");
    for (const [key, value] of [
      ["mlflow.parentRunId", sweep.runUuid],
      ["slipway.sweep", "1"],
      ["slipway.parameter.x", "3"],
    ])
      expect(tags).toContainEqual({ key, value });
    expect(await jobs.runOf(sweep.runUuid)).toMatchObject({ status: 3, name: "rates" });
    expect(await actionsOf(1)).toEqual(["sweep.created", "sweep.ended"]);
    const { page } = await getRunTable(jobs.actor, jobs.experimentId, await loadRunTableParams({}));
    expect(page.items).toMatchObject([{ uuid: sweep.runUuid, childCount: 5 }]);
  });

  test("among others on a page has the best of its own trials, by its own metric", async () => {
    const measure = {
      launch: { command: ["true"], experimentId: jobs.experimentId },
      maxParallel: 5,
    };
    const goals = ["minimize", "maximize"] as const;
    for (const goal of goals) await create({ ...measure, metric: { key: "loss", goal } });
    await create(measure);
    await create({ ...measure, metric: { key: "other", goal: "minimize" } });
    await round();
    for (const number of [1, 2])
      for (const { index, runUuid } of await trialsOf(number))
        await logBatch(jobs.actor, {
          runUuid: runUuid ?? "",
          metrics: [{ key: "loss", value: (index - 2) ** 2 * number, timestamp: 1, step: 0 }],
          params: [],
          tags: [],
        });
    const { items } = await listSweeps(jobs.actor, { limit: 10 });
    expect(items.map(({ number, best }) => [number, best?.index, best?.value])).toEqual([
      [4, undefined, undefined],
      [3, undefined, undefined],
      [2, 5, 18],
      [1, 2, 0],
    ]);
  });

  test("has one job for each combination, and never more than it may at once, however many work at it", async () => {
    await create({
      maxParallel: 2,
      launch: { command: ["true"], experimentId: jobs.experimentId },
    });
    const countOpen = () =>
      db().job.count({ where: { status: { in: ["queued", "starting", "running"] } } });
    await vi.waitFor(async () => {
      await Promise.all(Array.from({ length: 4 }, round));
      expect(await countOpen()).toBeLessThanOrEqual(2);
      await jobs.supervisor().round();
      expect((await getSweep(jobs.actor, { number: 1 })).status).toBe("finished");
    }, WAIT);
    expect(await db().job.count()).toBe(5);
    const numbers = (await trialsOf(1)).map(({ job }) => job);
    expect(new Set(numbers).size).toBe(5);
  });

  test("that is stopped cancels what waits and runs, and queues no more", async () => {
    await create({ maxParallel: 2 });
    await round();
    await jobs.becomes(1, "running");
    expect(await stopSweep(jobs.actor, { number: 1 })).toMatchObject({ status: "stopped" });
    await expect(stopSweep(jobs.actor, { number: 1 })).rejects.toThrow("stopped already");
    await vi.waitFor(async () => {
      await jobs.supervisor().round();
      await round();
      expect((await getSweep(jobs.actor, { number: 1 })).endedAt).not.toBeNull();
    }, WAIT);
    const sweep = await getSweep(jobs.actor, { number: 1 });
    expect(sweep).toMatchObject({ status: "stopped", counts: { waiting: 3, cancelled: 2 } });
    expect(await jobs.runOf(sweep.runUuid)).toMatchObject({ status: 5 });
    expect(await actionsOf(1)).toEqual(["sweep.created", "sweep.stopped", "sweep.ended"]);
  });

  test("of somebody else is stopped by admins only", async () => {
    await create();
    const workspace = { id: jobs.actor.workspaceId, slug: jobs.actor.workspaceSlug };
    const other = await makeActor({ role: "contributor", workspace });
    await expect(stopSweep(other, { number: 1 })).rejects.toThrow("only");
    const admin = await makeActor({ role: "admin", workspace });
    expect(await stopSweep(admin, { number: 1 })).toMatchObject({ status: "stopped" });
  });

  test("of somebody who may launch no more is stopped, with the reason", async () => {
    await create();
    await db().membership.updateMany({ data: { role: "viewer" } });
    await round();
    await round();
    expect(await getSweep(jobs.actor, { number: 1 })).toMatchObject({
      status: "stopped",
      reason: expect.stringContaining("may not launch jobs"),
      counts: { waiting: 5 },
    });
    expect(await db().job.count()).toBe(0);
  });

  test("reads one version of a dataset in all of its jobs, which a key that comes again does not change", async () => {
    const upload = () =>
      uploadVersion(
        jobs.actor,
        { name: "sales", fileName: "sales.csv" },
        Readable.from([`amount\n${Math.random()}\n`]),
        undefined,
      );
    await upload();
    const launch = {
      command: ["true"],
      experimentId: jobs.experimentId,
      datasets: [{ dataset: "sales" }],
    };
    const asked = { launch, maxParallel: 1, idempotencyKey: "data" };
    const sweep = await create(asked);
    expect(sweep.launch.datasets).toMatchObject([{ version: 1 }]);
    await round();
    await upload();
    await db().dataset.updateMany({ data: { name: "other" } });
    expect(await create(asked)).toMatchObject({ number: sweep.number });
    const other = { ...launch, datasets: [{ dataset: "sales", version: 1 }] };
    await expect(create({ ...asked, launch: other })).rejects.toThrow("another one");
    await db().job.updateMany({ data: { status: "succeeded" } });
    await round();
    const specs = await db().job.findMany({ select: { spec: true } });
    expect(specs.map(({ spec }) => Object(spec).datasets[0].version)).toEqual([1, 1]);
  });

  test("says what keeps it from going on, and goes on when that is over", async () => {
    const workspace = { id: jobs.actor.workspaceId, slug: jobs.actor.workspaceSlug };
    const admin = await makeActor({ role: "admin", workspace });
    const [backend] = await listBackends(admin);
    const backendId = backend?.id ?? 0;
    await create();
    await reviseBackend(admin, { backendId, isEnabled: false });
    await round();
    expect((await getSweep(jobs.actor, { number: 1 })).trouble).toContain("switched off");
    await reviseBackend(admin, { backendId, isEnabled: true });
    await round();
    expect(await getSweep(jobs.actor, { number: 1 })).toMatchObject({
      trouble: null,
      counts: { queued: 2 },
    });
  });
});

describe("what makes no sweep", () => {
  test("is refused before anything is there", async () => {
    const launch = { command: ["true"], experimentId: jobs.experimentId };
    await expect(create({ space: { x: { min: 0, max: 1 } } })).rejects.toThrow("Draw at random");
    await expect(create({ launch: { ...launch, backend: "none" } })).rejects.toThrow("no compute");
    await expect(create({ launch: { ...launch, command: ["echo", "{{ y }}"] } })).rejects.toThrow(
      "{{ y }}",
    );
    const environment = { TEXT: "{{ text }}".repeat(30) };
    const space = { text: { values: ["x", "x".repeat(10_000), "y"] } };
    await expect(create({ launch: { ...launch, environment }, space })).rejects.toThrow("256 KiB");
    const data = { ...launch, datasets: [{ dataset: "none" }] };
    await expect(create({ launch: data })).rejects.toThrow("There is no dataset called “none”.");
    const code = { ...launch, source: { snapshot: "ab".repeat(32) } };
    await expect(create({ launch: code })).rejects.toThrow("no source snapshot");
    await expect(create({}, await makeActor({ role: "viewer" }))).rejects.toThrow("denied");
    expect(await db().sweep.count({ where: { workspaceId: jobs.actor.workspaceId } })).toBe(0);
    const { experimentId } = jobs;
    expect(await db().run.count({ where: { experimentId } })).toBe(0);
  });

  test("a key creates it once, and is refused for another", async () => {
    const first = await create({ idempotencyKey: "once" });
    expect(await create({ idempotencyKey: "once" })).toMatchObject({ number: first.number });
    await expect(create({ idempotencyKey: "once", name: "other" })).rejects.toThrow("another one");
    expect(await db().sweep.count({ where: { workspaceId: jobs.actor.workspaceId } })).toBe(1);
  });
});
