import { execFileSync } from "node:child_process";
import { mkdtemp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { db } from "@/lib/db/client";
import { getRun } from "@/lib/runs/queries/get-run";
import { makeActor } from "@/lib/testing/database";
import { setUpJobs, JOBS_WAIT as WAIT } from "@/lib/testing/jobs";
import type { ComputeAdapter } from "../adapters/adapter";
import { LocalBackend } from "../adapters/local";
import { cancelJob } from "../commands/cancel";
import { launchJob } from "../commands/launch";
import { runAgain } from "../commands/run-again";
import { getJob } from "../queries/jobs";
import { readLog } from "../queries/log";
import { launchInput } from "../schema/jobs";

const jobs = setUpJobs();
const { supervisor, launch, becomes, textOf, runOf, actionsOf, forgetTrouble } = jobs;

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
    expect(facts).toBe(`200 403 1 ${jobs.experimentId}`);
    const run = await runOf(job.runUuid);
    expect(run.status).toBe(3);
    expect(await db().metricSeries.count({ where: { runId: run.id } })).toBe(1);
    const read = await jobs.door.call("GET", `/api/2.0/mlflow/runs/get?run_id=${job.runUuid}`, {
      token,
    });
    expect(read.status).toBe(401);
    expect(await actionsOf(job.number)).toEqual([
      "job.launched",
      "job.started",
      "job.described",
      "job.ended",
    ]);
  });

  test("that fails is tried again, says which attempt printed what, and fails its run in the end", async () => {
    const job = await launch(["sh", "-c", "echo trying; exit 3"], { maxAttempts: 2 });
    await becomes(job.number, "running");
    await becomes(job.number, "queued");
    expect(await getJob(jobs.actor, job)).toMatchObject({
      reason: "The command ended with exit code 3.",
      attempt: 1,
    });
    await db().job.updateMany({ data: { dueAt: new Date(0) } });
    await becomes(job.number, "failed");
    expect(await getJob(jobs.actor, job)).toMatchObject({ attempt: 2, exitCode: 3 });
    expect(await textOf(job.number)).toBe("trying\n\n[Attempt 2]\ntrying\n");
    expect(await readLog(jobs.actor, { number: job.number, after: 0 })).toMatchObject({
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
    expect((await getJob(jobs.actor, job)).reason).toBe("It ran longer than its limit of 1.0 s.");
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
    expect(await cancelJob(jobs.actor, waiting)).toMatchObject({ status: "cancelled" });
    expect(await runOf(waiting.runUuid)).toMatchObject({ status: 5 });
    expect(await cancelJob(jobs.actor, running)).toMatchObject({ status: "running" });
    await becomes(running.number, "cancelled");
    expect(await runOf(running.runUuid)).toMatchObject({ status: 5 });
    await expect(cancelJob(jobs.actor, running)).rejects.toThrow("has ended already");
  });

  test("of somebody else's job is for admins", async () => {
    const job = await launch(["true"]);
    const workspace = { id: jobs.actor.workspaceId, slug: jobs.actor.workspaceSlug };
    const other = await makeActor({ role: "contributor", workspace });
    await expect(cancelJob(other, job)).rejects.toThrow("only");
    const admin = await makeActor({ role: "admin", workspace });
    expect(await cancelJob(admin, job)).toMatchObject({ status: "cancelled" });
  });

  test("between the claim and the start leaves nothing that could still start", async () => {
    const broken: ComputeAdapter = Object.assign(new LocalBackend(jobs.folder), {
      submit: () => Promise.reject(new Error("the process died here")),
    });
    const job = await launch(["sh", "-c", "echo started"]);
    await supervisor(broken).round();
    expect(await getJob(jobs.actor, job)).toMatchObject({ status: "starting" });
    await cancelJob(jobs.actor, job);
    await becomes(job.number, "cancelled");
    expect(await textOf(job.number)).toBe("");
  });
});

describe("a source", () => {
  test("is fetched, pinned to its commit for every attempt, and told to the run", async () => {
    const repository = await mkdtemp(join(jobs.folder, "git-"));
    const git = (...given: string[]) =>
      execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@example.org", ...given], {
        cwd: repository,
        encoding: "utf8",
      }).trim();
    git("init", "-q", "-b", "main");
    const commit = async (text: string) => {
      await writeFile(join(repository, "train.sh"), text);
      git("add", ".");
      git("commit", "-q", "-m", text);
      return git("rev-parse", "HEAD");
    };
    const first = await commit("echo first");
    const source = { url: `file://${repository}`, ref: "main" };
    const job = await launch(["sh", "train.sh"], { source });
    expect(job.unpinned[0]).toContain("is no commit");
    await becomes(job.number, "succeeded");
    expect(await textOf(job.number)).toBe(`Slipway fetched commit ${first}\nfirst\n`);
    const done = await getJob(jobs.actor, job);
    expect(done.sourceCommit).toBe(first);
    const { tags } = await getRun(jobs.actor, job.runUuid);
    expect(tags).toContainEqual({ key: "mlflow.source.git.commit", value: first });
    await commit("echo second");
    const again = await runAgain(jobs.actor, job);
    await becomes(again.number, "succeeded");
    expect(await textOf(again.number)).toBe(`Slipway fetched commit ${first}\nfirst\n`);
  });

  test("that is not there ends the job before its command begins", async () => {
    const source = { url: "file:///no/such/repository", ref: "main" };
    const job = await launch(["echo", "began"], { source });
    await becomes(job.number, "failed");
    expect(await textOf(job.number)).toContain("The source could not be fetched.");
    expect(await textOf(job.number)).not.toContain("began");
  });
});

