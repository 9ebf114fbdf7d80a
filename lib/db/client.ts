import "server-only";
import { directAdapter, exposeTransactions } from "./direct";
import { Prisma, PrismaClient } from "./generated/client";
import { CONNECTION_WAIT_MS, pool } from "./pool";

const shared = globalThis as typeof globalThis & { slipwayPrisma?: PrismaClient };

/** Prisma over the shared pool: for everything that is not a hot path. */
export function db(): PrismaClient {
  shared.slipwayPrisma ??= exposeTransactions(
    new PrismaClient({
      adapter: directAdapter(pool()),
      transactionOptions: { maxWait: CONNECTION_WAIT_MS },
    }),
  );
  return shared.slipwayPrisma;
}

export async function closeDatabase(): Promise<void> {
  await shared.slipwayPrisma?.$disconnect();
  delete shared.slipwayPrisma;
}

export type Tx = Prisma.TransactionClient;
export type JsonObject = Prisma.InputJsonObject;
/** A whole row of a model of Prisma's: `Row<"Webhook">`. */
export type Row<Model extends keyof Prisma.TypeMap["model"]> =
  Prisma.TypeMap["model"][Model]["payload"]["scalars"];

/** True when a write broke a unique constraint. */
export function isUniqueViolation(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === "P2002";
}
