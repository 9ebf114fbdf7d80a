import "server-only";
import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";
import { dirname } from "node:path";
import { KEY_VARIABLE, processesOf, signal } from "@/lib/compute/adapters/local-processes";
import { residentMiB } from "./memory";

const SHELL = "/bin/sh";
const PATH = `${dirname(process.execPath)}:/usr/local/bin:/usr/bin:/bin`;
const TERM_MS = 3_000;

/**
 * Runs the command in a group of its own that does not outlive this server: when the pipe that this server holds is
 * closed, however it ended, the whole group is killed.
 */
const WRAPPER = `
( cat <&3 >/dev/null 2>&1; kill -KILL 0 ) &
exec 3<&-
exec "$@"
`;

export interface ChildOptions {
  key: string;
  command: readonly string[];
  folder: string;
  environment: Readonly<Record<string, string>>;
  onOutput: (text: string) => void;
  onExit: (why: string) => void;
}

/** A port that nothing listens on. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

/** A process that serves a model, with everything that it starts. */
export class Child {
  private readonly process: ChildProcess;
  private isOver = false;

  constructor(private readonly options: ChildOptions) {
    const { command, folder, environment, key } = options;
    const [program = ""] = command;
    // A program of a Python environment finds its neighbours.
    const path = program.startsWith("/") ? `${dirname(program)}:${PATH}` : PATH;
    const variables = { PATH: path, HOME: folder, ...environment, [KEY_VARIABLE]: key };
    this.process = spawn(SHELL, ["-c", WRAPPER, "model", ...command], {
      cwd: folder,
      // Next declares that every environment names NODE_ENV; this one is the model's own.
      env: variables as Record<string, string> as NodeJS.ProcessEnv,
      detached: true,
      stdio: ["ignore", "pipe", "pipe", "pipe"],
    });
    for (const stream of [this.process.stdout, this.process.stderr])
      stream?.on("data", (bytes: Buffer) => options.onOutput(bytes.toString("utf8")));
    this.process.stdio[3]?.on("error", () => undefined);
    this.process.once("error", (error) => this.end(error.message));
    this.process.once("exit", (code, name) =>
      this.end(name ? `it was ended by ${name}` : `it ended with code ${code}`),
    );
  }

  private end(why: string): void {
    if (this.isOver) return;
    this.isOver = true;
    void this.killAll();
    this.options.onExit(why);
  }

  /** Memory of it and of all that it started, in MiB. */
  async memoryMiB(): Promise<number> {
    const pids = await processesOf(this.options.key, this.process.pid ?? null);
    const sizes = await Promise.all(pids.map(residentMiB));
    return sizes.reduce((sum, size) => sum + size, 0);
  }

  private async killAll(): Promise<void> {
    const pids = await processesOf(this.options.key, this.process.pid ?? null);
    for (const pid of pids) signal(pid, "SIGKILL");
  }

  /** Asks it to end, and makes it after a while. Resolves when nothing of it is left. */
  async stop(isForced = false): Promise<void> {
    if (!this.isOver && !isForced) {
      const ended = new Promise<void>((resolve) => this.process.once("exit", () => resolve()));
      const pids = await processesOf(this.options.key, this.process.pid ?? null);
      for (const pid of pids) signal(pid, "SIGTERM");
      await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, TERM_MS).unref())]);
    }
    await this.killAll();
    this.process.stdio[3]?.destroy();
  }
}
