/** What the queue of jobs adds to a bare process, how fast jobs are claimed, and how late their lines are seen. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import type { Actor } from "@/lib/access/actor";
import { launchJob } from "@/lib/compute/commands/launch";
import { JobSupervisor } from "@/lib/compute/jobs/supervisor";
import { readLog } from "@/lib/compute/queries/log";
import { launchInput } from "@/lib/compute/schema/jobs";
import { claimJobs } from "@/lib/compute/sql/claim";
import { env, settleEnv } from "@/lib/core/env";
import { closeDatabase } from "@/lib/db/client";
import { closePool, inTransaction, pool } from "@/lib/db/pool";
import { EventHub } from "@/lib/events/listen";
import { compare, figures, type Measurement, measurement, report } from "./support/report";
import { makeBenchActor, makeBenchExperiment } from "./support/run-data";

const QUEUED = 1_000;
const WORKERS = 8;
const ROUNDS = 7;
const PRINTING = 10;
const SECONDS = 10;
const LATE_MS = 2_000;

interface Place {
  actor: Actor;
  experimentId: number;
}

async function makePlace(): Promise<Place> {
  const client = await pool().connect();
  const actor = await makeBenchActor(client);
  const experimentId = await makeBenchExperiment(client, actor);
  const { userId, workspaceId } = actor;
  await client.query("INSERT INTO users (id, email, name) VALUES ($1, $2, 'bench')", [
    userId,
    `${userId}@example.org`,
  ]);
  await client.query(
    "INSERT INTO memberships (user_id, workspace_id, role) VALUES ($1, $2, 'admin')",
    [userId, workspaceId],
  );
  await client.query("UPDATE compute_backends SET max_jobs = 100000");
  client.release();
  return { actor, experimentId };
}

const launch = ({ actor, experimentId }: Place, script: string) =>
  launchJob(
    actor,
    launchInput.parse({ name: "bench", command: [process.execPath, "-e", script], experimentId }),
  );

const HELLO = "console.log('hello')";

async function bareLine(): Promise<void> {
  const child = spawn(process.execPath, ["-e", HELLO], { cwd: env().SLIPWAY_DATA });
  await once(child.stdout, "data");
  if (child.exitCode === null) await once(child, "exit");
}

/** From asking for a job to its first line in the log that screens read. */
async function firstLine(place: Place): Promise<void> {
  const { number } = await launch(place, HELLO);
  for (;;) {
    const { parts } = await readLog(place.actor, { number, after: 0 });
    if (parts[0]?.text === "hello\n") return;
    await pause(5);
  }
}

async function measureFirstLine(place: Place): Promise<Measurement> {
  const supervisor = new JobSupervisor();
  supervisor.start();
  const found = await compare(() => firstLine(place), bareLine, 15);
  await supervisor.stop();
  const name = "from the queue to the first line of the log against a bare process";
  return measurement(name, found.ratio, 3, figures(found));
}

/** Queued jobs as launching makes them, and a bare table of as many rows. */
async function fill({ actor, experimentId }: Place): Promise<void> {
  await pool().query("DELETE FROM jobs");
  await pool().query(
    `INSERT INTO jobs (workspace_id, number, name, backend_id, experiment_id, run_id, spec, priority, requested_by_id)
     SELECT $1, n, 'bench', b.id, $2, (SELECT max(id) FROM runs WHERE workspace_id = $1), '{"command": ["true"]}', n % 5, $3
     FROM compute_backends b, generate_series(1, $4::int) AS n WHERE b.workspace_id = $1`,
    [actor.workspaceId, experimentId, actor.userId, QUEUED],
  );
  await pool().query("DROP TABLE IF EXISTS bare_jobs");
  await pool().query(
    "CREATE TABLE bare_jobs AS SELECT id, priority, status, attempt, submission_key FROM jobs",
  );
  await pool().query("CREATE INDEX ON bare_jobs (priority DESC, id) WHERE status = 'queued'");
  await pool().query("ANALYZE jobs, bare_jobs");
}

const BARE = `UPDATE bare_jobs SET status = 'starting', attempt = attempt + 1, submission_key = gen_random_uuid()::text
  WHERE id = (SELECT id FROM bare_jobs WHERE status = 'queued' ORDER BY priority DESC, id LIMIT 1 FOR UPDATE SKIP LOCKED)
  RETURNING id`;

async function claimBare(): Promise<number[]> {
  const { rows } = await inTransaction((tx) => tx.query<{ id: number }>(BARE));
  return rows.map(({ id }) => id);
}

