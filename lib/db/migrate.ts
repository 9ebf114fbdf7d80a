import pg from "pg";
import { type MigrationFile, readMigrations, toMigrationList } from "./migration-files";
import { openSchemaEngine } from "./schema-engine";

const MIGRATION_LOCK = 4_711_002;
const LEAST_VERSION = 150_000;
const CONNECT_MS = 60_000;

interface Log {
  info: (details: object, message: string) => void;
}

async function connectWithin(url: string, ms: number): Promise<pg.Client> {
  const deadline = Date.now() + ms;
  for (;;) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
    client.on("error", () => undefined);
    try {
      await client.connect();
      return client;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (Date.now() > deadline || /password|authentication|does not exist/i.test(reason))
        throw new Error(`The database does not answer: ${reason}. Check DATABASE_URL.`, {
          cause: error,
        });
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
}

async function checkVersion(client: pg.Client): Promise<void> {
  const { rows } = await client.query("SHOW server_version_num");
  const version = Number(rows[0]?.server_version_num);
  if (version < LEAST_VERSION)
    throw new Error(
      `The database is PostgreSQL ${Math.floor(version / 10_000)}; Slipway needs 15 or newer.`,
    );
}

/** Checksums of finished migrations by name. */
async function readApplied(client: pg.Client): Promise<Map<string, string>> {
  const { rows: tables } = await client.query("SELECT to_regclass('_prisma_migrations') AS found");
  if (tables[0]?.found === null) return new Map();
  const { rows } = await client.query<{ migration_name: string; checksum: string }>(
    "SELECT migration_name, checksum FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL",
  );
  return new Map(rows.map(({ migration_name, checksum }) => [migration_name, checksum]));
}

/** Migrations that were cut off; each is one transaction, so nothing of them is there. */
async function readUnfinished(client: pg.Client): Promise<string[]> {
  const { rows: tables } = await client.query("SELECT to_regclass('_prisma_migrations') AS found");
  if (tables[0]?.found === null) return [];
  const { rows } = await client.query<{ migration_name: string }>(
    "SELECT DISTINCT migration_name FROM _prisma_migrations WHERE finished_at IS NULL AND rolled_back_at IS NULL",
  );
  return rows.map(({ migration_name }) => migration_name);
}

function refuseNewerDatabase(
  applied: ReadonlyMap<string, string>,
  known: readonly MigrationFile[],
): void {
  const names = new Set(known.map(({ name }) => name));
  const foreign = [...applied.keys()].find((name) => !names.has(name));
  if (foreign !== undefined)
    throw new Error(
      `The database was migrated by a newer Slipway (it has "${foreign}"). Start that version, or restore a backup.`,
    );
}

/**
 * Brings a database to this version's schema. Replicas that start at once wait for each other; a database that is up to
 * date costs two small queries. With `upTo` it stops after that migration.
 */
export async function migrate(
  url: string,
  log: Log,
  { upTo }: { upTo?: string | undefined } = {},
): Promise<void> {
  const client = await connectWithin(url, CONNECT_MS);
  try {
    await checkVersion(client);
    const all = await readMigrations();
    if (upTo !== undefined && !all.some(({ name }) => name === upTo))
      throw new Error(`This Slipway has no migration "${upTo}": a newer one is needed.`);
    const migrations = all.filter(({ name }) => upTo === undefined || name <= upTo);
    const isCurrent = async () => {
      const applied = await readApplied(client);
      refuseNewerDatabase(applied, all);
      return migrations.every(({ name }) => applied.has(name));
    };
    if (await isCurrent()) return;
    await client.query("SELECT pg_advisory_lock($1)", [MIGRATION_LOCK]);
    if (await isCurrent()) return;
    const engine = await openSchemaEngine(url);
    for (const migrationName of await readUnfinished(client))
      await engine.markMigrationRolledBack({ migrationName });
    const { appliedMigrationNames } = await engine.applyMigrations({
      migrationsList: toMigrationList(migrations),
      filters: { externalTables: [], externalEnums: [] },
    });
    log.info({ applied: appliedMigrationNames }, "the database was migrated");
  } finally {
    await client.end();
  }
}
