import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { PassThrough, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import pg from "pg";
import { type DumpedTable, dumpTable, listTables } from "@/lib/db/backup-tables";
import { artifactStore } from "@/lib/storage/artifact-store";
import { ARTIFACTS_FOLDER, FORMAT, MANIFEST, type Manifest, tableFile } from "./manifest";

type Tell = (line: string) => void;

async function dumpToFile(
  client: pg.Client,
  name: string,
  file: string,
): Promise<DumpedTable & { sha256: string }> {
  const hash = createHash("sha256");
  const hashing = new Transform({
    transform(chunk, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
  });
  const entrance = new PassThrough();
  const written = pipeline(entrance, createGzip({ level: 4 }), hashing, createWriteStream(file));
  const [table] = await Promise.all([dumpTable(client, name, entrance), written]);
  return { ...table, sha256: hash.digest("hex") };
}

/** All tables as one moment saw them, however much is written meanwhile. */
async function dumpDatabase(url: string, folder: string, tell: Tell) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    const takenAt = new Date().toISOString();
    const { rows } = await client.query<{ migration_name: string }>(
      "SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL ORDER BY migration_name",
    );
    const tables: Manifest["tables"] = [];
    for (const name of await listTables(client)) {
      const table = await dumpToFile(client, name, join(folder, tableFile(name)));
      tell(`${name}: ${table.rows} rows`);
      tables.push(table);
    }
    await client.query("COMMIT");
    return { takenAt, migrations: rows.map(({ migration_name }) => migration_name), tables };
  } finally {
    await client.end();
  }
}

/**
 * Copies what the store has now. It comes after the database's moment, so every file that a row names is there unless
 * somebody deleted it since; files that are newer than the moment do no harm.
 */
async function copyArtifacts(folder: string, tell: Tell): Promise<Manifest["artifacts"]> {
  const store = artifactStore();
  const total = { files: 0, bytes: 0 };
  for await (const { path, size } of store.walk("")) {
    const target = join(folder, ARTIFACTS_FOLDER, path);
    await mkdir(dirname(target), { recursive: true });
    const opened = await store.get(path).catch(() => null);
    if (!opened) continue;
    await pipeline(opened.body, createWriteStream(target));
    total.files += 1;
    total.bytes += size;
  }
  tell(`artifacts: ${total.files} files, ${total.bytes} bytes`);
  return total;
}

/** Writes a backup into a new folder; nothing stands there unless it is whole. */
export async function backUp(url: string, target: string, tell: Tell): Promise<Manifest> {
  const partial = `${target}.partial`;
  await rm(partial, { recursive: true, force: true });
  await mkdir(join(partial, "database"), { recursive: true });
  await mkdir(join(partial, ARTIFACTS_FOLDER), { recursive: true });
  const database = await dumpDatabase(url, partial, tell);
  const artifacts = await copyArtifacts(partial, tell);
  const manifest: Manifest = { format: FORMAT, ...database, artifacts };
  await writeFile(join(partial, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`);
  await rename(partial, target);
  return manifest;
}
