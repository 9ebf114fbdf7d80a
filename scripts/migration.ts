/**
 * `npm run migration -- name`: writes the migration from the schema of the last one, which is kept beside the
 * migrations, to the present one.
 */
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmbeddedPostgres } from "@/lib/db/embedded-postgres";
import { MIGRATIONS_FOLDER, SCHEMA_SNAPSHOT } from "@/lib/db/migration-files";
import { openSchemaEngine } from "@/lib/db/schema-engine";

const SCHEMA_FOLDER = "prisma/schema";
const quiet = { info: () => undefined, warn: () => undefined };

async function readSchema(): Promise<string> {
  const names = (await readdir(SCHEMA_FOLDER)).filter((name) => name.endsWith(".prisma")).sort();
  const files = await Promise.all(names.map((name) => readFile(join(SCHEMA_FOLDER, name), "utf8")));
  return files.join("\n");
}

/** The engine wants a server to talk to, even to compare two schemas. */
async function withScratchPostgres<T>(work: (url: string) => Promise<T>): Promise<T> {
  const dataFolder = await mkdtemp(join(tmpdir(), "slipway-migration-"));
  const postgres = await startEmbeddedPostgres({ dataFolder, log: quiet });
  try {
    return await work(postgres.url);
  } finally {
    await postgres.stop();
    await rm(dataFolder, { recursive: true, force: true });
  }
}

async function diff(url: string, before: string | null, after: string): Promise<string | null> {
  const engine = await openSchemaEngine(url, [["schema.prisma", after]]);
  const schema = (content: string) => ({ files: [{ path: "schema.prisma", content }] });
  const { stdout } = await engine.diff({
    from: before === null ? { tag: "empty" } : { tag: "schemaDatamodel", ...schema(before) },
    to: { tag: "schemaDatamodel", ...schema(after) },
    script: true,
    exitCode: null,
    filters: { externalTables: [], externalEnums: [] },
  });
  return stdout?.startsWith("-- This is an empty migration") ? null : stdout;
}

async function main(): Promise<void> {
  const name = process.argv[2];
  if (!name || !/^[a-z0-9_]+$/.test(name))
    throw new Error("Name the migration in lower_case: npm run migration -- add_owner");
  await mkdir(MIGRATIONS_FOLDER, { recursive: true });
  const before = await readFile(SCHEMA_SNAPSHOT, "utf8").catch(() => null);
  const after = await readSchema();
  const script = await withScratchPostgres((url) => diff(url, before, after));
  await writeFile(SCHEMA_SNAPSHOT, after);
  if (!script) {
    console.log("The tables have not changed.");
    return;
  }
  const stamp = new Date().toISOString().replace(/\D/g, "").slice(0, 14);
  const folder = join(MIGRATIONS_FOLDER, `${stamp}_${name}`);
  await mkdir(folder);
  await writeFile(join(folder, "migration.sql"), script);
  console.log(`Wrote ${folder}/migration.sql. Read it, and add what Prisma cannot express.`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
