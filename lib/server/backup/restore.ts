import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { PassThrough } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import pg from "pg";
import { loadTable, resumeSequences, withoutTriggers } from "@/lib/db/backup-tables";
import { migrate } from "@/lib/db/migrate";
import { artifactStore } from "@/lib/storage/artifact-store";
import { ARTIFACTS_FOLDER, MANIFEST, type Manifest, parseManifest, tableFile } from "./manifest";

type Tell = (line: string) => void;
const quiet = { info: () => undefined };

async function readManifest(folder: string): Promise<Manifest> {
  const text = await readFile(join(folder, MANIFEST), "utf8").catch(() => {
    throw new Error(`${folder} is not a finished backup: it has no ${MANIFEST}.`);
  });
  return parseManifest(text);
}

async function checkFiles(folder: string, { tables }: Manifest): Promise<void> {
  for (const { name, sha256 } of tables) {
    const hash = createHash("sha256");
    await pipeline(createReadStream(join(folder, tableFile(name))), hash);
    if (hash.digest("hex") !== sha256)
      throw new Error(`The backup is damaged: ${tableFile(name)} is not what was written.`);
  }
}

async function refuseUsedDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query("SELECT to_regclass('_prisma_migrations') AS found");
    if (rows[0]?.found !== null)
      throw new Error(
        "There is a Slipway database already. Restore into an empty one: set SLIPWAY_DATA to a new folder, or DATABASE_URL to an empty database.",
      );
  } finally {
    await client.end();
  }
}

async function loadDatabase(url: string, folder: string, manifest: Manifest, tell: Tell) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("BEGIN");
    const names = manifest.tables.map(({ name }) => name);
    await withoutTriggers(client, names, async () => {
      for (const table of manifest.tables) {
        const rows = new PassThrough();
        const read = pipeline(
          createReadStream(join(folder, tableFile(table.name))),
          createGunzip(),
          rows,
        );
        const [loaded] = await Promise.all([loadTable(client, table, rows), read]);
        if (loaded !== table.rows)
          throw new Error(`${table.name} has ${loaded} rows where the backup says ${table.rows}.`);
        tell(`${table.name}: ${loaded} rows`);
      }
    });
    await resumeSequences(client);
    await client.query("COMMIT");
  } finally {
    await client.end();
  }
}

async function loadArtifacts(folder: string, tell: Tell): Promise<void> {
  const root = join(folder, ARTIFACTS_FOLDER);
  const entries = await readdir(root, { withFileTypes: true, recursive: true });
  const store = artifactStore();
  let files = 0;
  for (const entry of entries.filter((found) => found.isFile())) {
    const file = join(entry.parentPath, entry.name);
    await store.put(relative(root, file).split(sep).join("/"), createReadStream(file));
    files += 1;
  }
  tell(`artifacts: ${files} files`);
}

/**
 * Fills an empty database and artifact store from a backup: the schema as the backup had it, its rows, then whatever
 * migrations are newer. Throws a sentence for a damaged or foreign backup and for a database in use.
 */
export async function restore(url: string, folder: string, tell: Tell): Promise<void> {
  const manifest = await readManifest(folder);
  await checkFiles(folder, manifest);
  await refuseUsedDatabase(url);
  await migrate(url, quiet, { upTo: manifest.migrations.at(-1) });
  await loadDatabase(url, folder, manifest, tell);
  await loadArtifacts(folder, tell);
  await migrate(url, quiet);
}
