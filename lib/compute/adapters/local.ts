import "server-only";
import { type SpawnOptions, spawn } from "node:child_process";
import { constants } from "node:fs";
import {
  access,
  mkdir,
  open,
  readdir,
  readFile,
  rm,
  stat,
  truncate,
  writeFile,
} from "node:fs/promises";
import { dirname, join } from "node:path";
import { AppError } from "@/lib/core/errors";
import { diskExcess, largestFile, type Observation } from "../rules/lifecycle";
import type { JobFacts } from "../schema/jobs";
import type { BackendHealth, ComputeAdapter, Launch, LogPart, Usage } from "./adapter";
import { forgetDiskUse, MAX_ENTRIES, recentDiskUse } from "./local-disk";
import { findInterpreter, findLocks, findMachine } from "./local-facts";
import { recentGpuUse } from "./local-gpus";
import {
  hasKey,
  KEY_VARIABLE,
  processesOf,
  recentProcesses,
  signal,
  usageOf,
} from "./local-processes";
import { layOut } from "./local-source";

const SHELL = "/bin/sh";
/** Where programs are looked for unless a job says otherwise; Node comes along with Slipway. */
const PATH = `${dirname(process.execPath)}:/usr/local/bin:/usr/bin:/bin`;
const READ_BYTES = 128 * 1024;
/** An unread log is emptied when it has become so long. */
const IGNORED_BYTES = 1024 * 1024;
/** Between taking the claim and writing down its number a wrapper does nothing else. */
const STARTING_MS = 10_000;
const MEBIBYTE = 1024 * 1024;
/** As a shell counts files. */
const BLOCKS_A_MEBIBYTE = 2_048;

/**
 * Takes the claim, which only one of all wrappers of a key gets, and runs the command below its limits. It outlives the
 * server that started it, waits through a SIGTERM for the command to end, and writes down the exit code. It calls no
 * program but the command, so that no PATH can mislead it.
 */
const WRAPPER = `
set -C
( : >claim ) 2>/dev/null || exit 0
printf '%s' $$ >pid
trap : TERM INT HUP
cpu=$1 memory=$2 file=$3
shift 3
(
  cd work || exit 126
  [ "$cpu" = - ] || ulimit -t "$cpu" || exit 126
  [ "$memory" = - ] || ulimit -v "$memory" || exit 126
  [ "$file" = - ] || ulimit -f "$file" || exit 126
  exec "$@"
) >>log 2>&1
printf '%s' $? >exit
`;

const isMissing = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "ENOENT";

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/** Resolves when the shell runs, in a session of its own. */
function started(args: readonly string[], options: Pick<SpawnOptions, "cwd" | "env">) {
  return new Promise<void>((resolve, reject) => {
    const fail = (error: unknown) => reject(toFailure(error));
    try {
      const child = spawn(SHELL, args, { ...options, detached: true, stdio: "ignore" });
      child.once("error", fail);
      child.once("spawn", resolve);
      child.unref();
    } catch (error) {
      fail(error);
    }
  });
}

/** What no other try would change is told as it is. */
function toFailure(error: unknown): unknown {
  return error instanceof Error && "code" in error && error.code === "E2BIG"
    ? new AppError("INVALID", "Its command and variables are longer than this system takes.")
    : error;
}

