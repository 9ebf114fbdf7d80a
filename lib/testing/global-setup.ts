import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { startEmbeddedPostgres } from "@/lib/db/embedded-postgres";
import { migrate } from "@/lib/db/migrate";

declare module "vitest" {
  interface ProvidedContext {
    /** Address of the test server, without a database. */
    postgresUrl: string;
  }
}

export const TEMPLATE = "slipway_template";
const quiet = { info: () => undefined, warn: () => undefined };
// Nothing of a test has to survive a power cut.
const SETTINGS = [
  "fsync=off",
  "full_page_writes=off",
  "synchronous_commit=off",
  // Tests ask when something came into force.
  "track_commit_timestamp=on",
];

/** One PostgreSQL for all test files, with a migrated template that each file clones. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataFolder = await mkdtemp(join(tmpdir(), "slipway-test-"));
  const postgres = await startEmbeddedPostgres({ dataFolder, log: quiet, settings: SETTINGS });
  const client = new pg.Client({ connectionString: postgres.url });
  await client.connect();
  await client.query(`CREATE DATABASE ${TEMPLATE}`);
  await client.end();
  await migrate(postgres.url.replace(/\/slipway$/, `/${TEMPLATE}`), quiet);
  project.provide("postgresUrl", postgres.url.replace(/\/slipway$/, ""));
  return async () => {
    await postgres.stop();
    await rm(dataFolder, { recursive: true, force: true });
  };
}
