import "server-only";
import { availableParallelism } from "node:os";
import { env } from "@/lib/core/env";
import { ModelFailure } from "../rules/failures";
import type { HostTensor, HostValue } from "../schema/host";
import { HostFailure, OnnxHost } from "./onnx-host-client";

const LOAD_MS = 120_000;
const TRIAL_RUN_MS = 30_000;
const IDLE_MS = 15 * 60_000;
const SWEEP_MS = 5_000;
/** Crashes and hangs within this time that a model is allowed before it is left alone for as long. */
const STRIKES = 3;
const STRIKES_MS = 5 * 60_000;
const HOSTS = Math.max(1, Math.min(8, availableParallelism() - 1));

export interface SessionInfo {
  inputs: readonly HostValue[];
  outputs: readonly HostValue[];
}

interface Copy {
  host: OnnxHost;
  /** In which life of its process it was loaded; null when it is not. */
  generation: number | null;
  loading: Promise<SessionInfo> | null;
  busy: number;
}

/** One file, loaded once in each of its processes whatever the number of revisions that serve it. */
export class OnnxSession {
  users = 0;
  private copies: Copy[] = [];
  private lastUsed = Date.now();
  private strikes: number[] = [];
  private own: OnnxHost | null = null;
  info: SessionInfo | null = null;

  constructor(
    private readonly key: string,
    private readonly path: string,
    private readonly threads: number,
    instances: number,
    hosts: readonly OnnxHost[],
  ) {
    const first = Number.parseInt(key.slice(0, 8), 16) || 0;
    this.copies = Array.from({ length: Math.min(instances, hosts.length) }, (_, index) => {
      const host = hosts[(first + index) % hosts.length];
      if (!host) throw new Error("There is no process for models.");
      return { host, generation: null, loading: null, busy: 0 };
    });
  }

  /** Why it is left alone for now, or null. */
  problem(): string | null {
    const since = Date.now() - STRIKES_MS;
    this.strikes = this.strikes.filter((at) => at > since);
    return this.strikes.length >= STRIKES
      ? "It crashed or hung again and again, and is tried again in a few minutes."
      : null;
  }

  private loaded(copy: Copy): Promise<SessionInfo> {
    if (copy.generation === copy.host.generation && copy.host.pid !== null && copy.loading !== null)
      return copy.loading;
    const loading = copy.host
      .ask(
        { kind: "load", key: this.key, path: this.path, threads: this.threads },
        "loaded",
        LOAD_MS,
      )
      .then(({ inputs, outputs }) => {
        this.info = { inputs, outputs };
        return this.info;
      });
    copy.generation = copy.host.generation;
    copy.loading = loading;
    loading.catch(() => {
      if (copy.loading === loading) copy.generation = null;
    });
    return loading;
  }

  private pick(): Copy {
    const copy = this.copies.reduce((best, one) => (one.busy < best.busy ? one : best));
    copy.busy += 1;
    return copy;
  }

  async load(): Promise<SessionInfo> {
    const infos = await Promise.all(this.copies.map((copy) => this.loaded(copy)));
    const [info] = infos;
    if (!info) throw new Error("The model has no session.");
    return info;
  }

  async run(feeds: readonly HostTensor[], timeoutMs: number): Promise<HostTensor[]> {
    const problem = this.problem();
    if (problem !== null) throw new ModelFailure("AWAY", problem);
    this.lastUsed = Date.now();
    try {
      return await this.runOnce(feeds, timeoutMs);
    } catch (error) {
      if (!(error instanceof HostFailure)) throw error;
      // Another model took the process along that this one shared with it.
      if (!error.isCulprit) return this.runOnce(feeds, timeoutMs);
      this.strike();
      throw error;
    }
  }

  private async runOnce(feeds: readonly HostTensor[], timeoutMs: number): Promise<HostTensor[]> {
    const copy = this.pick();
    try {
      await this.loaded(copy);
      const asked = { kind: "run", key: this.key, feeds } as const;
      return (await copy.host.ask(asked, "ran", timeoutMs)).outputs;
    } finally {
      copy.busy -= 1;
    }
  }

  /** What took its process along gets one of its own, so that it disturbs no other model again. */
  private strike(): void {
    this.strikes.push(Date.now());
    this.own ??= new OnnxHost();
    this.copies = [{ host: this.own, generation: null, loading: null, busy: 0 }];
  }

  /** Lets go of the memory; the next request loads it again. */
  async rest(): Promise<void> {
    await Promise.all(
      this.copies.map(async (copy) => {
        const isLoaded = copy.generation === copy.host.generation && copy.host.pid !== null;
        copy.generation = null;
        if (isLoaded)
          await copy.host
            .ask({ kind: "release", key: this.key }, "released", LOAD_MS)
            .catch(() => undefined);
      }),
    );
    this.own?.stop();
  }

