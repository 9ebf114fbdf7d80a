import "server-only";
import { readdir, readFile } from "node:fs/promises";
import type { Usage } from "./adapter";

/** In the environment of every process of a job: what tells them from strangers that got a number of theirs. */
export const KEY_VARIABLE = "SLIPWAY_JOB_KEY";

const isGone = (error: unknown): boolean =>
  error instanceof Error &&
  "code" in error &&
  /^(?:ENOENT|ESRCH|EACCES|EPERM)$/.test(String(error.code));

async function readOf(pid: number, name: "environ" | "stat" | "status"): Promise<string> {
  try {
    return await readFile(`/proc/${pid}/${name}`, "latin1");
  } catch (error) {
    if (isGone(error)) return "";
    throw error;
  }
}

/** The key that a process was started with. A dead one that nobody has buried has no environment. */
async function keyOf(pid: number): Promise<string | null> {
  const name = `${KEY_VARIABLE}=`;
  const variables = (await readOf(pid, "environ")).split("\0");
  return variables.find((one) => one.startsWith(name))?.slice(name.length) ?? null;
}

/** Whether a process lives that was started with this key. */
export const hasKey = async (pid: number, key: string): Promise<boolean> =>
  (await keyOf(pid)) === key;

/** From its state on: the name in parentheses before it may hold anything. */
async function statOf(pid: number): Promise<string[]> {
  const stat = await readOf(pid, "stat");
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
}

/** The session a process belongs to: after state, parent and group. */
const sessionOf = async (pid: number): Promise<number> => Number((await statOf(pid))[3]);

/** As Linux tells them to programs, whatever it counts in itself. */
const TICK_MS = 10;

async function memoryOf(pid: number): Promise<number> {
  const kibibytes = /^VmRSS:\s+(\d+) kB$/m.exec(await readOf(pid, "status"))?.[1];
  return Number(kibibytes ?? 0) * 1024;
}

/** What processes use together; null when none lives. Those they have waited for count with them. */
export async function usageOf(pids: readonly number[]): Promise<Omit<Usage, "gpu"> | null> {
  const found = await Promise.all(
    pids.map(async (pid) => {
      const [times, bytes] = await Promise.all([statOf(pid), memoryOf(pid)]);
      // User and system time, its own and of the children it has waited for.
      const ticks = times.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
      return times.length < 15 ? [] : [{ ticks, bytes }];
    }),
  );
  const living = found.flat();
  if (living.length === 0) return null;
  const sum = (name: "ticks" | "bytes") => living.reduce((total, one) => total + one[name], 0);
  return {
    cpuMillis: sum("ticks") * TICK_MS,
    memoryBytes: sum("bytes"),
    processes: living.length,
  };
}

interface Running {
  pid: number;
  /** What `KEY_VARIABLE` says in its environment. */
  key: string | null;
  session: number;
}

/** Every process of this machine that may be looked at. */
async function listProcesses(): Promise<Running[]> {
  const names = await readdir("/proc").catch(() => []);
  const pids = names.filter((name) => /^\d+$/.test(name)).map(Number);
  return Promise.all(
    pids.map(async (pid) => {
      const [key, session] = await Promise.all([keyOf(pid), sessionOf(pid)]);
      return { pid, key, session };
    }),
  );
}

const RECENT_MS = 900;
let recent: { at: number; processes: Promise<Running[]> } | null = null;

/** As they were a moment ago: one look for all jobs that are measured in the same second. */
export function recentProcesses(): Promise<Running[]> {
  if (recent === null || Date.now() - recent.at > RECENT_MS)
    recent = { at: Date.now(), processes: listProcesses() };
  return recent.processes;
}

/**
 * Every process of a job: by its key, also those that left its group; and by its session, also those that dropped
 * their environment, as long as the leader lives that proves the session to be ours.
 */
export async function processesOf(
  key: string,
  leader: number | null,
  running: Promise<Running[]> = listProcesses(),
): Promise<number[]> {
  const all = await running;
  const isOurs = all.some((one) => one.pid === leader && one.key === key);
  return all
    .filter((one) => one.key === key || (isOurs && one.session === leader))
    .map(({ pid }) => pid);
}

/** Sends a signal; a process that has gone meanwhile needs none. */
export function signal(pid: number, name: "SIGTERM" | "SIGKILL"): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (!isGone(error)) throw error;
  }
}
