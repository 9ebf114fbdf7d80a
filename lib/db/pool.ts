import "server-only";
import pg from "pg";
import { env } from "@/lib/core/env";

const INT8 = 20;
/** As long as a request waits for a connection before it is told to come again. */
export const CONNECTION_WAIT_MS = 5_000;

/** int8 becomes a number: identifiers, counts and millisecond times all stay far below 2^53. */
function getTypeParser(oid: number, format?: "text" | "binary") {
  if (oid === INT8 && format !== "binary") return Number;
  return pg.types.getTypeParser(oid, format);
}

const shared = globalThis as typeof globalThis & { slipwayPool?: pg.Pool };

/** The one pool of this process; Prisma shares it, and so does Next's own copy of lib. */
export function pool(): pg.Pool {
  if (!shared.slipwayPool) {
    const connectionString = env().DATABASE_URL;
    if (!connectionString)
      throw new Error("DATABASE_URL is not set: the database was not started.");
    shared.slipwayPool = new pg.Pool({
      connectionString,
      max: env().DATABASE_POOL_SIZE,
      connectionTimeoutMillis: CONNECTION_WAIT_MS,
      idleTimeoutMillis: 60_000,
      statement_timeout: 60_000,
      application_name: "slipway",
      types: { getTypeParser },
    });
    // An idle connection that breaks is replaced by the pool; the next query reports what is still wrong.
    shared.slipwayPool.on("error", () => undefined);
    // So is one that breaks while it is used: its query fails, and nothing else may.
    shared.slipwayPool.on("connect", (client) => client.on("error", () => undefined));
  }
  return shared.slipwayPool;
}

export async function closePool(): Promise<void> {
  const open = shared.slipwayPool;
  delete shared.slipwayPool;
  await open?.end();
}

export type SqlClient = Pick<pg.PoolClient, "query">;

/** Runs `work` in one transaction and rolls back when it throws. */
export async function inTransaction<T>(work: (tx: SqlClient) => Promise<T>): Promise<T> {
  const client = await pool().connect();
  let broken: Error | undefined;
  try {
    await client.query("BEGIN");
    const result = await work(client);
    await client.query("COMMIT");
    return result;
  } catch (error) {
    await client.query("ROLLBACK").catch((failure: Error) => {
      broken = failure;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}
