import "server-only";
import { AppError } from "@/lib/core/errors";
import { log } from "@/lib/core/log";
import { announce } from "@/lib/events/announce";
import type { ModelAdapter } from "../adapters/adapter";
import { adapterOf } from "../adapters/all";
import { ModelFailure } from "../rules/failures";
import { type ModelSignature, readSignature } from "../rules/signature";
import { confirmReady, type HeldRevision, writeState } from "../sql/revisions";
import { RevisionLog } from "./revision-log";

const FIRST_WAIT_MS = 2_000;
const CHECK_MS = 5_000;
/** How often it is said anew of what answers that it does: what nobody has seen for long, nobody knows. */
const CONFIRM_MS = 60_000;
const LONGEST_WAIT_MS = 5 * 60_000;

/** One revision as this process serves it. It is loaded when it is first needed, and again after it failed. */
export class LoadedRevision {
  readonly signature: ModelSignature;
  lastUsed = Date.now();
  private readonly adapter: ModelAdapter;
  private readonly output: RevisionLog;
  private checkedAt = Date.now();
  private loading: Promise<void> | null = null;
  private watching: Promise<void> | null = null;
  private isLoaded = false;
  private isClosed = false;
  private failure: { message: string; until: number; wait: number } | null = null;
  private told = "";
  private toldAt = 0;

  constructor(
    readonly revision: HeldRevision,
    make: typeof adapterOf = adapterOf,
  ) {
    this.signature = readSignature(revision.signature);
    this.output = new RevisionLog(revision);
    this.adapter = make(revision, (text) => this.output.add(text));
  }

  /** What answers, when it does at this moment. */
  ready(): ModelAdapter | null {
    this.lastUsed = Date.now();
    return this.isLoaded && this.adapter.isReady() ? this.adapter : null;
  }

  metadata() {
    return this.adapter.metadata();
  }

  /** Loads it unless it is loaded. Throws ModelFailure when it cannot be, or not by the deadline. */
  async answering(deadline: number): Promise<ModelAdapter> {
    const ready = this.ready();
    if (ready) return ready;
    const problem = this.isLoaded ? this.adapter.problem() : null;
    if (problem !== null) throw new ModelFailure("AWAY", problem);
    await Promise.race([this.load(), lateAt(deadline)]);
    return this.adapter;
  }

  /** Throws ModelFailure with the reason; one that failed a moment ago is not tried again at once. */
  load(): Promise<void> {
    if (this.failure && this.failure.until > Date.now())
      return Promise.reject(new ModelFailure("AWAY", this.failure.message));
    if (this.isLoaded && this.adapter.isReady()) return this.tell();
    this.loading ??= this.tryLoading().finally(() => {
      this.loading = null;
    });
    return this.loading;
  }

  private async tryLoading(): Promise<void> {
    await this.write("loading", "");
    try {
      if (this.isLoaded) await this.adapter.unload();
      this.isLoaded = false;
      await this.adapter.load();
      if (this.isClosed) await this.adapter.unload();
      this.isLoaded = !this.isClosed;
      this.failure = null;
      await this.write("ready", "");
    } catch (error) {
      const message = reasonOf(error);
      const wait = Math.min(LONGEST_WAIT_MS, (this.failure?.wait ?? FIRST_WAIT_MS / 2) * 2);
      this.failure = { message, wait, until: Date.now() + wait };
      log().warn({ err: error, revision: this.revision.id }, "a revision could not be loaded");
      await this.write("failed", message);
      throw new ModelFailure("AWAY", message);
    }
  }

  /** Looks how it is, beside whatever else goes on. */
  watch(): void {
    this.watching ??= this.tell().finally(() => {
      this.watching = null;
    });
  }

  /** Writes down how it is found now, when that has changed, and now and then that it still answers. */
  async tell(): Promise<void> {
    if (!this.isLoaded) return;
    if (this.adapter.check && Date.now() - this.checkedAt > CHECK_MS) {
      this.checkedAt = Date.now();
      await this.adapter.check();
    }
    const problem = this.adapter.problem();
    await this.write(problem === null ? "ready" : "failed", problem ?? "");
  }

  private async write(status: "loading" | "ready" | "failed", message: string): Promise<void> {
    const { id, workspaceId, deploymentId } = this.revision;
    const said = `${status}\n${message}`;
    const isFresh = status !== "ready" || Date.now() - this.toldAt < CONFIRM_MS;
    if (this.isClosed || (this.told === said && isFresh)) return;
    this.toldAt = Date.now();
    try {
      if (this.told === said) return await confirmReady({ id, workspaceId });
      const isNews = await writeState({
        id,
        workspaceId,
        status,
        message: message.slice(0, 2_000),
      });
      this.told = said;
      if (isNews) announce(workspaceId, "deployments", `deployment:${deploymentId}`);
    } catch (error) {
      log().warn({ err: error }, "the state of a revision waits for the database");
    }
  }

  async close(): Promise<void> {
    this.isClosed = true;
    await this.loading?.catch(() => undefined);
    this.isLoaded = false;
    await this.adapter.unload();
    await this.output.flush();
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof AppError || error instanceof ModelFailure) return error.message;
  const message = error instanceof Error ? error.message : String(error);
  return `The model cannot be loaded: ${message.slice(0, 1_000)}`;
}

function lateAt(deadline: number): Promise<never> {
  return new Promise((_, reject) => {
    setTimeout(
      () => reject(new ModelFailure("AWAY", "The model is being loaded. Try again in a moment.")),
      Math.max(0, deadline - Date.now()),
    ).unref();
  });
}
