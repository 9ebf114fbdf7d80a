import "server-only";
import { setTimeout as pause } from "node:timers/promises";
import { env } from "@/lib/core/env";
import { log } from "@/lib/core/log";
import type { ComputeAdapter } from "../adapters/adapter";
import { adapterOf } from "../adapters/all";
import { claimJob, findActive, findLeft, type MovingJob, markForgotten } from "../sql/advance";
import { advance } from "./advance";

const BUSY_MS = 250;
const IDLE_MS = 1_000;

/** Kinds of backends, with how many jobs of all workspaces each takes at once. */
const placesOf = () => ({ local: env().LOCAL_JOBS });

/**
 * Gives jobs to their backends and follows them. It remembers nothing: what one does not finish the next one finds, in
 * the database and at the backend.
 */
export class JobSupervisor {
  private readonly stopping = new AbortController();
  private loop: Promise<void> = Promise.resolve();

  constructor(private readonly adapters: (kind: string) => ComputeAdapter | null = adapterOf) {}

  start(): void {
    this.loop = this.run();
  }

  /** Resolves when the work at hand is done. Jobs go on. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.loop;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      const active = await this.round().catch((error: unknown) => {
        log().warn({ err: error }, "the supervisor of jobs waits for the database");
        return 0;
      });
      const wait = active > 0 ? BUSY_MS : IDLE_MS;
      await pause(wait, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  /** Looks at every job once. Answers how many are going on. */
  async round(): Promise<number> {
    const reachable = Object.entries(placesOf()).flatMap(([kind, places]) => {
      const adapter = this.adapters(kind);
      return adapter ? [{ kind, places, adapter }] : [];
    });
    const kinds = reachable.map(({ kind }) => kind);
    if (kinds.length === 0) return 0;
    const adapters = new Map(reachable.map(({ kind, adapter }) => [kind, adapter]));
    const active = await findActive(kinds);
    await this.each(active, adapters, advance);
    await this.each(await findLeft(kinds), adapters, async (job, adapter) => {
      await adapter.forget(job.submissionKey);
      await markForgotten(job);
    });
    const claimed: MovingJob[] = [];
    for (const { kind, places } of reachable)
      for (let job = await claimJob(kind, places); job; job = await claimJob(kind, places))
        claimed.push(job);
    await this.each(claimed, adapters, advance);
    return active.length + claimed.length;
  }

  /** What one job's backend does wrong is nothing to the others. */
  private async each(
    jobs: readonly MovingJob[],
    adapters: ReadonlyMap<string, ComputeAdapter>,
    work: (job: MovingJob, adapter: ComputeAdapter) => Promise<void>,
  ): Promise<void> {
    await Promise.all(
      jobs.map(async (job) => {
        const adapter = adapters.get(job.kind);
        if (!adapter) return;
        await work(job, adapter).catch((error: unknown) =>
          log().warn({ err: error, job: job.number }, "a job is looked at again later"),
        );
      }),
    );
  }
}
