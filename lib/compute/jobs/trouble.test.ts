import { describe, expect, test } from "vitest";
import { settleEnv } from "@/lib/core/env";
import { db } from "@/lib/db/client";
import { makeActor } from "@/lib/testing/database";
import { setUpJobs } from "@/lib/testing/jobs";
import { LocalBackend } from "../adapters/local";
import { launchJob } from "../commands/launch";
import { runAgain } from "../commands/run-again";
import { getJob, listJobs } from "../queries/jobs";
import { launchInput } from "../schema/jobs";

const jobs = setUpJobs();
const { supervisor, launch, becomes, textOf, runOf } = jobs;

describe("a backend that fails", () => {
  const full = () =>
    Object.assign(new LocalBackend(jobs.folder), {
      submit: () => Promise.reject(Object.assign(new Error("/secret/path"), { code: "ENOSPC" })),
    });
  const later = (minutes: number) =>
    db().job.updateMany({
      data: { lookAt: null, troubleSince: new Date(Date.now() - minutes * 60_000) },
    });

  test("is asked less and less often, says why, and a job starts when it works again", async () => {
    const job = await launch(["true"]);
    await supervisor(full()).round();
    const troubled = await getJob(jobs.actor, job);
    expect(troubled).toMatchObject({ status: "starting", reason: null });
    expect(troubled.trouble).toBe(
      "Its backend failed: there is no space left on the disk (ENOSPC).",
    );
    await supervisor(full()).round();
    expect(await db().job.findFirst()).toMatchObject({ troubleCount: 1 });
    await db().job.updateMany({ data: { lookAt: null } });
    await supervisor(full()).round();
    const row = await db().job.findFirstOrThrow();
    expect(row.troubleCount).toBe(2);
    expect(Number(row.lookAt) - Date.now()).toBeGreaterThan(1_000);
    await later(1);
    await becomes(job.number, "succeeded");
    expect(await getJob(jobs.actor, job)).toMatchObject({ attempt: 1, trouble: null });
  });

  test("is given up after ten minutes, with the reason and with nothing left that could start", async () => {
    const job = await launch(["sh", "-c", "echo started"]);
    await supervisor(full()).round();
    await later(11);
    await supervisor(full()).round();
    expect(await getJob(jobs.actor, job)).toMatchObject({
      status: "failed",
      reason: expect.stringMatching(/^It could not be started for 11m.*no space left/),
    });
    await supervisor().round();
    expect(await textOf(job.number)).toBe("");
    expect(await runOf(job.runUuid)).toMatchObject({ status: 4 });
  });

  test("does not lose a job that runs, until that should have stopped long ago", async () => {
    const job = await launch(["sleep", "600"], { limits: { wallClockSeconds: 600 } });
    await becomes(job.number, "running");
    const away = Object.assign(new LocalBackend(jobs.folder), {
      observe: () => Promise.reject(Object.assign(new Error("x"), { code: "ECONNREFUSED" })),
    });
    await supervisor(away).round();
    await later(60);
    await supervisor(away).round();
    expect(await getJob(jobs.actor, job)).toMatchObject({
      status: "running",
      trouble: expect.stringContaining("the connection was refused"),
    });
    await db().job.updateMany({
      data: { lookAt: null, startedAt: new Date(Date.now() - 30 * 60_000) },
    });
    await supervisor(away).round();
    expect(await getJob(jobs.actor, job)).toMatchObject({
      status: "lost",
      reason: expect.stringContaining("Whether it runs there is not known."),
    });
    // It is cleared away when the backend is back.
    await supervisor().round();
    expect(await db().job.findFirst()).toMatchObject({ submissionKey: null });
  });
});

describe("launching", () => {
  test("again repeats what a job was, in the name of whoever asks", async () => {
    const asked = { environment: { EPOCHS: "3" }, priority: 4, maxAttempts: 2 };
    const job = await launch(["true"], asked);
    const workspace = { id: jobs.actor.workspaceId, slug: jobs.actor.workspaceSlug };
    const other = await makeActor({ role: "contributor", workspace });
    const again = await runAgain(other, job);
    expect(again).toMatchObject({
      ...asked,
      number: job.number + 1,
      name: "train",
      command: ["true"],
      experimentId: jobs.experimentId,
      againOf: job.number,
      requestedById: other.userId,
    });
    expect(again.runUuid).not.toBe(job.runUuid);
    const of = { limit: 10, runUuid: again.runUuid };
    expect((await listJobs(jobs.actor, of)).items).toMatchObject([{ number: again.number }]);
    await expect(launch(["true"], { againOf: 99 })).rejects.toThrow("no job 99");
  });

  test("with one key launches one job, however often and at once", async () => {
    const asked = { idempotencyKey: "nightly 7" };
    const all = await Promise.all([1, 2, 3].map(() => launch(["true"], asked)));
    expect(new Set(all.map(({ number }) => number)).size).toBe(1);
    await expect(launch(["false"], asked)).rejects.toThrow("another one");
    const runs = await db().run.count({ where: { workspaceId: jobs.actor.workspaceId } });
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
      experimentId: jobs.experimentId,
      environment: { MLFLOW_RUN_ID: "another" },
    });
    expect(parsed.success).toBe(false);
    const token = { ...jobs.actor, scopes: new Set(["compute:launch"] as const) };
    const input = launchInput.parse({
      name: "x",
      command: ["true"],
      experimentId: jobs.experimentId,
    });
    await expect(launchJob(token, input)).rejects.toThrow("tracking:write");
  });
});
