import "server-only";
import { randomUUID } from "node:crypto";
import { Pool } from "undici";
import { ModelFailure } from "../rules/failures";
import { remoteAnswer, remoteBody } from "../rules/remote-wire";
import type { ModelOutput } from "../schema/payload";
import type { InferCall } from "./adapter";
import { Child, freePort } from "./child";
import { callRemote, checkStatus } from "./remote";

const POLL_MS = 250;
const PING_MS = 2_000;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 60_000;
/** Having run so long, it may be started again at once. */
const STEADY_MS = 60_000;
const MAX_SILENCES = 3;

export interface ReplicaOptions {
  command: (port: number) => readonly string[];
  folder: string;
  environment: Readonly<Record<string, string>>;
  memoryMiB: number;
  startSeconds: number;
  onOutput: (text: string) => void;
}

interface Life {
  child: Child;
  pool: Pool;
  url: string;
  since: number;
  hasAnswered: boolean;
  silences: number;
}

/** One process of a model, started again when it ends, grows too large or falls silent. */
export class Replica {
  busy = 0;
  trouble: string | null = "It has not started yet.";
  private life: Life | null = null;
  private starting: Promise<void> | null = null;
  private isClosed = false;
  private wait = FIRST_WAIT_MS;
  private restart: NodeJS.Timeout | null = null;

  constructor(private readonly options: ReplicaOptions) {}

  get isReady(): boolean {
    return this.life?.hasAnswered === true;
  }

  /** Resolves when it answers. Throws ModelFailure when it ends before, or takes too long. */
  start(): Promise<void> {
    this.starting ??= this.begin().finally(() => {
      this.starting = null;
    });
    return this.starting;
  }

  private async begin(): Promise<void> {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const { folder, environment, onOutput } = this.options;
    const child = new Child({
      key: `serving-${randomUUID()}`,
      command: this.options.command(port),
      folder,
      environment: { ...environment, PORT: String(port) },
      onOutput,
      onExit: (why) => this.ended(life, why),
    });
    const pool = new Pool(url, { connections: 32 });
    const life: Life = { child, pool, url, since: Date.now(), hasAnswered: false, silences: 0 };
    this.life = life;
    this.trouble = "It is starting.";
    await this.awaitAnswer(life);
  }

  private async awaitAnswer(life: Life): Promise<void> {
    const { startSeconds } = this.options;
    const deadline = life.since + startSeconds * 1_000;
    while (this.life === life && Date.now() < deadline) {
      if (await this.pings(life)) {
        life.hasAnswered = true;
        this.trouble = null;
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, POLL_MS).unref());
    }
    if (this.life !== life) throw new ModelFailure("AWAY", this.trouble ?? "It was stopped.");
    const why = `It did not answer /ping within ${startSeconds} s.`;
    await life.child.stop(true);
    throw new ModelFailure("AWAY", why);
  }

  private async pings({ pool, url }: Life): Promise<boolean> {
    const call = { url: `${url}/ping`, timeoutMs: PING_MS, dispatcher: pool };
    return callRemote(call).then(
      ({ status }) => status === 200,
      () => false,
    );
  }

  private ended(life: Life, why: string): void {
    if (this.life !== life) return;
    this.life = null;
    void life.pool.destroy();
    if (Date.now() - life.since > STEADY_MS) this.wait = FIRST_WAIT_MS;
    this.trouble = `Its process is gone: ${why}. It is started again in ${Math.ceil(this.wait / 1_000)} s.`;
    if (this.isClosed) return;
    this.restart = setTimeout(() => void this.start().catch(() => undefined), this.wait);
    this.restart.unref();
    this.wait = Math.min(LONGEST_WAIT_MS, this.wait * 2);
  }

  /** Ends a process that took too much memory, or that has fallen silent. */
  async check(): Promise<void> {
    const { life } = this;
    if (!life?.hasAnswered) return;
    const memory = await life.child.memoryMiB();
    if (memory > this.options.memoryMiB) {
      this.options.onOutput(
        `\n[It took ${Math.round(memory)} MiB of ${this.options.memoryMiB} and is started again.]\n`,
      );
      await life.child.stop(true);
      return;
    }
    life.silences = (await this.pings(life)) ? 0 : life.silences + 1;
    if (life.silences < MAX_SILENCES) return;
    this.options.onOutput("\n[It answers no more and is started again.]\n");
    await life.child.stop(true);
  }

  async infer({ input, params, deadline }: InferCall): Promise<ModelOutput> {
    const { life } = this;
    if (!life?.hasAnswered)
      throw new ModelFailure("AWAY", this.trouble ?? "The model is not running.");
    this.busy += 1;
    try {
      const answer = await callRemote({
        url: `${life.url}/invocations`,
        body: remoteBody("mlflow", input, params),
        timeoutMs: deadline - Date.now(),
        dispatcher: life.pool,
      });
      checkStatus(answer);
      return remoteAnswer("mlflow", answer.text);
    } finally {
      this.busy -= 1;
    }
  }

  async stop(): Promise<void> {
    this.isClosed = true;
    if (this.restart) clearTimeout(this.restart);
    const { life } = this;
    await life?.child.stop();
    await life?.pool.destroy();
    this.life = null;
  }
}
