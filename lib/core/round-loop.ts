import "server-only";
import { setTimeout as pause } from "node:timers/promises";
import { log } from "./log";

interface RoundLoopOptions {
  /** Between the end of a round that found the end of its work and the next. */
  pauseMs: number;
  /** What waits while a round fails, for the log: "rollouts". */
  what: string;
}

/** Does a round again and again, whatever becomes of it, until it is stopped. A round answers whether more waits for it. */
export class RoundLoop {
  private readonly stopping = new AbortController();
  private loop: Promise<void> = Promise.resolve();

  constructor(
    private readonly round: (signal: AbortSignal) => Promise<boolean>,
    private readonly options: RoundLoopOptions,
  ) {}

  start(): void {
    this.loop = this.run();
  }

  /** Resolves when the round at hand is done. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.loop;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    const { pauseMs, what } = this.options;
    while (!signal.aborted) {
      const hasMore = await this.round(signal).catch((error: unknown) => {
        log().warn({ err: error }, `${what} wait for the database`);
        return false;
      });
      if (!hasMore) await pause(pauseMs, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }
}
