import "server-only";
import { setTimeout as pause } from "node:timers/promises";
import { log } from "@/lib/core/log";
import { pool } from "@/lib/db/pool";
import { GiveUp, type QueueHandler } from "./handler";

const POLL_MS = 1_000;
const LEASE_SLACK_MS = 30_000;
const HOUR_MS = 3_600_000;

interface Claimed {
  id: number;
  kind: string;
  payload: unknown;
  attempts: number;
}

export const doublingBackoff = (attempt: number): number =>
  Math.min(HOUR_MS, 1_000 * 2 ** (attempt - 1));

const messageOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).slice(0, 2_000);

/**
 * Takes due items of the queue and hands each to its handler, at most `limit` at a time. Any number of replicas take
 * from the same queue; an item whose replica died is anybody's again when its lease ends.
 */
export class QueueConsumer {
  private readonly handlers: ReadonlyMap<string, QueueHandler>;
  private readonly stopping = new AbortController();
  private readonly working = new Set<Promise<void>>();
  private loop: Promise<void> = Promise.resolve();

  constructor(
    handlers: readonly QueueHandler[],
    private readonly limit = 8,
  ) {
    this.handlers = new Map(handlers.map((handler) => [handler.kind, handler]));
  }

  start(): void {
    this.loop = this.run();
  }

  /** Resolves when the items at hand are done or have been given back. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.loop;
    await Promise.allSettled(this.working);
  }

  private async run(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      const isBusy = await this.takeDue().catch((error: unknown) => {
        log().warn({ err: error }, "the queue waits for the database");
        return false;
      });
      if (isBusy) continue;
      await pause(POLL_MS, undefined, { signal: this.stopping.signal, ref: false }).catch(
        () => undefined,
      );
    }
  }

  /** True when there may be more: then the next look follows at once. */
  private async takeDue(): Promise<boolean> {
    if (this.working.size >= this.limit) {
      await Promise.race(this.working);
      return true;
    }
    const items = await this.claim(this.limit - this.working.size);
    for (const item of items) {
      const work = this.work(item).finally(() => this.working.delete(work));
      this.working.add(work);
    }
    return items.length > 0;
  }

  private async claim(count: number): Promise<Claimed[]> {
    const handlers = [...this.handlers.values()];
    const { rows } = await pool().query<Claimed>(
      `UPDATE queue_items q SET attempts = q.attempts + 1,
         leased_until = now() + h.lease_ms * interval '1 millisecond'
       FROM unnest($1::text[], $2::float8[]) AS h(kind, lease_ms)
       WHERE h.kind = q.kind AND q.id IN (
         SELECT id FROM queue_items
         WHERE failed_at IS NULL AND kind = ANY ($1) AND due_at <= now()
           AND (leased_until IS NULL OR leased_until < now())
         ORDER BY due_at LIMIT $3 FOR UPDATE SKIP LOCKED)
       RETURNING q.id, q.kind, q.payload, q.attempts`,
      [
        handlers.map(({ kind }) => kind),
        handlers.map(({ deadlineMs }) => deadlineMs + LEASE_SLACK_MS),
        count,
      ],
    );
    return rows;
  }

  private async work(item: Claimed): Promise<void> {
    const handler = this.handlers.get(item.kind);
    if (!handler) return;
    try {
      await handler.run(item.payload, {
        number: item.attempts,
        isLast: item.attempts >= handler.maxAttempts,
        signal: AbortSignal.timeout(handler.deadlineMs),
      });
      await pool().query("DELETE FROM queue_items WHERE id = $1", [item.id]);
    } catch (error) {
      await this.fail(item, handler, error).catch((err: unknown) =>
        log().warn({ err, kind: item.kind }, "a failed item is tried again when its lease ends"),
      );
    }
  }

  private async fail(item: Claimed, handler: QueueHandler, error: unknown): Promise<void> {
    const isOver = error instanceof GiveUp || item.attempts >= handler.maxAttempts;
    const wait = (handler.backoffMs ?? doublingBackoff)(item.attempts);
    log()[isOver ? "error" : "warn"](
      { err: error, kind: item.kind },
      "an item of the queue failed",
    );
    await pool().query(
      `UPDATE queue_items SET leased_until = NULL, last_error = $2,
         failed_at = CASE WHEN $3 THEN now() END,
         dedupe_key = CASE WHEN $3 THEN NULL ELSE dedupe_key END,
         due_at = now() + $4 * interval '1 millisecond'
       WHERE id = $1`,
      [item.id, messageOf(error), isOver, wait],
    );
  }
}
