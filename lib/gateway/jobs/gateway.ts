import "server-only";
import { now } from "@/lib/core/clock";
import { AppError } from "@/lib/core/errors";
import { log } from "@/lib/core/log";
import { pool } from "@/lib/db/pool";
import { findServing, type Serving } from "@/lib/deployments/queries/serving";
import { announce } from "@/lib/events/announce";
import type { EventHub } from "@/lib/events/listen";
import { onnxSessions } from "../adapters/onnx-sessions";
import {
  claimRevisions,
  findKeptRevisions,
  type HeldRevision,
  markStopped,
  stillRunning,
} from "../sql/revisions";
import { LoadedRevision } from "./revision";
import { tidyClusters } from "./tidy-clusters";
import { ServingWindows } from "./windows";

/** No plan that was read longer ago decides about a request: a change that was heard of is read at once, one that was not by then. */
const FRESH_MS = 5_000;
/** From then on it is read anew while requests go on by it, so that where there are many none waits. */
const RENEW_MS = 4_000;
/** For so long a request waits for a database that does not answer; then the plan that is known decides after all. */
const PATIENCE_MS = 2_000;
const ROUND_MS = 1_000;
const MAX_KNOWN = 20_000;
/** Loads that are not asked for by a request, at once. */
const MAX_LOADING = 3;
const MAX_KEPT = 200;
/** What nobody has asked for so long is let go; its sessions are long before. */
const IDLE_MS = 60 * 60_000;
const TIDY_MS = 15_000;

interface Known {
  serving: Serving | null;
  /** When the reading began that it comes from. */
  readAt: number;
  /** When the last reading began. */
  askedAt: number;
  reading: Promise<Serving | null> | null;
}

/** What this process serves: plans it has read, models it has loaded. Everything else is in the database. */
export class Gateway {
  readonly windows = new ServingWindows();
  private readonly known = new Map<string, Known>();
  private readonly revisions = new Map<bigint, LoadedRevision>();
  private readonly subscriptions = new Map<string, () => void>();
  private readonly loading = new Set<Promise<void>>();
  private hub: EventHub | null = null;
  private timer: NodeJS.Timeout | null = null;
  private tidying: Promise<void> | null = null;
  private tidiedAt = 0;
  private round: Promise<void> = Promise.resolve();
  private isStopped = false;

  /** Hears of changes, and looks after what has to be loaded. */
  start(hub: EventHub): void {
    this.hub = hub;
    this.schedule(0);
  }

  private schedule(ms: number): void {
    if (this.isStopped) return;
    this.timer = setTimeout(() => {
      this.round = this.lookAfter()
        .catch((error: unknown) => log().warn({ err: error }, "the gateway waits for the database"))
        .then(() => this.schedule(ROUND_MS));
    }, ms).unref();
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    if (this.timer) clearTimeout(this.timer);
    for (const end of this.subscriptions.values()) end();
    await this.round;
    await this.tidying;
    await Promise.all([...this.revisions.values()].map((revision) => revision.close()));
    this.revisions.clear();
    await this.windows.flush();
    onnxSessions().stop();
  }

  /** What a deployment serves, without a look into the database while that is known; a change is heard of at once. */
  serving(workspaceId: string, name: string): Serving | null | Promise<Serving | null> {
    const key = `${workspaceId}/${name}`;
    const known = this.known.get(key);
    if (!known) return this.read(key, workspaceId, name);
    const age = now() - known.readAt;
    if (age > RENEW_MS && !known.reading)
      void this.read(key, workspaceId, name).catch(() => undefined);
    const { serving, reading, askedAt } = known;
    // One that is not there may be there by now.
    if (!serving) return reading;
    const patience = askedAt + PATIENCE_MS - now();
    if (age <= FRESH_MS || !reading || patience <= 0) return serving;
    const asBefore = new Promise<Serving>((resolve) => {
      setTimeout(resolve, patience, serving).unref();
    });
    return Promise.race([reading.catch(() => serving), asBefore]);
  }

