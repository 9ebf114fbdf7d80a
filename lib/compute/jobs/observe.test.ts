import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtemp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { db } from "@/lib/db/client";
import { makeActor } from "@/lib/testing/database";
import { setUpJobs, JOBS_WAIT as WAIT } from "@/lib/testing/jobs";
import { cancelJob } from "../commands/cancel";
import { toShown } from "../dto/jobs";
import { getJob } from "../queries/jobs";
import { getLockText, getProvenance, getUsage } from "../queries/provenance";

const jobs = setUpJobs();
const { supervisor, launch, becomes } = jobs;

const REQUIREMENTS = "numpy==2.3.1\n";

async function makeRepository(): Promise<string> {
  const folder = await mkdtemp(join(jobs.folder, "repository-"));
  const git = (...args: string[]) => execFileSync("git", ["-C", folder, ...args]);
  git("init", "-q");
  await writeFile(join(folder, "requirements.txt"), REQUIREMENTS);
  git("add", ".");
  git("-c", "user.name=Ada", "-c", "user.email=ada@example.org", "commit", "-q", "-m", "Pin");
  return `file://${folder}`;
}

test("what a job ran on and with is kept, its source's lock file with its text", async () => {
  const source = { url: await makeRepository() };
  const job = await launch(["node", "-e", "0"], { source, environment: { SEED: "7" } });
  expect(await getProvenance(jobs.actor, job)).toMatchObject({ attempt: null, locks: [] });
  await becomes(job.number, "succeeded");
  const found = await getProvenance(jobs.actor, job);
  const sha256 = createHash("sha256").update(REQUIREMENTS).digest("hex");
  expect(found.locks).toEqual([{ path: "requirements.txt", sha256, text: REQUIREMENTS }]);
  expect(toShown(found).locks).toEqual([{ path: "requirements.txt", hasText: true }]);
  const textOf = (path: string) => getLockText(jobs.actor, { number: job.number, path });
  expect(await textOf("requirements.txt")).toEqual({ text: REQUIREMENTS });
  expect(await textOf("uv.lock")).toEqual({ text: null });
  const factOf = (name: string) => found.rows.find((row) => row.name === name)?.value;
  expect(factOf("Interpreter")).toBe(process.version);
  expect(factOf("System")).toMatch(/^Linux /);
  expect(factOf("requirements.txt")).toBe(`SHA-256 ${sha256}`);
  expect(factOf("SEED")).toBe("7");
  const unpinned = ["Data: the command reads what it finds. No dataset version was declared."];
  expect(found).toMatchObject({ attempt: 1, unpinned });
  expect((await getJob(jobs.actor, job)).unpinned).toEqual(unpinned);
});

test("an interpreter that is asked for its version sees nothing of this server", async () => {
  vi.stubEnv("A_SECRET_OF_THE_SERVER", "canary");
  const place = join(await mkdtemp(join(jobs.folder, "bin-")), "python3");
  await writeFile(place, '#!/bin/sh\necho "saw <$A_SECRET_OF_THE_SERVER>"\n', {
    mode: 0o755,
  });
  const job = await launch([place, "train.py"]);
  await becomes(job.number, "succeeded");
  const { rows } = await getProvenance(jobs.actor, job);
  expect(rows.find(({ name }) => name === "Interpreter")?.value).toBe("saw <>");
});

test("CPU and memory of all its processes are measured while it runs", async () => {
  const busy = "const held = Buffer.alloc(64 * 2 ** 20, 1); for (;;) held[0] += 1";
  const job = await launch(["sh", "-c", `node -e "${busy}" & node -e "${busy}" & wait`]);
  const points = await vi.waitFor(async () => {
    await supervisor().round();
    const usage = await getUsage(jobs.actor, job);
    expect(usage.points.length).toBeGreaterThan(2);
    return usage.points;
  }, WAIT);
  expect(points.at(-1)?.cores).toBeGreaterThan(0.1);
  expect(points.at(-1)?.memoryBytes).toBeGreaterThan(128 * 2 ** 20);
  expect(points.at(-1)?.processes).toBeGreaterThan(2);
  expect(new Set(points.map(({ second }) => second)).size).toBe(points.length);
  await cancelJob(jobs.actor, job);
  await becomes(job.number, "cancelled");
  expect(await getUsage(jobs.actor, job)).toMatchObject({ isMeasured: true, isOver: true });
});

test("older measurements are thinned when a job runs long", async () => {
  const job = await launch(["sleep", "600"]);
  await becomes(job.number, "running");
  const { id, workspaceId } = await db().job.findFirstOrThrow({
    where: { number: job.number },
  });
  const rows = Array.from({ length: 1_000 }, (_, second) => ({ second }));
  await db().jobUsage.deleteMany();
  await db().jobUsage.createMany({
    data: rows.map(({ second }) => ({
      ...{ jobId: id, workspaceId, attempt: 1, second },
      ...{ cpuMillis: second, memoryBytes: 1, processes: 1 },
    })),
  });
  await db().job.update({ where: { id }, data: { startedAt: new Date(Date.now() - 1_000_500) } });
  await supervisor().round();
  const { points } = await getUsage(jobs.actor, job);
  expect(points).toHaveLength(501);
  expect(points.slice(0, 3).map(({ second }) => second)).toEqual([0, 2, 4]);
  await cancelJob(jobs.actor, job);
  await becomes(job.number, "cancelled");
});

test("another workspace sees nothing of it", async () => {
  const job = await launch(["true"]);
  const stranger = await makeActor({ role: "admin" });
  await expect(getProvenance(stranger, job)).rejects.toThrow("There is no job");
  await expect(getUsage(stranger, job)).rejects.toThrow("There is no job");
});
