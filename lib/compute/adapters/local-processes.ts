import "server-only";
import { readdir, readFile } from "node:fs/promises";

/** In the environment of every process of a job: what tells them from strangers that got a number of theirs. */
export const KEY_VARIABLE = "SLIPWAY_JOB_KEY";

const isGone = (error: unknown): boolean =>
  error instanceof Error &&
  "code" in error &&
  /^(?:ENOENT|ESRCH|EACCES|EPERM)$/.test(String(error.code));

async function readOf(pid: number, name: "environ" | "stat"): Promise<string> {
  try {
    return await readFile(`/proc/${pid}/${name}`, "latin1");
  } catch (error) {
    if (isGone(error)) return "";
    throw error;
  }
}

/** Whether a process lives that was started with this key. A dead one that nobody has buried has no environment. */
export async function hasKey(pid: number, key: string): Promise<boolean> {
  const variables = (await readOf(pid, "environ")).split("\0");
  return variables.includes(`${KEY_VARIABLE}=${key}`);
}

/** The session a process belongs to. */
async function sessionOf(pid: number): Promise<number> {
  const stat = await readOf(pid, "stat");
  // The name in parentheses may hold anything; after it come state, parent, group, session.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return Number(fields[3]);
}

/**
 * Every process of a job: by its key, also those that left its group; and by its session, also those that dropped
 * their environment, as long as the leader lives that proves the session to be ours.
 */
export async function processesOf(key: string, leader: number | null): Promise<number[]> {
  const names = await readdir("/proc").catch(() => []);
  const pids = names.filter((name) => /^\d+$/.test(name)).map(Number);
  const session = leader !== null && (await hasKey(leader, key)) ? leader : null;
  const found = await Promise.all(
    pids.map(async (pid) => {
      const isOurs =
        (await hasKey(pid, key)) || (session !== null && (await sessionOf(pid)) === session);
      return isOurs ? [pid] : [];
    }),
  );
  return found.flat();
}

/** Sends a signal; a process that has gone meanwhile needs none. */
export function signal(pid: number, name: "SIGTERM" | "SIGKILL"): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (!isGone(error)) throw error;
  }
}