describe("supervisors", () => {
  test("that work at once submit a job once", async () => {
    const all = [];
    for (let index = 0; index < 4; index += 1) all.push(await launch(["sh", "-c", "echo started"]));
    await db().computeBackend.updateMany({ data: { maxJobs: 8 } });
    await Promise.all(Array.from({ length: 6 }, () => supervisor().round()));
    for (const { number } of all) {
      await becomes(number, "succeeded");
      expect(await textOf(number)).toBe("started\n");
      expect(await getJob(jobs.actor, { number })).toMatchObject({ attempt: 1 });
    }
  });

  test("that die at a submit are followed by one that finds what they did", async () => {
    const local = new LocalBackend(jobs.folder);
    const dying: ComputeAdapter = Object.assign(new LocalBackend(jobs.folder), {
      submit: async (given: Parameters<ComputeAdapter["submit"]>[0]) => {
        await local.submit(given);
        throw new Error("the process died here");
      },
    });
    const job = await launch(["sh", "-c", "echo started; echo $MLFLOW_TRACKING_TOKEN"]);
    await supervisor(dying).round();
    expect(await getJob(jobs.actor, job)).toMatchObject({ status: "starting" });
    await forgetTrouble();
    await becomes(job.number, "succeeded");
    expect(await textOf(job.number)).toMatch(/^started\nslw_\S+\n$/);
    expect(await db().apiToken.count({ where: { workspaceId: jobs.actor.workspaceId } })).toBe(1);
  });

  test("that die anywhere between two steps run each job once, and lose nothing it printed", async () => {
    await db().computeBackend.updateMany({ data: { maxJobs: 8 } });
    const all = [];
    for (let index = 0; index < 12; index += 1)
      all.push(await launch(["sh", "-c", `echo started ${index}; echo ended ${index}`]));
    let dice = 7;
    const isUnlucky = () => {
      dice = (dice * 1_103_515_245 + 12_345) % 2 ** 31;
      return dice / 2 ** 31 < 0.3;
    };
    /** Fails before or after what it is asked to do, as a process that dies there. */
    const dying = () => {
      const local = new LocalBackend(jobs.folder);
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
        describe: die(local.describe),
        measure: die(local.measure),
        pauseMs: () => 0,
      });
    };
    await vi.waitFor(async () => {
      await Promise.all([dying().round(), dying().round()]);
      await forgetTrouble();
      expect(await db().job.count({ where: { status: { not: "succeeded" } } })).toBe(0);
    }, WAIT);
    for (const [index, { number }] of all.entries()) {
      expect(await getJob(jobs.actor, { number })).toMatchObject({ attempt: 1, exitCode: 0 });
      expect(await textOf(number)).toBe(`started ${index}\nended ${index}\n`);
    }
  });

  test("keep to what a backend and the machine run at once, and let priority go first", async () => {
    const first = await launch(["sleep", "600"]);
    const second = await launch(["sleep", "600"]);
    const urgent = await launch(["sleep", "600"], { priority: 5 });
    await supervisor().round();
    const statuses = async () =>
      Promise.all(
        [first, second, urgent].map(async (job) => (await getJob(jobs.actor, job)).status),
      );
    expect(await statuses()).toEqual(["running", "queued", "running"]);
    for (const job of [first, second, urgent]) await cancelJob(jobs.actor, job);
    for (const job of [first, urgent]) await becomes(job.number, "cancelled");
  });

  test("give one person no more places than the workspace says, and the next in turn those", async () => {
    await db().computeBackend.updateMany({ data: { maxJobs: 3, maxJobsPerUser: 1 } });
    const workspace = { id: jobs.actor.workspaceId, slug: jobs.actor.workspaceSlug };
    const other = await makeActor({ role: "contributor", workspace });
    const mine = [await launch(["sleep", "600"]), await launch(["sleep", "600"])];
    const input = launchInput.parse({
      name: "train",
      command: ["sleep", "600"],
      experimentId: jobs.experimentId,
    });
    const theirs = await launchJob(other, input);
    await supervisor().round();
    const statuses = await Promise.all(
      [...mine, theirs].map(async (job) => (await getJob(jobs.actor, job)).status),
    );
    expect(statuses).toEqual(["running", "queued", "running"]);
    for (const job of mine) await cancelJob(jobs.actor, job);
    await cancelJob(other, theirs);
    await becomes(theirs.number, "cancelled");
    await db().computeBackend.updateMany({ data: { maxJobsPerUser: null } });
  });

  test("say that a job is lost when its backend does not know it", async () => {
    const job = await launch(["sleep", "600"]);
    await becomes(job.number, "running");
    const empty = await mkdtemp(join(jobs.folder, "another-"));
    await supervisor(new LocalBackend(empty)).round();
    expect(await getJob(jobs.actor, job)).toMatchObject({ status: "lost" });
    expect(await runOf(job.runUuid)).toMatchObject({ status: 4 });
    // What still runs where it was is ended there.
    await supervisor().round();
  });

  test("start nothing for somebody who has left", async () => {
    const job = await launch(["sh", "-c", "echo started"]);
    await db().membership.deleteMany({ where: { userId: jobs.actor.userId } });
    await supervisor().round();
    const row = await db().job.findFirstOrThrow({ where: { workspaceId: jobs.actor.workspaceId } });
    expect(row).toMatchObject({ number: job.number, status: "failed" });
    expect(row.reason).toContain("may not launch jobs");
  });
});
