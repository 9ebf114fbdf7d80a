import "server-only";
import { AsyncLocalStorage } from "node:async_hooks";
import { PrismaPg } from "@prisma/adapter-pg";
import type { SqlQuery, Transaction } from "@prisma/driver-adapter-utils";
import type { Pool } from "pg";
import type { Prisma, PrismaClient } from "./generated/client";

type Tx = Prisma.TransactionClient;

type Connections = WeakMap<Tx, Connection>;
const shared = globalThis as typeof globalThis & { slipwayConnections?: Connections };

/** Next has its own copy of this module; a transaction of one copy may be used by the other. */
function connections(): Connections {
  shared.slipwayConnections ??= new WeakMap();
  return shared.slipwayConnections;
}

/** The connection on which a transaction of Prisma's runs, until that transaction ends. */
class Connection {
  private transaction: Transaction | null = null;

  open(transaction: Transaction): void {
    const run = transaction.executeRaw.bind(transaction);
    transaction.executeRaw = (query) => {
      // From here on the connection is, or soon will be, somebody else's.
      if (query.sql === "COMMIT" || query.sql === "ROLLBACK") this.transaction = null;
      return run(query);
    };
    this.transaction = transaction;
  }

  async execute(sql: string, args: readonly unknown[]): Promise<void> {
    if (!this.transaction) throw new Error("The transaction has ended.");
    const argTypes = args.map(() => ({ scalarType: "unknown", arity: "scalar" }) as const);
    await this.transaction.executeRaw({ sql, args: [...args], argTypes });
  }
}

const opening = new AsyncLocalStorage<Connection>();
const NAMED = /^\/\* (\S+) \*\/ /;
/** A statement that begins with a name in a comment is parsed and planned once a connection. */
const statementNameGenerator = ({ sql }: SqlQuery): string => NAMED.exec(sql)?.[1] ?? "";

class Adapter extends PrismaPg {
  override async connect() {
    const adapter = await super.connect();
    const start = adapter.startTransaction.bind(adapter);
    adapter.startTransaction = async (isolationLevel) => {
      const transaction = await start(isolationLevel);
      opening.getStore()?.open(transaction);
      return transaction;
    };
    return adapter;
  }
}

/** Prisma's adapter over our pool, which lets `executeDirectly` find the connection of a transaction. */
export function directAdapter(pool: Pool): PrismaPg {
  return new Adapter(pool, { disposeExternalPool: false, statementNameGenerator });
}

type Begin = <T>(work: (tx: Tx) => Promise<T>, options?: object) => Promise<T>;

/** Makes the transactions of a client known to `executeDirectly`. */
export function exposeTransactions(client: PrismaClient): PrismaClient {
  const begin = client.$transaction.bind(client) as Begin;
  const exposed: Begin = (work, options) => {
    if (typeof work !== "function") return begin(work, options);
    const connection = new Connection();
    return opening.run(connection, () =>
      begin((tx) => {
        connections().set(tx, connection);
        return opening.exit(() => work(tx));
      }, options),
    );
  };
  return Object.assign(client, { $transaction: exposed });
}

/**
 * Runs a hand-written statement in a transaction of Prisma's, past Prisma: its own way of running raw SQL costs as much as
 * a small statement itself. For what every command does.
 */
export async function executeDirectly(
  tx: Tx,
  sql: string,
  args: readonly unknown[],
): Promise<void> {
  const connection = connections().get(tx);
  if (connection) await connection.execute(sql, args);
  else await tx.$executeRawUnsafe(sql, ...args);
}