/** Makes a file; false when somebody has made it already. */
async function isMade(path: string, text = ""): Promise<boolean> {
  try {
    await writeFile(path, text, { flag: "wx" });
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

async function readNumber(path: string): Promise<number | null> {
  try {
    const text = await readFile(path, "utf8");
    return /^\d+$/.test(text) ? Number(text) : null;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/**
 * Runs jobs as processes of this machine, each in a folder of its own below `folder`: there, and nowhere in memory, is
 * what is known of it.
 */
export class LocalBackend implements ComputeAdapter {
  constructor(private readonly folder: string) {}

  private placeOf(key: string, name = ""): string {
    if (!/^[a-z0-9-]{1,63}$/.test(key)) throw new Error(`"${key}" is no key of a job.`);
    return join(this.folder, key, name);
  }

  async check(): Promise<BackendHealth> {
    if (!(await exists("/proc/self/environ")))
      return { isReady: false, message: "Jobs on this machine need a Linux with /proc." };
    try {
      await mkdir(this.folder, { recursive: true, mode: 0o700 });
      await access(this.folder, constants.W_OK);
      await access(SHELL, constants.X_OK);
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      return { isReady: false, message: `Jobs cannot run on this machine: ${problem}` };
    }
    return { isReady: true, message: "Jobs can run on this machine." };
  }

  async submit({ key, command, environment, limits, snapshot }: Launch): Promise<void> {
    if (await exists(this.placeOf(key, "claim"))) return;
    const health = await this.check();
    if (!health.isReady) throw new AppError("UNAVAILABLE", health.message);
    const home = this.placeOf(key, "work");
    const temporary = this.placeOf(key, "tmp");
    if (snapshot) await layOut(this.placeOf(key), snapshot, limits.diskMiB);
    await mkdir(home, { recursive: true, mode: 0o700 });
    await mkdir(temporary, { recursive: true, mode: 0o700 });
    const { cpuSeconds, memoryMiB, diskMiB } = limits;
    const limit = (value: number | null, unit = 1) => (value === null ? "-" : String(value * unit));
    if (diskMiB !== null) await isMade(this.placeOf(key, "quota"), String(diskMiB * MEBIBYTE));
    const blocks = diskMiB === null ? null : largestFile(diskMiB) * BLOCKS_A_MEBIBYTE;
    const limited = [limit(cpuSeconds), limit(memoryMiB, 1024), limit(blocks)];
    const variables = { PATH, HOME: home, TMPDIR: temporary, ...environment, [KEY_VARIABLE]: key };
    // Next declares that every environment names NODE_ENV; this one is the job's own.
    const env = variables as Record<string, string> as NodeJS.ProcessEnv;
    await started(["-c", WRAPPER, "job", ...limited, ...command], {
      cwd: this.placeOf(key),
      env,
    });
  }

  async observe(key: string): Promise<Observation> {
    const seen = await this.stateOf(key);
    const excess = await this.excessOf(key, seen.state === "running");
    return excess ? { ...seen, excess } : seen;
  }

  /** What it takes of the disk beyond its limit. Once it does, that is kept: it may tidy up while it is stopped. */
  private async excessOf(key: string, isRunning: boolean): Promise<Observation["excess"]> {
    const full = this.placeOf(key, "full");
    const quota = isRunning ? await readNumber(this.placeOf(key, "quota")) : null;
    if (quota !== null && !(await exists(full))) {
      const used = recentDiskUse(key, [this.placeOf(key, "work"), this.placeOf(key, "tmp")]);
      const reason = used && diskExcess(used, { bytes: quota, entries: MAX_ENTRIES });
      if (reason) await isMade(full, reason);
    }
    const since = await stat(full).catch(() => null);
    if (!since) return undefined;
    // Whoever made it may have died before it was written.
    const reason = (await readFile(full, "utf8")) || "It filled its folder beyond its limit.";
    return { reason, since: since.mtimeMs };
  }

  private async stateOf(key: string): Promise<Observation> {
    const ended = await this.endOf(key);
    if (ended) return ended;
    const running: Observation = { state: "running", exitCode: null };
    if (!(await exists(this.placeOf(key)))) return { state: "unknown", exitCode: null };
    const claim = await stat(this.placeOf(key, "claim")).catch(() => null);
    if (!claim) return { state: "pending", exitCode: null };
    const pid = await readNumber(this.placeOf(key, "pid"));
    if (pid !== null && (await hasKey(pid, key))) return running;
    const isStopped = await exists(this.placeOf(key, "stopped"));
    if (pid === null && !isStopped && Date.now() - claim.mtimeMs < STARTING_MS) return running;
    // It may have ended between the two looks.
    return (await this.endOf(key)) ?? { state: isStopped ? "stopped" : "unknown", exitCode: null };
  }

  private async endOf(key: string): Promise<Observation | null> {
    const exitCode = await readNumber(this.placeOf(key, "exit"));
    if (exitCode === null) return null;
    if (await exists(this.placeOf(key, "stopped"))) return { state: "stopped", exitCode };
    return { state: exitCode === 0 ? "succeeded" : "failed", exitCode };
  }

  /** Its log is a file at hand: a look costs next to nothing. */
  pauseMs(): number {
    return 0;
  }

  async readLog(key: string, offset: number): Promise<LogPart> {
    try {
      const file = await open(this.placeOf(key, "log"), "r");
      try {
        const buffer = new Uint8Array(READ_BYTES);
        const { bytesRead } = await file.read(buffer, 0, READ_BYTES, offset);
        return { bytes: buffer.subarray(0, bytesRead), hasMore: bytesRead === READ_BYTES };
      } finally {
        await file.close();
      }
    } catch (error) {
      if (isMissing(error)) return { bytes: new Uint8Array(), hasMore: false };
      throw error;
    }
  }

  async describe(key: string, command: readonly string[]): Promise<JobFacts> {
    const work = this.placeOf(key, "work");
    const [machine, interpreter, locks] = await Promise.all([
      findMachine(PATH),
      findInterpreter(command, { work, path: PATH }),
      findLocks(work),
    ]);
    return { backend: "This machine", machine, interpreter, locks };
  }

  async measure(key: string): Promise<Usage | null> {
    const leader = await readNumber(this.placeOf(key, "pid"));
    const recent = await processesOf(key, leader, recentProcesses());
    // One that has only just begun was not there a moment ago.
    const pids = recent.length > 0 ? recent : await processesOf(key, leader);
    const usage = await usageOf(pids);
    return usage && { ...usage, gpu: await recentGpuUse(pids, PATH) };
  }

  async ignoreLog(key: string): Promise<void> {
    const log = this.placeOf(key, "log");
    const size = await stat(log).then(
      (found) => found.size,
      () => 0,
    );
    // The job appends, so it goes on at the beginning.
    if (size > IGNORED_BYTES) await truncate(log, 0);
  }

  async stop(key: string, { isForced }: { isForced: boolean }): Promise<void> {
    if ((await readNumber(this.placeOf(key, "exit"))) !== null) return;
    await mkdir(this.placeOf(key), { recursive: true, mode: 0o700 });
    const isFirst = await isMade(this.placeOf(key, "stopped"));
    // Whoever makes the claim decides: then no wrapper starts the command.
    if (await isMade(this.placeOf(key, "claim"))) return;
    if (isFirst || isForced) await this.signalAll(key, isForced ? "SIGKILL" : "SIGTERM");
  }

  /** All but the wrapper, which ends by itself when it has written down how the command ended. */
  private async signalAll(key: string, name: "SIGTERM" | "SIGKILL"): Promise<void> {
    const leader = await readNumber(this.placeOf(key, "pid"));
    const pids = await processesOf(key, leader);
    for (const pid of pids) if (pid !== leader) signal(pid, name);
  }

  async forget(key: string): Promise<void> {
    forgetDiskUse(key);
    await mkdir(this.placeOf(key), { recursive: true, mode: 0o700 });
    // Whoever would still submit it comes too late.
    await isMade(this.placeOf(key, "claim"));
    for (const pid of await processesOf(key, null)) signal(pid, "SIGKILL");
    const names = await readdir(this.placeOf(key));
    for (const name of names)
      if (name !== "claim") await rm(this.placeOf(key, name), { recursive: true, force: true });
  }
}
