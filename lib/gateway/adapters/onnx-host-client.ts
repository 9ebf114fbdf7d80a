import "server-only";
import type { ChildProcess } from "node:child_process";
import { env } from "@/lib/core/env";
import { log } from "@/lib/core/log";
import { openProcess } from "@/lib/core/open-process";
import { ModelFailure } from "../rules/failures";
import type { HostAnswer, HostRequest } from "../schema/host";
import { residentMiB } from "./memory";

type Without<Request> = Request extends HostRequest ? Omit<Request, "id"> : never;
type Asked = Without<HostRequest>;
type Answered<Kind extends HostAnswer["kind"]> = Extract<HostAnswer, { kind: Kind }>;

interface Waiting {
  resolve: (answer: HostAnswer) => void;
  reject: (error: Error) => void;
  timer: NodeJS.Timeout;
}

/** The process was lost, or did not answer: because of this very request, or of one before it. */
export class HostFailure extends ModelFailure {
  constructor(
    kind: "AWAY" | "LATE",
    message: string,
    readonly isCulprit: boolean,
  ) {
    super(kind, message);
  }
}

/** A process that holds ONNX models, and works on one request after the other. It starts when it is first asked, and again after it has ended. */
export class OnnxHost {
  private child: ChildProcess | null = null;
  private readonly waiting = new Map<number, Waiting>();
  private lastId = 0;
  /** Since when the first of those that wait is worked on. */
  private headSince = 0;
  private isKilled = false;
  private isStopped = false;
  /** Counts starts: what was loaded in an earlier one is gone. */
  generation = 0;

  constructor(private readonly onExit: (why: string) => void = () => undefined) {}

  get pid(): number | null {
    return this.child?.pid ?? null;
  }

  private start(): ChildProcess {
    this.generation += 1;
    this.isKilled = false;
    this.isStopped = false;
    const child = openProcess(new URL("./onnx-host.ts", import.meta.url), {
      serialization: "advanced",
      stdio: ["ignore", "ignore", "pipe", "ipc"],
      // Nothing of this server's own: no secret is within reach of a model.
      env: { NODE_ENV: env().NODE_ENV },
    });
    let lastWords = "";
    child.stderr?.on("data", (chunk: Buffer) => {
      lastWords = (lastWords + chunk.toString("utf8")).slice(-2_000);
    });
    child.on("message", (answer: HostAnswer) => this.take(answer));
    child.on("error", () => this.ended(child, "it could not be started"));
    child.once("exit", (code, signal) => {
      if (!this.isStopped)
        log().warn({ code, signal, lastWords }, "a process that held ONNX models has ended");
      this.ended(child, signal ? `it was ended by ${signal}` : `it ended with code ${code}`);
    });
    // It ends with this process, and never keeps it.
    child.unref();
    child.channel?.unref();
    this.child = child;
    return child;
  }

  private take(answer: HostAnswer): void {
    const waiting = this.waiting.get(answer.id);
    if (!waiting) return;
    this.waiting.delete(answer.id);
    this.headSince = performance.now();
    clearTimeout(waiting.timer);
    if (answer.kind === "failed") waiting.reject(new Error(answer.message));
    else waiting.resolve(answer);
  }

  private ended(child: ChildProcess, why: string): void {
    if (this.child !== child) return;
    this.child = null;
    let isCulprit = !this.isKilled;
    for (const { reject, timer } of this.waiting.values()) {
      clearTimeout(timer);
      reject(new HostFailure("AWAY", `The process that ran the model is gone: ${why}.`, isCulprit));
      isCulprit = false;
    }
    this.waiting.clear();
    this.onExit(why);
  }

  /** Throws what the model made of it; ModelFailure when the process ends or takes too long, which ends it. */
  ask<Kind extends HostAnswer["kind"]>(
    asked: Asked,
    kind: Kind,
    timeoutMs: number,
  ): Promise<Answered<Kind>> {
    const child = this.child ?? this.start();
    this.lastId += 1;
    const id = this.lastId;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.late(id, timeoutMs), timeoutMs);
      timer.unref();
      if (this.waiting.size === 0) this.headSince = performance.now();
      this.waiting.set(id, {
        // A host answers each kind of request with its own kind of answer.
        resolve: (answer) => (answer.kind === kind ? resolve(answer as Answered<Kind>) : undefined),
        reject,
        timer,
      });
      child.send({ id, ...asked }, (error) => {
        if (error) this.ended(child, error.message);
      });
    });
  }

  /** Too long when it was worked on for so long; what only waited for others goes on waiting, as its deadline allows. */
  private late(id: number, timeoutMs: number): void {
    const waiting = this.waiting.get(id);
    if (!waiting) return;
    const [head] = this.waiting.keys();
    const rest = id === head ? timeoutMs - (performance.now() - this.headSince) : timeoutMs;
    if (rest > 1) {
      waiting.timer = setTimeout(() => this.late(id, timeoutMs), rest);
      waiting.timer.unref();
      return;
    }
    this.waiting.delete(id);
    waiting.reject(
      new HostFailure("LATE", `The model did not answer within ${timeoutMs} ms.`, true),
    );
    this.isKilled = true;
    this.child?.kill("SIGKILL");
  }

  /** Ends its process when that has taken too much memory; what it was asked is asked again of the next one. */
  async boundMemory(maxMiB: number): Promise<void> {
    const { child } = this;
    if (!child?.pid) return;
    const taken = await residentMiB(child.pid);
    if (taken <= maxMiB || this.child !== child) return;
    log().warn({ taken, maxMiB }, "a process that held ONNX models took too much memory");
    this.isKilled = true;
    child.kill("SIGKILL");
  }

  stop(): void {
    this.isStopped = true;
    this.child?.kill("SIGKILL");
  }
}
