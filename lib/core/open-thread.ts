import { existsSync } from "node:fs";
import { basename } from "node:path";
import { Worker, type WorkerOptions } from "node:worker_threads";

/**
 * Starts a thread of ours, given its source. Where the server is built, the thread is built beside it; where sources run as
 * they are, a thread has to be taught to read them first.
 */
export function openThread(source: URL, options: WorkerOptions): Worker {
  // Put together so that no bundler of pages, which import this too, looks for the file.
  const built = new URL(basename(source.pathname).replace(/\.ts$/, ".mjs"), import.meta.url);
  if (existsSync(built)) return new Worker(built, options);
  const address = JSON.stringify(source.href);
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
