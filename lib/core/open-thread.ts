import { existsSync } from "node:fs";
import { basename } from "node:path";
import { Worker, type WorkerOptions } from "node:worker_threads";

const shared = globalThis as typeof globalThis & { slipwayStart?: string };

/**
 * Tells every bundle of this process what it was started as: pages are bundled elsewhere, and what they know of their own place
 * leads to no thread.
 */
export function settleThreads(start: string): void {
  shared.slipwayStart = start;
}

/** Put together so that no bundler of pages, which import this too, looks for the folder. */
const UP = ["..", "..", ""].join("/");

/**
 * Starts a thread of ours, given its source as the project has it. Where the server is built, the thread is built beside it; where
 * sources run as they are, a thread has to be taught to read them first.
 */
export function openThread(source: string, options: WorkerOptions): Worker {
  const built = new URL(
    basename(source).replace(/\.ts$/, ".mjs"),
    shared.slipwayStart ?? import.meta.url,
  );
  if (existsSync(built)) return new Worker(built, options);
  const root = shared.slipwayStart ?? new URL(UP, import.meta.url);
  const address = JSON.stringify(new URL(source, root).href);
  return new Worker(
    `import("tsx/esm/api").then(({ tsImport }) => tsImport(${address}, ${address}))`,
    {
      ...options,
      eval: true,
      // Under which "server-only" is empty.
      execArgv: ["--conditions=react-server"],
    },
  );
}
