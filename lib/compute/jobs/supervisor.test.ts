import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { settleEnv } from "@/lib/core/env";
import { db } from "@/lib/db/client";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { setUpProgramDoor } from "@/lib/testing/program-door";
import type { ComputeAdapter } from "../adapters/adapter";
import { LocalBackend } from "../adapters/local";
import { cancelJob } from "../commands/cancel";
import { launchJob } from "../commands/launch";
import { getJob } from "../queries/jobs";
import { exportLog, readLog } from "../queries/log";
import { launchInput } from "../schema";
import { JobSupervisor } from "./supervisor";

setUpDatabase();
const door = setUpProgramDoor();

let folder: string;
let actor: Actor;
let experimentId: number;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "slipway-jobs-"));
  settleEnv({ LOCAL_JOBS: 8, PORT: Number(new URL(door.url).port) });
});
beforeEach(async () => {
  // Places are counted over all workspaces: every test begins with none taken.
  await db().job.deleteMany();
  actor = await makeActor({ role: "contributor" });
  const { id } = await db().experiment.findFirstOrThrow({
    where: { workspaceId: actor.workspaceId },
  });
  experimentId = Number(id);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** As after a restart: nothing is remembered. */
const supervisor = (adapter: ComputeAdapter = new LocalBackend(folder)) =>
  new JobSupervisor(() => adapter);

const launch = (command: readonly string[], more: Record<string, unknown> = {}) =>
  launchJob(actor, launchInput.parse({ name: "train", command, experimentId, ...more }));

const WAIT = { timeout: 60_000, interval: 50 };
const becomes = (number: number, status: string) =>
  vi.waitFor(async () => {
    await supervisor().round();
    expect(await getJob(actor, { number })).toMatchObject({ status });
  }, WAIT);
const textOf = async (number: number) => {
  const { chunks } = await exportLog(actor, { number });
  let text = "";
  for await (const chunk of chunks) text += chunk;
  return text;
};
const runOf = async (uuid: string) => db().run.findUniqueOrThrow({ where: { uuid } });
const actionsOf = async (number: number) =>
  (
    await db().auditEvent.findMany({
      where: { workspaceId: actor.workspaceId, subject: `job ${number}` },
      orderBy: { id: "asc" },
    })
  ).map(({ action }) => action);

describe("a job", () => {
  test("runs once, logs to its run with a token of its own, and ends with both", async () => {
    const script = `
      const { MLFLOW_TRACKING_URI: uri, MLFLOW_TRACKING_TOKEN: token, MLFLOW_RUN_ID: run_id } = process.env;
      const headers = { Authorization: "Bearer " + token, "Content-Type": "application/json" };
      const post = (path, body) => fetch(uri + path, { method: "POST", headers, body: JSON.stringify(body) });
      const metric = await post("/api/2.0/mlflow/runs/log-metric", { run_id, key: "loss", value: 0.5, timestamp: 1, step: 0 });
      const more = await post("/api/2.0/mlflow/registered-models/create", { name: "not allowed" });
      console.log(metric.status, more.status, process.env.SLIPWAY_JOB, process.env.MLFLOW_EXPERIMENT_ID);
      console.log(token);`;
    const job = await launch([process.execPath, "--input-type=module", "-e", script]);
    expect(job).toMatchObject({ number: 1, status: "queued", attempt: 0 });
    expect(await runOf(job.runUuid)).toMatchObject({ status: 2, name: "train" });
    await becomes(job.number, "running");
    expect(await runOf(job.runUuid)).toMatchObject({ status: 1 });
    await becomes(job.number, "succeeded");
    const [facts, token = ""] = (await textOf(job.number)).split("\n");
    expect(facts).toBe(`200 403 1 ${experimentId}`);
    const run = await runOf(job.runUuid);
    expect(run.status).toBe(3);
    expect(await db().metricSeries.count({ where: { runId: run.id } })).toBe(1);
    const read = await door.call("GET", `/api/2.0/mlflow/runs/get?run_id=${job.runUuid}`, {
      token,
    });
    expect(read.status).toBe(401);
    expect(await actionsOf(job.number)).toEqual(["job.launched", "job.started", "job.ended"]);
  });

  test("that fails is tried again, says which attempt printed what, and fails its run in the end", async () => {
    const job = await launch(["sh", "-c", "echo trying; exit 3"], { maxAttempts: 2 });
    await becomes(job.number, "running");
    await becomes(job.number, "queued");
    expect(await getJob(actor, job)).toMatchObject({
      reason: "The command ended with exit code 3.",
      attempt: 1,
    });
    await db().job.updateMany({ data: { dueAt: new Date(0) } });
    await becomes(job.number, "failed");
    expect(await getJob(actor, job)).toMatchObject({ attempt: 2, exitCode: 3 });
    expect(await textOf(job.number)).toBe("trying\n\n[Attempt 2]\ntrying\n");
    expect(await readLog(actor, { number: job.number, after: 0 })).toMatchObject({
      parts: [
        { attempt: 1, text: "trying\n" },
        { attempt: 2, text: "trying\n" },
      ],
      isOver: true,
    });
    expect(await runOf(job.runUuid)).toMatchObject({ status: 4 });
  });

  test("is stopped when it takes longer than it may", async () => {
    const job = await launch(["sleep", "600"], { limits: { wallClockSeconds: 1 } });
    await becomes(job.number, "failed");
    expect((await getJob(actor, job)).reason).toBe("It ran longer than its limit of 1.0 s.");
  });

  test("leaves a run alone that it has ended itself", async () => {
    const job = await launch(["sh", "-c", "exit 1"]);
    await db().run.update({ where: { uuid: job.runUuid }, data: { status: 3 } });
    await becomes(job.number, "failed");
    expect(await runOf(job.runUuid)).toMatchObject({ status: 3 });
  });
});

describe("cancelling", () => {
  test("ends a job that waits at once, and one that runs when it has stopped", async () => {
    const running = await launch(["sleep", "600"]);
    await becomes(running.number, "running");
    const waiting = await launch(["sleep", "600"]);
    expect(await cancelJob(actor, waiting)).toMatchObject({ status: "cancelled" });
    expect(await runOf(waiting.runUuid)).toMatchObject({ status: 5 });
    expect(await cancelJob(actor, running)).toMatchObject({ status: "running" });
    await becomes(running.number, "cancelled");
    expect(await runOf(running.runUuid)).toMatchObject({ status: 5 });
    await expect(cancelJob(actor, running)).rejects.toThrow("has ended already");
  });

  test("of somebody else's job is for admins", async () => {
    const job = await launch(["true"]);
    const workspace = { id: actor.workspaceId, slug: actor.workspaceSlug };
    const other = await makeActor({ role: "contributor", workspace });
    await expect(cancelJob(other, job)).rejects.toThrow("only");
    const admin = await makeActor({ role: "admin", workspace });
    expect(await cancelJob(admin, job)).toMatchObject({ status: "cancelled" });
  });

  test("between the claim and the start leaves nothing that could still start", async () => {
    const broken: ComputeAdapter = Object.assign(new LocalBackend(folder), {
      submit: () => Promise.reject(new Error("the process died here")),
    });
    const job = await launch(["sh", "-c", "echo started"]);
    await supervisor(broken).round();
    expect(await getJob(actor, job)).toMatchObject({ status: "starting" });
    await cancelJob(actor, job);
    await becomes(job.number, "cancelled");
    expect(await textOf(job.number)).toBe("");
  });
});

describe("supervisors", () => {
  test("that work at once submit a job once", async () => {
    const jobs = [];
    for (let index = 0; index < 4; index += 1)
      jobs.push(await launch(["sh", "-c", "echo started"]));
    await db().computeBackend.updateMany({ data: { maxJobs: 8 } });
    await Promise.all(Array.from({ length: 6 }, () => supervisor().round()));
    for (const { number } of jobs) {
      await becomes(number, "succeeded");
      expect(await textOf(number)).toBe("started\n");
      expect(await getJob(actor, { number })).toMatchObject({ attempt: 1 });
    }
  });

  test("that die at a submit are followed by one that finds what they did", async () => {
    const local = new LocalBackend(folder);
    const dying: ComputeAdapter = Object.assign(new LocalBackend(folder), {
      submit: async (given: Parameters<ComputeAdapter["submit"]>[0]) => {
        await local.submit(given);
        throw new Error("the process died here");
      },
    });
    const job = await launch(["sh", "-c", "echo started; echo $MLFLOW_TRACKING_TOKEN"]);
    await supervisor(dying).round();
    expect(await getJob(actor, job)).toMatchObject({ status: "starting" });
    await becomes(job.number, "succeeded");
    expect(await textOf(job.number)).toMatch(/^started\nslw_\S+\n$/);
    expect(await db().apiToken.count({ where: { workspaceId: actor.workspaceId } })).toBe(1);
  });

  test("that die anywhere between two steps run each job once, and lose nothing it printed", async () => {
    await db().computeBackend.updateMany({ data: { maxJobs: 8 } });
    const jobs = [];
    for (let index = 0; index < 12; index += 1)
      jobs.push(await launch(["sh", "-c", `echo started ${index}; echo ended ${index}`]));
    let dice = 7;
    const isUnlucky = () => {
      dice = (dice * 1_103_515_245 + 12_345) % 2 ** 31;
      return dice / 2 ** 31 < 0.3;
    };
    /** Fails before or after what it is asked to do, as a process that dies there. */
    const dying = () => {
      const local = new LocalBackend(folder);
      const die =
        <Given extends unknown[], Answer>(step: (...given: Given) => Promise<Answer>) =>
        async (...given: Given) => {
          if (isUnlucky()) throw new Error("died before");
          const answer = await step.apply(local, given);
          if (isUnlucky()) throw new Error("died after");
          return answer;
        };
      return supervisor({
        submit: die(local.submit),
        observe: die(local.observe),
        readLog: die(local.readLog),
        stop: die(local.stop),
        forget: die(local.forget),
        ignoreLog: die(local.ignoreLog),
        check: die(local.check),
      });
    };
    await vi.waitFor(async () => {
      await Promise.all([dying().round(), dying().round()]);
      expect(await db().job.count({ where: { status: { not: "succeeded" } } })).toBe(0);
    }, WAIT);
    for (const [index, { number }] of jobs.entries()) {
      expect(await getJob(actor, { number })).toMatchObject({ attempt: 1, exitCode: 0 });
      expect(await textOf(number)).toBe(`started ${index}\nended ${index}\n`);
    }
  });

  test("keep to what a backend and the machine run at once, and let priority go first", async () => {
    const first = await launch(["sleep", "600"]);
    const second = await launch(["sleep", "600"]);
    const urgent = await launch(["sleep", "600"], { priority: 5 });
    await supervisor().round();
    const statuses = async () =>
      Promise.all([first, second, urgent].map(async (job) => (await getJob(actor, job)).status));
    expect(await statuses()).toEqual(["running", "queued", "running"]);
    for (const job of [first, second, urgent]) await cancelJob(actor, job);
    for (const job of [first, urgent]) await becomes(job.number, "cancelled");
  });

  test("say that a job is lost when its backend does not know it", async () => {
    const job = await launch(["sleep", "600"]);
    await becomes(job.number, "running");
    const empty = await mkdtemp(join(folder, "another-"));
    await supervisor(new LocalBackend(empty)).round();
    expect(await getJob(actor, job)).toMatchObject({ status: "lost" });
    expect(await runOf(job.runUuid)).toMatchObject({ status: 4 });
    // What still runs where it was is ended there.
    await supervisor().round();
  });

  test("start nothing for somebody who has left", async () => {
    const job = await launch(["sh", "-c", "echo started"]);
    await db().membership.deleteMany({ where: { userId: actor.userId } });
    await supervisor().round();
    const row = await db().job.findFirstOrThrow({ where: { workspaceId: actor.workspaceId } });
    expect(row).toMatchObject({ number: job.number, status: "failed" });
    expect(row.reason).toContain("may not launch jobs");
  });
});

describe("launching", () => {
  test("with one key launches one job, however often and at once", async () => {
    const asked = { idempotencyKey: "nightly 7" };
    const jobs = await Promise.all([1, 2, 3].map(() => launch(["true"], asked)));
    expect(new Set(jobs.map(({ number }) => number)).size).toBe(1);
    await expect(launch(["false"], asked)).rejects.toThrow("another one");
    const runs = await db().run.count({ where: { workspaceId: actor.workspaceId } });
    expect(runs).toBe(1);
  });

  test("needs a backend that is there, on, and allowed by the operator", async () => {
    await expect(launch(["true"], { backend: "moon" })).rejects.toThrow("no compute backend");
    await db().computeBackend.updateMany({ data: { isEnabled: false } });
    await expect(launch(["true"])).rejects.toThrow("switched off");
    await db().computeBackend.updateMany({ data: { isEnabled: true } });
    settleEnv({ LOCAL_JOBS: 0 });
    await expect(launch(["true"])).rejects.toThrow("LOCAL_JOBS");
    settleEnv({ LOCAL_JOBS: 8 });
  });

  test("refuses variables that Slipway sets, and a token that may not write runs", async () => {
    const parsed = launchInput.safeParse({
      name: "x",
      command: ["true"],
      experimentId,
      environment: { MLFLOW_RUN_ID: "another" },
    });
    expect(parsed.success).toBe(false);
    const token = { ...actor, scopes: new Set(["compute:launch"] as const) };
    const input = launchInput.parse({ name: "x", command: ["true"], experimentId });
    await expect(launchJob(token, input)).rejects.toThrow("tracking:write");
  });
});
