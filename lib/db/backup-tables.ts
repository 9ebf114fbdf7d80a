import type { Readable, Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type pg from "pg";
import { from as copyFrom, to as copyTo } from "pg-copy-streams";

const MIGRATIONS_TABLE = "_prisma_migrations";
/** A trigger fills it again while events are loaded. */
const REFILLED_TABLE = "audit_unsealed";

interface Reference {
  child: string;
  parent: string;
}

/** Every table of ours, parents before the tables that refer to them. */
export async function listTables(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relname <> ALL ($1)
     ORDER BY c.relname`,
    [[MIGRATIONS_TABLE, REFILLED_TABLE]],
  );
  const { rows: references } = await client.query<Reference>(
    `SELECT conrelid::regclass::text AS child, confrelid::regclass::text AS parent FROM pg_constraint
     WHERE contype = 'f' AND conrelid <> confrelid`,
  );
  const ordered: string[] = [];
  const waiting = new Set(rows.map(({ name }) => name));
  while (waiting.size > 0) {
    const next = [...waiting].find(
      (name) => !references.some(({ child, parent }) => child === name && waiting.has(parent)),
    );
    if (next === undefined)
      throw new Error(`Tables refer to each other in a circle: ${[...waiting].join(", ")}.`);
    ordered.push(next);
    waiting.delete(next);
  }
  return ordered;
}

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

async function columnsOf(client: pg.ClientBase, table: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT attname AS name FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0
       AND NOT attisdropped AND attgenerated = '' ORDER BY attnum`,
    [quoted(table)],
  );
  return rows.map(({ name }) => name);
}

/**
 * Loads tables as they were: their triggers already had their say when the rows were first written. Inside a
 * transaction, so that nobody ever sees the tables without them.
 */
export async function withoutTriggers(
  client: pg.ClientBase,
  tables: readonly string[],
  load: () => Promise<void>,
): Promise<void> {
  const turn = async (way: "DISABLE" | "ENABLE") => {
    for (const name of tables)
      await client.query(`ALTER TABLE ${quoted(name)} ${way} TRIGGER USER`);
  };
  await turn("DISABLE");
  await load();
  await turn("ENABLE");
}

export interface DumpedTable {
  name: string;
  columns: string[];
  rows: number;
}

/** Writes a table in PostgreSQL's COPY text format. */
export async function dumpTable(
  client: pg.ClientBase,
  name: string,
  target: Writable,
): Promise<DumpedTable> {
  const columns = await columnsOf(client, name);
  const list = columns.map(quoted).join(", ");
  const rows = client.query(copyTo(`COPY (SELECT ${list} FROM ${quoted(name)}) TO STDOUT`));
  await pipeline(rows, target);
  return { name, columns, rows: rows.rowCount ?? 0 };
}

/** Reads what `dumpTable` wrote; answers how many rows came in. */
export async function loadTable(
  client: pg.ClientBase,
  { name, columns }: DumpedTable,
  source: Readable,
): Promise<number> {
  const list = columns.map(quoted).join(", ");
  const rows = client.query(copyFrom(`COPY ${quoted(name)} (${list}) FROM STDIN`));
  await pipeline(source, rows);
  return rows.rowCount ?? 0;
}

/** Lets every sequence go on after the greatest number in use. */
export async function resumeSequences(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ table: string; column: string; sequence: string }>(
    `SELECT c.relname AS table, a.attname AS column, pg_get_serial_sequence(quote_ident(c.relname), a.attname) AS sequence
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid
     WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped
       AND pg_get_serial_sequence(quote_ident(c.relname), a.attname) IS NOT NULL`,
  );
  for (const { table, column, sequence } of rows)
    await client.query(
      `SELECT setval($1, greatest((SELECT max(${quoted(column)}) FROM ${quoted(table)}), 1),
         EXISTS (SELECT 1 FROM ${quoted(table)}))`,
      [sequence],
    );
}
