import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";

export const MIGRATIONS_FOLDER = resolve("prisma/migrations");

/** The schema that the committed migrations lead to. */
export const SCHEMA_SNAPSHOT = resolve("prisma/migrations/schema.snapshot.prisma");

export interface MigrationFile {
  name: string;
  sql: string;
  /** As Prisma stores it in `_prisma_migrations`. */
  checksum: string;
}

/** The committed migrations in the order they are applied. */
export async function readMigrations(): Promise<MigrationFile[]> {
  const entries = await readdir(MIGRATIONS_FOLDER, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  return Promise.all(
    names.sort().map(async (name) => {
      const sql = await readFile(join(MIGRATIONS_FOLDER, name, "migration.sql"), "utf8");
      return { name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
    }),
  );
}

/** The same in the form Prisma's schema engine takes. */
export function toMigrationList(migrations: readonly MigrationFile[]) {
  return {
    baseDir: MIGRATIONS_FOLDER,
    lockfile: { path: "migration_lock.toml", content: 'provider = "postgresql"\n' },
    shadowDbInitScript: "",
    migrationDirectories: migrations.map(({ name, sql }) => ({
      path: name,
      migrationFile: { path: "migration.sql", content: { tag: "ok" as const, value: sql } },
    })),
  };
}
