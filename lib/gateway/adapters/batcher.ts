import "server-only";
import { now } from "@/lib/core/clock";
import { AppError } from "@/lib/core/errors";
import { ModelFailure } from "../rules/failures";
import { rowsOf, sliceRows, stackRows } from "../rules/tensors";
import type { Tensor } from "../schema/payload";

interface Queued {
  feeds: readonly Tensor[];
  rows: number;
  /** What may be run together has the same one. */
  form: string;
  since: number;
  deadline: number;
  resolve: (outputs: Tensor[]) => void;
  reject: (error: unknown) => void;
}

export interface BatcherOptions {
  maxBatch: number;
  maxBatchDelayMs: number;
  maxQueue: number;
  /** Batches that run at once; as many again are sent ahead when they are large. */
  inFlight: number;
  /** Whether requests may be run together at all. */
  canStack: boolean;
  run: (feeds: readonly Tensor[]) => Promise<Tensor[]>;
}

const SWEEP_MS = 20;
/**
 * So many that wait are sent at once, and ahead of the model's answer to those before them: in between, neither this process
 * nor the model would have anything to do. Fewer wait for company, since a message to the model costs more than a row in it.
 */
const ENOUGH = 16;
/** A turn of a busy event loop takes about a tenth of it. */
const GATHER_MS = 1;

const formOf = (feeds: readonly Tensor[]): string =>
  feeds.map(({ name, shape }) => `${name}:${shape.slice(1).join("x")}`).join(" ");

/** Runs requests together: those that wait while the model is busy go into its next run. */
export class Batcher {
  private queue: Queued[] = [];
  /** An array that is made anew: a Set that is filled and emptied all the time keeps what was in it alive for long. */
  private batches: (readonly Queued[])[] = [];
  private running = 0;
  private isScheduled = false;
  private sweep: NodeJS.Timeout | null = null;
  private linger: NodeJS.Timeout | null = null;
  /** Turns false when a model does not answer a row for each row. */
  private canStack: boolean;

  constructor(private readonly options: BatcherOptions) {
    this.canStack = options.canStack;
  }

  get waiting(): number {
    return this.queue.length;
  }

  /** Throws UNAVAILABLE when too many wait, ModelFailure past the deadline. */
  submit(feeds: readonly Tensor[], deadline: number): Promise<Tensor[]> {
    if (this.queue.length >= Math.max(1, this.options.maxQueue))
      return Promise.reject(
        new AppError(
          "UNAVAILABLE",
          `${this.queue.length} requests wait for this model already. Try again in a moment.`,
        ),
      );
    return new Promise((resolve, reject) => {
      const rows = feeds[0] ? rowsOf(feeds[0]) : 1;
      const since = now();
      this.queue.push({ feeds, rows, form: formOf(feeds), since, deadline, resolve, reject });
      this.schedule();
    });
  }

  /** Fails everything that waits. */
  close(error: Error): void {
    for (const { reject } of this.queue.splice(0)) reject(error);
    if (this.sweep) clearInterval(this.sweep);
    this.sweep = null;
    if (this.linger) clearTimeout(this.linger);
    this.linger = null;
  }

  private schedule(): void {
    this.sweep ??= setInterval(() => this.expire(), SWEEP_MS).unref();
    if (!this.hasRoom()) return;
    if (!this.canStack || this.queue.length >= ENOUGH) {
      this.pump();
      return;
    }
    if (this.isScheduled) return;
    this.isScheduled = true;
    setImmediate(() => this.gather(0, performance.now()));
  }

  private hasRoom(): boolean {
    const { inFlight } = this.options;
    if (this.running < inFlight) return true;
    return this.canStack && this.queue.length >= ENOUGH && this.running < 2 * inFlight;
  }

  /** Goes on as soon as a turn of the event loop brings nothing new: a message to the model costs more than a row in it. */
  private gather(known: number, since: number): void {
    const { length } = this.queue;
    const rows = this.queue.reduce((sum, one) => sum + one.rows, 0);
    const isMoreLikely = length > known && rows < this.options.maxBatch;
    if (isMoreLikely && performance.now() - since < GATHER_MS) {
      setImmediate(() => this.gather(length, since));
      return;
    }
    this.isScheduled = false;
    this.pump();
  }

