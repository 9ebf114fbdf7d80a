import "server-only";
import { AppError } from "@/lib/core/errors";
import { takeTurns } from "@/lib/core/turnstile";
import { db, type Tx } from "@/lib/db/client";
import { FAILURE_MEMORY_MS, FREE_FAILURES, signInWaitMs } from "../rules";

/** Attempts on one e-mail address queue in the database: they may not take all its connections from everybody else. */
const TURNS = {
  name: "sign-in attempts",
  atOnce: 2,
  waiting: 64,
  full: "Too many people are signing in. Try again in a moment.",
};

interface Attempt {
  /** Forgets this attempt and the failures of its e-mail address. */
  succeeded: () => Promise<void>;
}

async function assertMayTry(tx: Tx, subject: string, free: number, now: Date): Promise<void> {
  // Attempts on one subject queue here, so that many at once are counted one by one.
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext(${subject}))`;
  const failures = await tx.signInFailure.findMany({
    where: { subject, at: { gt: new Date(now.getTime() - FAILURE_MEMORY_MS) } },
    orderBy: { at: "desc" },
    take: free + 20,
  });
  const waitMs = signInWaitMs(
    failures.map(({ at }) => at),
    free,
    now,
  );
  if (waitMs > 0) {
    const seconds = Math.ceil(waitMs / 1000);
    throw new AppError(
      "RATE_LIMITED",
      `Too many failed attempts. Try again in ${seconds} seconds.`,
      {
        retryAfterSeconds: String(seconds),
      },
    );
  }
}

async function forgetOldFailures(now: Date): Promise<void> {
  const limit = new Date(now.getTime() - FAILURE_MEMORY_MS);
  await db().$executeRaw`
    DELETE FROM sign_in_failures WHERE id IN (
      SELECT id FROM sign_in_failures WHERE at < ${limit} LIMIT 1000 FOR UPDATE SKIP LOCKED)`;
}

async function reserve(email: string, address: string | null): Promise<{ id: bigint }[]> {
  const now = new Date();
  const reserved = await db().$transaction(async (tx) => {
    if (address !== null) await assertMayTry(tx, address, FREE_FAILURES.address, now);
    await assertMayTry(tx, email, FREE_FAILURES.email, now);
    const subjects = address === null ? [email] : [email, address];
    return tx.signInFailure.createManyAndReturn({
      data: subjects.map((subject) => ({ subject, at: now })),
      select: { id: true },
    });
  });
  await forgetOldFailures(now);
  return reserved;
}

/**
 * Counts an attempt as failed before it is made, so that a thousand at once cannot all slip through; whoever succeeds
 * takes it back. Throws RATE_LIMITED with the seconds left, and UNAVAILABLE when too many try at once.
 */
export async function reserveAttempt(by: {
  email: string;
  address: string | null;
}): Promise<Attempt> {
  const email = `email:${by.email}`;
  const address = by.address === null ? null : `address:${by.address}`;
  const reserved = await takeTurns(TURNS, () => reserve(email, address));
  return {
    succeeded: async () => {
      await db().signInFailure.deleteMany({
        where: { OR: [{ subject: email }, { id: { in: reserved.map(({ id }) => id) } }] },
      });
    },
  };
}
