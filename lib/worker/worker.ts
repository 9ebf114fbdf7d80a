import "server-only";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { JobSupervisor } from "@/lib/compute/jobs/supervisor";
import { env } from "@/lib/core/env";
import { log } from "@/lib/core/log";
import { RolloutRunner } from "@/lib/deployments/jobs/rollout-runner";
import { readRevisionDrift } from "@/lib/monitors/jobs/revision-drift";
import { ScheduleRunner } from "@/lib/pipelines/jobs/schedule-runner";
import { QueueConsumer } from "@/lib/queue/consumer";
import { SweepRunner } from "@/lib/sweeps/jobs/sweep-runner";
import { CHORES, type Chore } from "./chores";
import { HANDLERS, OUTBOUND_HANDLERS } from "./handlers";

const LEADER_LOCK = 4_711_003;
const TICK_MS = 1_000;

/**
 * Background work. Every replica takes from the queue. What comes again and again is done by one of them, the leader:
 * the one that holds an advisory lock on a connection of its own, so that leadership ends with the process or with its
 * connection.
 */
export class Worker {
  private readonly stopping = new AbortController();
  private readonly due = new Map<string, number>();
  private client: pg.Client | null = null;
  private readonly queues = [new QueueConsumer(HANDLERS), new QueueConsumer(OUTBOUND_HANDLERS, 16)];
  private readonly jobs = new JobSupervisor();
  private readonly sweeps = new SweepRunner();
  private readonly rollouts = new RolloutRunner(readRevisionDrift);
  private readonly schedules = new ScheduleRunner();
  private loop: Promise<void> = Promise.resolve();

  start(): void {
    this.jobs.start();
    this.sweeps.start();
    this.rollouts.start();
    this.schedules.start();
    for (const queue of this.queues) queue.start();
    this.loop = this.run();
  }

  /** Resolves when the work at hand is done. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await Promise.all([
      this.loop,
      this.jobs.stop(),
      this.sweeps.stop(),
      this.rollouts.stop(),
      this.schedules.stop(),
      ...this.queues.map((queue) => queue.stop()),
    ]);
    await this.client?.end().catch(() => undefined);
  }

  private async run(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      try {
        if (await this.leads()) await this.doChores();
      } catch (error) {
        log().warn({ err: error }, "the worker waits for the database");
      }
      await pause(TICK_MS, undefined, { signal: this.stopping.signal, ref: false }).catch(
        () => undefined,
      );
    }
  }

  private async leads(): Promise<boolean> {
    if (!this.client) {
      const client = new pg.Client({
        connectionString: env().DATABASE_URL,
        connectionTimeoutMillis: 5_000,
        keepAlive: true,
        application_name: "slipway worker",
      });
      client.on("error", () => undefined);
      client.once("end", () => {
        this.client = null;
      });
      await client.connect();
      this.client = client;
    }
    const { rows } = await this.client.query(
      `SELECT EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND objid::bigint = $1::bigint AND pid = pg_backend_pid())
         OR pg_try_advisory_lock($1::bigint) AS leads`,
      [LEADER_LOCK],
    );
    return rows[0]?.leads === true;
  }

  private async doChores(): Promise<void> {
    for (const chore of CHORES) {
      if (this.stopping.signal.aborted) return;
      if ((this.due.get(chore.name) ?? 0) > Date.now()) continue;
      this.due.set(chore.name, Date.now() + chore.everyMs);
      await this.doChore(chore);
    }
  }

  private async doChore({ name, run, isRoutine = false }: Chore): Promise<void> {
    try {
      const done = await run();
      if (done > 0 && !isRoutine) log().info({ chore: name, done }, "the worker tidied up");
    } catch (error) {
      log().error({ err: error, chore: name }, "a chore failed; it is tried again later");
    }
  }
}
