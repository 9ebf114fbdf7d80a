import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";

export interface Served {
  url: string;
  child: ChildProcess;
}

export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  if (address === null || typeof address === "string") throw new Error("No port is free.");
  return address.port;
}

const READY_MS = 180_000;
const STOP_MS = 60_000;

interface Command {
  program: string;
  args: readonly string[];
  port: number;
  /** Answers 200 when the server is ready. */
  path: string;
  env: Record<string, string>;
  isQuiet?: boolean;
}

const running = new Set<number>();
process.on("exit", () => {
  for (const pid of running) process.kill(-pid, "SIGTERM");
});

/** Starts a server and waits until it is ready. */
export async function serve(command: Command): Promise<Served> {
  const { program, args, port, path, env, isQuiet = false } = command;
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(program, args, {
    stdio: ["ignore", "ignore", isQuiet ? "ignore" : "inherit"],
    env: { ...process.env, PORT: String(port), ...env },
    // A group of its own: some servers are several processes, which end together.
    detached: true,
  });
  const { pid } = child;
  if (pid !== undefined) {
    running.add(pid);
    child.once("exit", () => running.delete(pid));
  }
  const deadline = Date.now() + READY_MS;
  while (child.exitCode === null && Date.now() < deadline) {
    const response = await fetch(`${url}${path}`).catch(() => null);
    if (response?.ok) return { url, child };
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${program} ${args[0] ?? ""} did not become ready.`);
}

function isAlive(group: number): boolean {
  try {
    return process.kill(-group, 0);
  } catch {
    return false;
  }
}

/** Stops a server and the processes it started, of which the first may end before the others. */
export async function stop({ child }: Served): Promise<void> {
  const { pid } = child;
  if (child.exitCode !== null || pid === undefined) return;
  process.kill(-pid, "SIGTERM");
  const deadline = Date.now() + STOP_MS;
  while (isAlive(pid)) {
    if (Date.now() > deadline) throw new Error(`Process group ${pid} did not stop.`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