  private read(key: string, workspaceId: string, name: string): Promise<Serving | null> {
    if (this.known.size >= MAX_KNOWN) this.known.clear();
    const known = this.known.get(key) ?? { serving: null, readAt: 0, askedAt: 0, reading: null };
    const askedAt = now();
    this.listen(workspaceId);
    const reading = findServing(pool(), workspaceId, name).then(
      (serving) => {
        if (known.reading === reading) known.reading = null;
        // A later one may have been quicker. One that was overtaken still tells more than what was known.
        if (askedAt >= known.readAt) Object.assign(known, { serving, readAt: askedAt });
        return serving;
      },
      (error: unknown) => {
        if (known.reading === reading) known.reading = null;
        if (known.readAt === 0) this.known.delete(key);
        throw error;
      },
    );
    known.reading = reading;
    known.askedAt = askedAt;
    this.known.set(key, known);
    return reading;
  }

  private listen(workspaceId: string): void {
    if (!this.hub || this.subscriptions.has(workspaceId)) return;
    const end = this.hub.subscribe(workspaceId, ({ topics, resync }) => {
      if (resync || topics.includes("deployments")) this.refresh(workspaceId);
    });
    this.subscriptions.set(workspaceId, end);
  }

  /** Reads what is known of a workspace again. */
  private refresh(workspaceId: string): void {
    for (const [key, { serving }] of this.known) {
      if (!key.startsWith(`${workspaceId}/`)) continue;
      if (serving) void this.read(key, workspaceId, serving.name).catch(() => undefined);
      else this.known.delete(key);
    }
  }

  /** The revision of a number as this process serves it. Throws NOT_FOUND for one that no plan names. */
  revision(serving: Serving, number: number): LoadedRevision {
    const revision = serving.revisions.find((one) => one.number === number);
    if (!revision)
      throw new AppError("NOT_FOUND", `Revision ${number} of ${serving.name} serves nothing.`);
    const { workspaceId, deploymentId, name } = serving;
    return (
      this.revisions.get(revision.id) ??
      this.hold(new LoadedRevision({ ...revision, workspaceId, deploymentId, deployment: name }))
    );
  }

  private hold(revision: LoadedRevision): LoadedRevision {
    this.revisions.set(revision.revision.id, revision);
    return revision;
  }

  /** Loads what waits for it, keeps running what has to, lets go of what nobody serves. */
  async lookAfter(): Promise<void> {
    for (const workspaceId of await markStopped()) announce(workspaceId, "deployments");
    const room = MAX_LOADING - this.loading.size;
    const claimed = room > 0 ? await claimRevisions(room) : [];
    const kept = await findKeptRevisions(MAX_KEPT);
    for (const held of [...claimed, ...kept]) this.load(held);
    await this.letGo();
    this.tidy();
    for (const revision of this.revisions.values()) revision.watch();
  }

  private load(held: HeldRevision): void {
    const revision = this.revisions.get(held.id) ?? this.hold(new LoadedRevision(held));
    const loading = revision
      .load()
      .catch(() => undefined)
      .finally(() => this.loading.delete(loading));
    this.loading.add(loading);
  }

  /** Beside everything else, because a cluster that is away takes its time to say so. */
  private tidy(): void {
    if (this.tidying || Date.now() - this.tidiedAt < TIDY_MS) return;
    this.tidiedAt = Date.now();
    this.tidying = tidyClusters().finally(() => {
      this.tidying = null;
    });
  }

  private async letGo(): Promise<void> {
    const ids = [...this.revisions.keys()];
    if (ids.length === 0) return;
    const running = await stillRunning(ids);
    const before = Date.now() - IDLE_MS;
    for (const [id, revision] of this.revisions) {
      if (running.has(id) && revision.lastUsed > before) continue;
      this.revisions.delete(id);
      await revision.close();
    }
  }
}

const shared = globalThis as typeof globalThis & { slipwayGateway?: Gateway };

/** The gateway of this process; Next's own copy of lib finds the same one. */
export function gateway(): Gateway {
  shared.slipwayGateway ??= new Gateway();
  return shared.slipwayGateway;
}

/** Starts it, and answers how to stop it. */
export function startGateway(hub: EventHub): () => Promise<void> {
  const started = gateway();
  started.start(hub);
  return async () => {
    delete shared.slipwayGateway;
    await started.stop();
  };
}
