import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll } from "vitest";
import { env } from "@/lib/core/env";

export interface Mortal {
  /** What it said when it was ready. */
  said: string;
  isAlive: () => boolean;
  /** As the kernel does it: at once, whatever it was doing. Throws when it has ended by itself. */
  kill: () => Promise<void>;
}

const BUNDLES = join("node_modules", ".cache", "slipway-tests");

const isAlive = (child: ChildProcess): boolean =>
  child.exitCode === null && child.signalCode === null;

async function killed(child: ChildProcess): Promise<void> {
  if (!isAlive(child)) throw new Error(`It ended by itself, with ${child.exitCode}.`);
  const gone = once(child, "exit");
  child.kill("SIGKILL");
  await gone;
}

/**
 * Programs of this folder as processes of their own, for a test to kill: on the database and the data folder of the
 * test. They are bundled first, so that one starts in the time that another takes to die.
 */
export function setUpMortals(...programs: readonly string[]) {
  const folder = join(BUNDLES, randomUUID());
  const living = new Set<ChildProcess>();
  beforeAll(async () => {
    await build({
      entryPoints: programs.map((program) => join("lib", "testing", `${program}.ts`)),
      outdir: folder,
      outExtension: { ".js": ".mjs" },
      bundle: true,
      platform: "node",
      format: "esm",
      target: "node20",
      packages: "external",
      alias: { "server-only": "./lib/testing/server-only.ts" },
      logLevel: "error",
    });
  });
  afterAll(async () => {
    await Promise.all([...living].map(killed));
    await rm(folder, { recursive: true, force: true });
  });

  /** Resolves when it says that it is ready. */
  return async (program: string, more: Record<string, string> = {}): Promise<Mortal> => {
    const { DATABASE_URL = "", SLIPWAY_DATA, SLIPWAY_SECRET = "" } = env();
    const settings = { DATABASE_URL, SLIPWAY_DATA, SLIPWAY_SECRET, LOG_LEVEL: "silent" };
    const child = spawn(process.execPath, [join(folder, `${program}.mjs`)], {
      env: { NODE_ENV: "test", ...settings, ...more },
      stdio: ["pipe", "pipe", "inherit"],
    });
    living.add(child);
    child.once("exit", () => living.delete(child));
    const early = new AbortController();
    child.once("exit", () => early.abort(new Error(`${program} ended before it was ready.`)));
    const [said] = await once(child.stdout, "data", { signal: early.signal });
    return {
      said: String(said).trim(),
      isAlive: () => isAlive(child),
      kill: () => killed(child),
    };
  };
}