  async boundMemory(maxMiB: number): Promise<void> {
    await this.own?.boundMemory(maxMiB);
  }

  async restWhenIdle(now: number): Promise<void> {
    const isBusy = this.copies.some(({ busy }) => busy > 0);
    if (!isBusy && now - this.lastUsed > IDLE_MS) await this.rest();
  }
}

/** One row of zeros, or of empty texts, for each input. */
function trialFeeds(inputs: readonly HostValue[]): HostTensor[] | null {
  const feeds = inputs.map(({ name, type, shape }) => {
    const dims = shape.map((length) => Math.max(1, length));
    const size = dims.reduce((product, length) => product * length, 1);
    const make = type === null || size > 1_000_000 ? undefined : ZEROS[type];
    return make ? [{ name, type: type ?? "", dims, data: make(size) }] : null;
  });
  return feeds.some((feed) => feed === null) ? null : feeds.flatMap((feed) => feed ?? []);
}

const ZEROS: Readonly<Record<string, (size: number) => HostTensor["data"]>> = {
  float32: (size) => new Float32Array(size),
  float64: (size) => new Float64Array(size),
  float16: (size) => new Uint16Array(size),
  int64: (size) => new BigInt64Array(size),
  uint64: (size) => new BigUint64Array(size),
  int32: (size) => new Int32Array(size),
  uint32: (size) => new Uint32Array(size),
  int16: (size) => new Int16Array(size),
  uint16: (size) => new Uint16Array(size),
  int8: (size) => new Int8Array(size),
  uint8: (size) => new Uint8Array(size),
  bool: (size) => new Uint8Array(size),
  string: (size) => new Array<string>(size).fill(""),
};

/** The ONNX models of this process, shared between the revisions that serve the same files. */
export class OnnxSessions {
  private readonly hosts = Array.from({ length: HOSTS }, () => new OnnxHost());
  private readonly sessions = new Map<string, OnnxSession>();
  private readonly proven = new Set<string>();
  private sweep: NodeJS.Timeout | null = null;

  /** The session of a file, which is tried first in a process of its own. Throws a sentence for one that cannot be served. */
  async open(
    digest: string,
    path: string,
    { threads, instances }: { threads: number; instances: number },
  ): Promise<OnnxSession> {
    if (!this.proven.has(digest)) await this.prove(digest, path);
    const key = `${digest}-${threads}-${instances}`;
    const session =
      this.sessions.get(key) ?? new OnnxSession(key, path, threads, instances, this.hosts);
    this.sessions.set(key, session);
    session.users += 1;
    this.sweep ??= setInterval(() => void this.lookAfter(), SWEEP_MS).unref();
    return session;
  }

  async close(session: OnnxSession): Promise<void> {
    session.users -= 1;
    if (session.users > 0) return;
    for (const [key, known] of this.sessions) if (known === session) this.sessions.delete(key);
    await session.rest();
  }

  /** What crashes while it is loaded, or hangs on a row of zeros, never gets near another model. */
  private async prove(digest: string, path: string): Promise<void> {
    const host = new OnnxHost();
    try {
      const { inputs } = await host.ask(
        { kind: "load", key: digest, path, threads: 1 },
        "loaded",
        LOAD_MS,
      );
      const feeds = trialFeeds(inputs);
      if (feeds)
        await host.ask({ kind: "run", key: digest, feeds }, "ran", TRIAL_RUN_MS).catch((error) => {
          // That it refuses zeros says nothing of what it is made for.
          if (error instanceof ModelFailure) throw error;
        });
      this.proven.add(digest);
    } finally {
      host.stop();
    }
  }

  /** Lets go of what nobody asks for, and of what has grown beyond its bound. */
  async lookAfter(maxMiB: number = env().SERVING_ONNX_MEMORY_MIB): Promise<void> {
    const now = Date.now();
    const sessions = [...this.sessions.values()];
    await Promise.all(sessions.map((session) => session.restWhenIdle(now)));
    await Promise.all([...this.hosts, ...sessions].map((one) => one.boundMemory(maxMiB)));
  }

  /** Processes that run now, of those that models share. */
  pids(): number[] {
    return this.hosts.flatMap(({ pid }) => pid ?? []);
  }

  stop(): void {
    if (this.sweep) clearInterval(this.sweep);
    for (const host of this.hosts) host.stop();
    this.sessions.clear();
  }
}

const shared = globalThis as typeof globalThis & { slipwayOnnx?: OnnxSessions };

export function onnxSessions(): OnnxSessions {
  shared.slipwayOnnx ??= new OnnxSessions();
  return shared.slipwayOnnx;
}
