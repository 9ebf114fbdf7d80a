import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as after } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { env, settleEnv } from "@/lib/core/env";
import { db } from "@/lib/db/client";
import { pool } from "@/lib/db/pool";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { seededRandom } from "@/lib/testing/draws";
import { setUpMortals } from "@/lib/testing/mortals";
import { launchJob } from "../commands/launch";
import { exportLog } from "../queries/log";
import { launchInput } from "../schema/jobs";

setUpDatabase();
const start = setUpMortals("job-worker");

const JOBS = 200;
const KILLS = 20;
const PLACES = 16;
/** A worker lives until so many lines about jobs came to the audit, or fewer: on any machine the kills are spread over all of them. */
const LINES = 30;

interface Kind {
  /** What it does with the file that it has said in that it began; the file is $1. */
  script: string;
  limits?: { wallClockSeconds: number };
  maxAttempts?: number;
  wrote: string;
  printed: string;
  becomes: { status: string; attempt: number };
  runStatus: number;
}

const BEGAN = "echo began >> $1; echo printed;";
const FINE: Kind = {
  script: `${BEGAN} echo ended >> $1`,
  wrote: "began\nended\n",
  printed: "printed\n",
  becomes: { status: "succeeded", attempt: 1 },
  runStatus: 3,
};
const SLOW: Kind = { ...FINE, script: `${BEGAN} sleep 0.5; echo ended >> $1` };
const FAILS_ONCE: Kind = {
  script: `${BEGAN} [ $(wc -l < $1) -ge 2 ] || exit 3; echo ended >> $1`,
  maxAttempts: 3,
  wrote: "began\nbegan\nended\n",
  printed: "printed\n\n[Attempt 2]\nprinted\n",
  becomes: { status: "succeeded", attempt: 2 },
  runStatus: 3,
};
const FAILS: Kind = {
  script: `${BEGAN} exit 3`,
  maxAttempts: 2,
  wrote: "began\nbegan\n",
  printed: FAILS_ONCE.printed,
  becomes: { status: "failed", attempt: 2 },
  runStatus: 4,
};
const ENDLESS: Kind = {
  script: `${BEGAN} sleep 600; echo ended >> $1`,
  limits: { wallClockSeconds: 1 },
  wrote: "began\n",
  printed: "printed\n",
  becomes: { status: "failed", attempt: 1 },
  runStatus: 4,
};

/** Of twenty: what most jobs are, and some of each other kind. */
const KINDS: Readonly<Record<number, Kind>> = {
  1: SLOW,
  3: FAILS_ONCE,
  6: SLOW,
  9: FAILS_ONCE,
  12: FAILS,
  15: FAILS_ONCE,
  18: ENDLESS,
};
const kindOf = (index: number): Kind => KINDS[index % 20] ?? FINE;

const random = seededRandom(20_261_129);
let actor: Actor;
let folder: string;
const fileOf = (index: number) => join(folder, `${index}.txt`);

beforeAll(async () => {
  settleEnv({ LOCAL_JOBS: PLACES });
  folder = await mkdtemp(join(tmpdir(), "slipway-crash-"));
  actor = await makeActor({ role: "contributor" });
  const { workspaceId } = actor;
  const { id } = await db().experiment.findFirstOrThrow({ where: { workspaceId } });
  for (let index = 0; index < JOBS; index += 1) {
    const { script, limits, maxAttempts } = kindOf(index);
    await launchJob(
      actor,
      launchInput.parse({
        name: `job ${index}`,
        command: ["sh", "-c", script, "sh", fileOf(index)],
        experimentId: Number(id),
        ...(limits ? { limits } : {}),
        ...(maxAttempts ? { maxAttempts } : {}),
      }),
    );
  }
  await db().computeBackend.updateMany({ data: { maxJobs: PLACES } });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** How many are not over, and how many lines about jobs are in the audit. */
async function standing(): Promise<{ open: number; lines: number }> {
  const { rows } = await pool().query(
    `SELECT (SELECT count(*)::int FROM audit_events WHERE action LIKE 'job.%') AS lines, count(*)::int AS open
     FROM jobs WHERE ended_at IS NULL`,
  );
  return rows[0];
}

/** What waits to be tried again takes its time; the test does not. */
async function stillOpen(): Promise<number> {
  await db().job.updateMany({ where: { status: "queued" }, data: { dueAt: new Date(0) } });
  return (await standing()).open;
}

async function textOf(number: number): Promise<string> {
  const { chunks } = await exportLog(actor, { number });
  let text = "";
  for await (const chunk of chunks) text += chunk;
  return text;
}

/** Processes of this machine that were started with the data folder of this test for their home. */
async function running(): Promise<string[]> {
  const jobs = join(env().SLIPWAY_DATA, "jobs");
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const environments = await Promise.all(
    pids.map((pid) => readFile(`/proc/${pid}/environ`, "latin1").catch(() => "")),
  );
  return environments.filter((variables) => variables.includes(`HOME=${jobs}`));
}

test("workers that are killed at any instant are followed by others: every job runs as often as it should, says how it ended, and none runs on", async () => {
  let last = await standing();
  let kills = 0;
  for (; kills < KILLS && last.open > 0; kills += 1) {
    const until = last.lines + Math.floor(random() * LINES);
    const worker = await start("job-worker", { LOCAL_JOBS: String(PLACES) });
    let now = last;
    while (worker.isAlive() && now.lines < until && now.open > 0) {
      await after(50);
      now = await standing();
    }
    await after(random() * 50);
    await worker.kill();
    await stillOpen();
    last = await standing();
  }
  // Else the kills had come when all was over.
  expect(kills).toBe(KILLS);
  await start("job-worker", { LOCAL_JOBS: String(PLACES) });
  await expect.poll(stillOpen, { timeout: 600_000, interval: 200 }).toBe(0);

  const jobs = await db().job.findMany({ include: { run: true }, orderBy: { number: "asc" } });
  expect(jobs).toHaveLength(JOBS);
  for (const [index, { number, run, status, attempt }] of jobs.entries()) {
    const { wrote, printed, becomes, runStatus } = kindOf(index);
    expect({
      index,
      wrote: await readFile(fileOf(index), "utf8"),
      printed: await textOf(number),
      becomes: { status, attempt },
      runStatus: run.status,
    }).toEqual({ index, wrote, printed, becomes, runStatus });
  }
  expect(await db().apiToken.count({ where: { revokedAt: null } })).toBe(0);
  await expect.poll(running).toEqual([]);
}, 1_800_000);