  private expire(): void {
    const moment = now();
    for (const one of this.batches.flat())
      if (one.deadline <= moment)
        one.reject(new ModelFailure("LATE", "The model did not answer in time."));
    if (this.queue.some(({ deadline }) => deadline <= moment)) {
      const late = this.queue.filter(({ deadline }) => deadline <= moment);
      this.queue = this.queue.filter(({ deadline }) => deadline > moment);
      for (const { reject } of late)
        reject(new ModelFailure("LATE", "The model was too busy to answer in time."));
    }
    if (this.queue.length === 0 && this.running === 0 && this.sweep) {
      clearInterval(this.sweep);
      this.sweep = null;
    }
    this.pump();
  }

  /** Whether the first in the queue still waits for company. */
  private lingers(): boolean {
    const { maxBatch, maxBatchDelayMs } = this.options;
    const [first] = this.queue;
    if (!first || maxBatchDelayMs === 0 || !this.canStack) return false;
    const waited = now() - first.since;
    if (waited >= maxBatchDelayMs) return false;
    const rows = this.queue.reduce((sum, one) => sum + (one.form === first.form ? one.rows : 0), 0);
    if (rows >= maxBatch) return false;
    this.linger ??= setTimeout(() => {
      this.linger = null;
      this.pump();
    }, maxBatchDelayMs - waited).unref();
    return true;
  }

  private pump(): void {
    while (this.queue.length > 0 && this.hasRoom() && !this.lingers()) {
      this.running += 1;
      const batch = this.takeBatch();
      this.batches.push(batch);
      void this.runBatch(batch).finally(() => {
        this.batches = this.batches.filter((one) => one !== batch);
        this.running -= 1;
        if (this.queue.length > 0) this.schedule();
      });
    }
  }

  private takeBatch(): Queued[] {
    const [first] = this.queue;
    if (!first || !this.canStack) return this.queue.splice(0, 1);
    let rows = 0;
    const batch: Queued[] = [];
    const rest: Queued[] = [];
    for (const one of this.queue) {
      const fits =
        one.form === first.form && (rows === 0 || rows + one.rows <= this.options.maxBatch);
      if (fits) {
        batch.push(one);
        rows += one.rows;
      } else rest.push(one);
    }
    this.queue = rest;
    return batch;
  }

  private async runBatch(batch: readonly Queued[]): Promise<void> {
    try {
      const [first] = batch;
      if (batch.length === 1 && first) {
        first.resolve(await this.options.run(first.feeds));
        return;
      }
      const inputs = first?.feeds ?? [];
      const stacked = inputs.map((_, index) =>
        stackRows(batch.flatMap(({ feeds }) => feeds[index] ?? [])),
      );
      const outputs = await this.options.run(stacked);
      const total = batch.reduce((sum, { rows }) => sum + rows, 0);
      if (outputs.every((output) => output.shape.length > 0 && rowsOf(output) === total))
        this.share(batch, outputs);
      else {
        this.canStack = false;
        await this.runEach(batch);
      }
    } catch (error) {
      // One bad neighbour must not fail the others.
      if (batch.length > 1 && !(error instanceof ModelFailure)) await this.runEach(batch);
      else for (const { reject } of batch) reject(error);
    }
  }

  private share(batch: readonly Queued[], outputs: readonly Tensor[]): void {
    let at = 0;
    for (const { rows, resolve } of batch) {
      const start = at;
      at += rows;
      resolve(outputs.map((output) => sliceRows(output, start, start + rows)));
    }
  }

  private async runEach(batch: readonly Queued[]): Promise<void> {
    for (const { feeds, resolve, reject } of batch)
      await this.options.run(feeds).then(resolve, reject);
  }
}

/** Whether a model takes any number of rows in each of its inputs, and gives as many. */
export const takesAnyRows = (shapes: readonly (readonly number[])[]): boolean =>
  shapes.every((shape) => shape.length > 0 && (shape[0] ?? 0) < 0);