const claimOurs = async (): Promise<number[]> =>
  (await claimJobs("local", 100_000)).map(({ id }) => id);

/** Throws when one is claimed twice or never. */
async function drain(claim: () => Promise<number[]>): Promise<void> {
  const claimed: number[] = [];
  const work = async () => {
    for (let ids = await claim(); ids.length > 0; ids = await claim()) claimed.push(...ids);
  };
  await Promise.all(Array.from({ length: WORKERS }, work));
  if (claimed.length !== QUEUED || new Set(claimed).size !== QUEUED)
    throw new Error(`${claimed.length} claims of ${new Set(claimed).size} jobs, not ${QUEUED}.`);
}

const RESET = "SET status = 'queued', attempt = 0, submission_key = NULL";

async function measureClaims(place: Place): Promise<Measurement> {
  await fill(place);
  const times: { ours: number[]; bare: number[] } = { ours: [], bare: [] };
  const time = async (claim: () => Promise<number[]>) => {
    await pool().query(`UPDATE jobs ${RESET}`);
    await pool().query(`UPDATE bare_jobs ${RESET}`);
    const started = performance.now();
    await drain(claim);
    return performance.now() - started;
  };
  for (let round = 0; round < ROUNDS; round += 1) {
    times.bare.push(await time(claimBare));
    times.ours.push(await time(claimOurs));
  }
  const [subject, yardstick] = [Math.min(...times.ours), Math.min(...times.bare)];
  await pool().query("DELETE FROM jobs");
  return measurement(
    `${QUEUED} queued jobs claimed by ${WORKERS} workers, none twice, against a bare loop with SKIP LOCKED`,
    subject / yardstick,
    2,
    figures({ subject, yardstick, ratio: 0 }),
  );
}

const PRINT = `let n = 0; const timer = setInterval(() => {
  for (let i = 0; i < 10; i += 1) console.log(Date.now());
  if ((n += 1) === ${SECONDS * 10}) clearInterval(timer); }, 100);`;

/** Reads a log as a screen does, when it is told of news, and notes how old each line is then. */
function follow({ actor }: Place, number: number, hub: EventHub) {
  const ages: number[] = [];
  const state = { next: 0, isBusy: false, isAsked: false };
  const read = async () => {
    state.isAsked = true;
    if (state.isBusy) return;
    state.isBusy = true;
    while (state.isAsked) {
      state.isAsked = false;
      const { parts, next, hasMore } = await readLog(actor, { number, after: state.next });
      const now = Date.now();
      for (const line of parts.flatMap(({ text }) => text.split("\n")))
        if (line !== "") ages.push(now - Number(line));
      state.next = next;
      state.isAsked ||= hasMore;
    }
    state.isBusy = false;
  };
  const stop = hub.subscribe(actor.workspaceId, ({ topics }) => {
    if (topics.includes(`job-log:${number}`)) void read();
  });
  return { ages, stop };
}

async function measureLines(place: Place): Promise<Measurement> {
  const supervisor = new JobSupervisor();
  const hub = new EventHub();
  await hub.start();
  supervisor.start();
  const jobs = await Promise.all(Array.from({ length: PRINTING }, () => launch(place, PRINT)));
  const followed = jobs.map(({ number }) => follow(place, number, hub));
  const expected = SECONDS * 100;
  const deadline = Date.now() + 60_000;
  while (followed.some(({ ages }) => ages.length < expected)) {
    if (Date.now() > deadline) throw new Error("Not every line was seen within a minute.");
    await pause(100);
  }
  for (const { stop } of followed) stop();
  await supervisor.stop();
  await hub.stop();
  const ages = followed.flatMap((one) => one.ages).sort((a, b) => a - b);
  const at = (share: number) => ages[Math.ceil(ages.length * share) - 1] ?? Number.NaN;
  return measurement(
    `${expected * PRINTING} lines of ${PRINTING} jobs in ${SECONDS} s: age of the last to be seen against 2 s`,
    at(1) / LATE_MS,
    1,
    { median: `${at(0.5)} ms`, p99: `${at(0.99)} ms`, oldest: `${at(1)} ms` },
  );
}

async function main(): Promise<void> {
  settleEnv({ LOCAL_JOBS: 16, SLIPWAY_SECRET: "the secret of a benchmark, long enough" });
  const place = await makePlace();
  const found = [await measureFirstLine(place), await measureLines(place)];
  found.push(await measureClaims(place));
  await report("jobs", found);
  await closeDatabase();
  await closePool();
}

await main();
