import { type ChildProcess, type ForkOptions, fork } from "node:child_process";
import { existsSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";

/** Starts a process of ours, given its source: as `openThread` does, the built one or the source itself. */
export function openProcess(source: URL, options: ForkOptions): ChildProcess {
  const built = new URL(`./${basename(source.pathname, ".ts")}.mjs`, import.meta.url);
  if (existsSync(built)) return fork(fileURLToPath(built), [], { execArgv: [], ...options });
  return fork(fileURLToPath(source), [], {
    // Under which "server-only" is empty.
    execArgv: ["--conditions=react-server", "--import", "tsx"],
    ...options,
  });
}
