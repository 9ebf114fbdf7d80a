import "server-only";
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { access, constants, lstat, readFile, stat } from "node:fs/promises";
import { arch, availableParallelism, cpus, release, totalmem, type } from "node:os";
import { isAbsolute, join } from "node:path";
import { env } from "@/lib/core/env";
import { interpreterOf, isPinnedLock, LOCK_FILES } from "../rules/provenance";
import type { JobFacts } from "../schema/jobs";

const ASK_MS = 3_000;
const KEPT_LOCK_BYTES = 256 * 1024;
const MAX_LOCK_BYTES = 16 * 1024 * 1024;

/** What a program prints, which sees nothing of this server; null when it is not there, fails or takes too long. */
export function answerOf(
  program: string,
  args: readonly string[],
  path: string,
): Promise<string | null> {
  return new Promise((resolve) => {
    execFile(
      program,
      args,
      {
        timeout: ASK_MS,
        killSignal: "SIGKILL",
        maxBuffer: 64 * 1024,
        cwd: "/",
        env: { PATH: path, NODE_ENV: env().NODE_ENV },
      },
      (error, out, err) => resolve(error ? null : out.trim() || err.trim()),
    );
  });
}

async function findGpus(path: string): Promise<string[]> {
  const query = ["--query-gpu=name,memory.total", "--format=csv,noheader"];
  const answer = await answerOf("nvidia-smi", query, path);
  return answer === null ? [] : answer.split("\n").filter((line) => line !== "");
}

const shared = globalThis as typeof globalThis & { slipwayGpus?: Promise<string[]> };

export async function findMachine(path: string): Promise<JobFacts["machine"]> {
  shared.slipwayGpus ??= findGpus(path);
  return {
    system: `${type()} ${release()} ${arch()}`,
    cpu: cpus()[0]?.model.trim() || arch(),
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    gpus: await shared.slipwayGpus,
  };
}

async function placeOf(program: string, path: string): Promise<string | null> {
  if (isAbsolute(program)) return program;
  for (const folder of path.split(":")) {
    const place = join(folder, program);
    const isThere = await access(place, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isThere) return place;
  }
  return null;
}

const MAX_KNOWN = 100;
const known = new Map<string, string | null>();

async function versionOf(place: string, path: string): Promise<string | null> {
  const about = await stat(place).catch(() => null);
  const name = `${place} ${about?.mtimeMs}`;
  const version = known.get(name);
  if (version !== undefined) return version;
  const answer =
    (await answerOf(place, ["--version"], path))?.split("\n")[0]?.slice(0, 200) ?? null;
  if (known.size >= MAX_KNOWN) known.clear();
  known.set(name, answer);
  return answer;
}

/** The interpreter that a command names. One of the job's own folder is not asked: it is the job's to run. */
export async function findInterpreter(
  command: readonly string[],
  { work, path }: { work: string; path: string },
): Promise<JobFacts["interpreter"]> {
  const program = interpreterOf(command);
  if (program === null) return null;
  const place = await placeOf(program, path);
  if (place === null || place.startsWith(work)) return null;
  const version = await versionOf(place, path);
  return version ? { path: place, version } : null;
}

/** The files of a folder that say which packages its code wants. What is a link is not followed. */
export async function findLocks(folder: string): Promise<JobFacts["locks"]> {
  const found = await Promise.all(
    LOCK_FILES.map(async (path) => {
      const place = join(folder, path);
      const about = await lstat(place).catch(() => null);
      if (!about?.isFile() || about.size > MAX_LOCK_BYTES) return [];
      const bytes = await readFile(place);
      const sha256 = createHash("sha256").update(bytes).digest("hex");
      const text = bytes.toString("utf8").replaceAll("\0", "");
      const isKept = about.size <= KEPT_LOCK_BYTES;
      return [{ path, sha256, text: isKept ? text : null, isPinned: isPinnedLock(path, text) }];
    }),
  );
  return found.flat();
}
