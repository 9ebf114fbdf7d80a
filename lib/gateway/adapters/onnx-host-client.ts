import "server-only";
import type { ChildProcess } from "node:child_process";
import { env } from "@/lib/core/env";
import { log } from "@/lib/core/log";
import { openProcess } from "@/lib/core/open-process";
import { ModelFailure } from "../rules/failures";
import type { HostAnswer, HostRequest } from "../schema/host";

type Without<Request> = Request extends HostRequest ? Omit<Request, "id"> : never;
type Asked = Without<HostRequest>;
type Answered<Kind extends HostAnswer["kind"]> = Extract<HostAnswer, { kind: Kind }>;

interface Waiting {
  resolve: (answer: HostAnswer) => void;
  reject: (error: Error) => void;
  timer: NodeJS.Timeout;
}

/** A process that holds ONNX models. It starts when it is first asked, and again after it has ended. */
export class OnnxHost {
  private child: ChildProcess | null = null;
  private readonly waiting = new Map<number, Waiting>();
  private lastId = 0;
  /** Counts starts: what was loaded in an earlier one is gone. */
  generation = 0;

  constructor(private readonly onExit: (why: string) => void = () => undefined) {}

  get pid(): number | null {
    return this.child?.pid ?? null;
  }

  private start(): ChildProcess {
    this.generation += 1;
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
    clearTimeout(waiting.timer);
    if (answer.kind === "failed") waiting.reject(new Error(answer.message));
    else waiting.resolve(answer);
  }

  private ended(child: ChildProcess, why: string): void {
    if (this.child !== child) return;
    this.child = null;
    const failure = new ModelFailure("AWAY", `The process that ran the model is gone: ${why}.`);
    for (const { reject, timer } of this.waiting.values()) {
      clearTimeout(timer);
      reject(failure);
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
      const timer = setTimeout(() => {
        this.waiting.delete(id);
        reject(new ModelFailure("LATE", `The model did not answer within ${timeoutMs} ms.`));
        child.kill("SIGKILL");
      }, timeoutMs);
      timer.unref();
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

  stop(): void {
    this.child?.kill("SIGKILL");
  }
}
