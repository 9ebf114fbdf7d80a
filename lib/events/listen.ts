import "server-only";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { z } from "zod";
import { env } from "@/lib/core/env";
import { log } from "@/lib/core/log";
import { CHANNEL } from "./announce";
import type { LiveMessage } from "./topics";

export type Listener = (message: LiveMessage) => void;

const messageSchema = z.object({
  workspaceId: z.string(),
  topics: z.array(z.string()),
  resync: z.boolean().optional(),
});

const MAX_WAIT_MS = 10_000;

/** One connection a process that hears what any replica announces, and passes it on by workspace. */
export class EventHub {
  private readonly listeners = new Map<string, Set<Listener>>();
  private readonly heardAt = new Map<string, number>();
  /** Since when nothing was missed. */
  private hearsSince = Date.now();
  private client: pg.Client | null = null;
  private isStopped = false;

  /** Resolves when it hears; from then on it reconnects by itself. */
  async start(): Promise<void> {
    await this.connect();
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    await this.client?.end().catch(() => undefined);
  }

  /** Hears the changes of a workspace until the returned function is called. */
  subscribe(workspaceId: string, listener: Listener): () => void {
    const listeners = this.listeners.get(workspaceId) ?? new Set();
    this.listeners.set(workspaceId, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) this.listeners.delete(workspaceId);
    };
  }

  /** For how long nothing changed in the workspace, as far as is known here: milliseconds. */
  quietMs(workspaceId: string): number {
    return Date.now() - (this.heardAt.get(workspaceId) ?? this.hearsSince);
  }

  private async connect(): Promise<void> {
    const client = new pg.Client({
      connectionString: env().DATABASE_URL,
      connectionTimeoutMillis: 5_000,
      keepAlive: true,
      application_name: "slipway events",
    });
    client.on("error", () => undefined);
    await client.connect();
    client.on("notification", ({ payload }) => this.pass(payload ?? ""));
    client.once("end", () => {
      if (!this.isStopped) void this.reconnect();
    });
    await client.query(`LISTEN ${CHANNEL}`);
    this.client = client;
  }

  private async reconnect(): Promise<void> {
    for (let wait = 200; !this.isStopped; wait = Math.min(wait * 2, MAX_WAIT_MS)) {
      await pause(wait, undefined, { ref: false });
      try {
        await this.connect();
        this.heardAt.clear();
        this.hearsSince = Date.now();
        for (const listeners of this.listeners.values())
          for (const listener of listeners) listener({ topics: [], resync: true });
        return;
      } catch (error) {
        log().warn({ err: error }, "live updates wait for the database");
      }
    }
  }

  private pass(payload: string): void {
    const parsed = messageSchema.safeParse(JSON.parse(payload));
    if (!parsed.success) return;
    const { workspaceId, topics, resync } = parsed.data;
    this.heardAt.set(workspaceId, Date.now());
    for (const listener of this.listeners.get(workspaceId) ?? [])
      listener({ topics, ...(resync ? { resync } : {}) });
  }
}
