import "server-only";
import { log } from "@/lib/core/log";
import { LATENCY_PLACES, latencyPlace } from "@/lib/deployments/rules/latency";
import { addWindows, type WindowRow } from "../sql/windows";

const WINDOW_MS = 5_000;
const FLUSH_MS = 1_000;
/** Windows that wait for a database that is away; what comes then is not counted. */
const MAX_WAITING = 20_000;

/** Which revision did something, and whether its answer was returned. */
export interface Served {
  workspaceId: string;
  deploymentId: bigint;
  revision: number;
  isShadow: boolean;
}

type Counts = { -readonly [Key in keyof WindowRow]: WindowRow[Key] } & { latency: number[] };

function fresh(served: Served, bucket: number): Counts {
  return {
    ...served,
    bucket,
    requests: 0,
    errors: 0,
    rejected: 0,
    compared: 0,
    differed: 0,
    latency: new Array<number>(LATENCY_PLACES).fill(0),
  };
}

/** Counts what revisions do, and writes it down once a second. */
export class ServingWindows {
  private waiting = new Map<string, Counts>();
  private timer: NodeJS.Timeout | null = null;
  private writing: Promise<void> = Promise.resolve();

  constructor(private readonly write: (rows: readonly WindowRow[]) => Promise<void> = addWindows) {}

  private at(served: Served): Counts | null {
    const bucket = Math.floor(Date.now() / WINDOW_MS) * WINDOW_MS;
    const key = `${served.deploymentId}/${served.revision}/${served.isShadow}/${bucket}`;
    const known = this.waiting.get(key);
    if (known) return known;
    if (this.waiting.size >= MAX_WAITING) return null;
    const counts = fresh(served, bucket);
    this.waiting.set(key, counts);
    this.timer ??= setTimeout(() => void this.flush(), FLUSH_MS).unref();
    return counts;
  }

  answered(served: Served, ms: number, isError: boolean): void {
    const counts = this.at(served);
    if (!counts) return;
    counts.requests += 1;
    if (isError) counts.errors += 1;
    const place = latencyPlace(ms);
    counts.latency[place] = (counts.latency[place] ?? 0) + 1;
  }

  rejected(served: Served): void {
    const counts = this.at(served);
    if (counts) counts.rejected += 1;
  }

  compared(served: Served, isSame: boolean): void {
    const counts = this.at(served);
    if (!counts) return;
    counts.compared += 1;
    if (!isSame) counts.differed += 1;
  }

  /** Resolves when everything counted so far is written, or waits for the next try. */
  flush(): Promise<void> {
    this.writing = this.writing.then(() => this.writeWaiting());
    return this.writing;
  }

  private async writeWaiting(): Promise<void> {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    const taken = this.waiting;
    this.waiting = new Map();
    if (taken.size === 0) return;
    try {
      await this.write([...taken.values()]);
    } catch (error) {
      log().warn({ err: error }, "what revisions did waits for the database");
      this.putBack(taken);
    }
  }

  private putBack(taken: ReadonlyMap<string, Counts>): void {
    for (const [key, old] of taken) {
      const counts = this.waiting.get(key);
      if (!counts) {
        if (this.waiting.size < MAX_WAITING) this.waiting.set(key, old);
        continue;
      }
      for (const field of ["requests", "errors", "rejected", "compared", "differed"] as const)
        counts[field] += old[field];
      old.latency.forEach((count, place) => {
        counts.latency[place] = (counts.latency[place] ?? 0) + count;
      });
    }
    this.timer ??= setTimeout(() => void this.flush(), FLUSH_MS).unref();
  }
}
