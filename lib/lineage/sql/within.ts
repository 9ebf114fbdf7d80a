import "server-only";
import { inTransaction } from "@/lib/db/pool";

/** A read took longer than it may; what was read before still stands. */
export class TimeIsUp extends Error {}

const CANCELED = "57014";
const isCanceled = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === CANCELED;

/** Reads, until a moment of `performance.now()` at the latest. Throws TimeIsUp. */
export async function readWithin<Row>(
  deadline: number,
  text: string,
  values: readonly unknown[],
): Promise<Row[]> {
  const left = Math.floor(deadline - performance.now());
  if (left <= 0) throw new TimeIsUp();
  try {
    return await inTransaction(async (tx) => {
      await tx.query(`SET LOCAL statement_timeout = ${left}; SET LOCAL jit = off`);
      const { rows } = await tx.query(text, [...values]);
      // The statement's own columns.
      return rows as Row[];
    });
  } catch (error) {
    throw isCanceled(error) ? new TimeIsUp() : error;
  }
}
