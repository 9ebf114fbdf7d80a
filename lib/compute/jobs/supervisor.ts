import "server-only";
import { env } from "@/lib/core/env";
import { log } from "@/lib/core/log";
import type { ComputeAdapter } from "../adapters/adapter";
import { adapterOf, type BackendPlace } from "../adapters/all";
import { findActive, findLeft, type MovingJob, markForgotten } from "../sql/advance";
import { claimJobs } from "../sql/claim";
import { advance } from "./advance";
import { meetTrouble } from "./trouble";
import { untilLaunch } from "./wake";

/** What has just begun prints its first lines soon; then it is looked at less and less often. */
const FIRST_MS = 20;
const BUSY_MS = 250;
const IDLE_MS = 1_000;
/** On clusters of all workspaces together; each is bounded by its own backend. */
const CLUSTER_PLACES = 1_000;

/** Kinds of backends, with how many jobs of all workspaces each takes at once. */
function placesOf(): [kind: string, places: number][] {
  const { LOCAL_JOBS } = env();
  return [
    ...(LOCAL_JOBS > 0 ? [["local", LOCAL_JOBS] as [string, number]] : []),
    ["ray", CLUSTER_PLACES],
  ];
}

/**
 * Gives jobs to their backends and follows them. It remembers nothing: what one does not finish the next one finds, in
 * the database and at the backend.
 */
export class JobSupervisor {
  private readonly stopping = new AbortController();
  private loops: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly adapters: (backend: BackendPlace) => ComputeAdapter | null = adapterOf,
  ) {}

  /** Each kind has a loop of its own: a cluster that does not answer keeps nobody else waiting. */
  start(): void {
    this.loops = Promise.all(placesOf().map(([kind, places]) => this.run(kind, places)));
  }

  /** Resolves when the work at hand is done. Jobs go on. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.loops;
  }

  private async run(kind: string, places: number): Promise<void> {
    const { signal } = this.stopping;
    for (let wait = IDLE_MS; !signal.aborted; ) {
      const { active, begun } = await this.roundOf(kind, places).catch((error: unknown) => {
        log().warn({ err: error }, "the supervisor of jobs waits for the database");
        return { active: 0, begun: 0 };
      });
      if (begun > 0) wait = FIRST_MS;
      else wait = active > 0 ? Math.min(wait * 2, BUSY_MS) : IDLE_MS;
      await untilLaunch(wait, signal);
    }
  }

  /** Looks at every job once. */
  async round(): Promise<void> {
    for (const [kind, places] of placesOf()) await this.roundOf(kind, places);
  }

  /** Answers how many were going on already, and how many have begun. */
  private async roundOf(kind: string, places: number): Promise<{ active: number; begun: number }> {
    const active = await findActive(kind);
    await this.each(active, advance);
    await this.each(await findLeft(kind), async (job, adapter) => {
      await adapter.forget(job.submissionKey);
      await markForgotten(job);
    });
    const claimed = await claimJobs(kind, places);
    await this.each(claimed, advance);
    return { active: active.length, begun: claimed.length };
  }

  /** What one job's backend does wrong is nothing to the others. */
  private async each(
    jobs: readonly MovingJob[],
    work: (job: MovingJob, adapter: ComputeAdapter) => Promise<void>,
  ): Promise<void> {
    await Promise.all(
      jobs.map(async (job) => {
        const adapter = this.adapters(job.backend);
        if (!adapter) return;
        await work(job, adapter)
          .catch((error: unknown) => meetTrouble(job, adapter, error))
          .catch((error: unknown) =>
            log().warn({ err: error, job: job.number }, "a job is looked at again later"),
          );
      }),
    );
  }
}
