import "server-only";
import { assertCan, type Person } from "@/lib/access/actor";
import { hashPassword, verifyPassword } from "@/lib/access/passwords";
import type { SessionRef } from "@/lib/access/sign-in";
import { outsideOfWorkspaces, recordAudit } from "@/lib/audit/record";
import { AppError } from "@/lib/core/errors";
import { db } from "@/lib/db/client";
import { passwordProblem } from "../rules";
import type { ChangePasswordInput } from "../schema";
import { reserveAttempt } from "./sign-in-attempts";

const WRONG = "This is not your current password.";

async function ownRow(person: Person) {
  const row = await db().user.findUnique({ where: { id: person.userId } });
  if (!row) throw new AppError("NOT_FOUND", "This account does not exist any more.");
  return row;
}

/** Changes the caller's own password and ends every session, the one that asked included. */
export async function changePassword(
  person: Person,
  { currentPassword, newPassword }: ChangePasswordInput,
): Promise<void> {
  assertCan(person, "account:update");
  const { email, passwordHash } = await ownRow(person);
  const problem = passwordProblem(newPassword, email);
  if (problem) throw new AppError("INVALID", problem, { newPassword: problem });
  if (passwordHash !== null) {
    // A session left open on a desk must not be a way to guess the password.
    const attempt = await reserveAttempt({ email, address: null });
    if (!(await verifyPassword(currentPassword, passwordHash)))
      throw new AppError("INVALID", WRONG, { currentPassword: WRONG });
    await attempt.succeeded();
  }
  const hash = await hashPassword(newPassword);
  await db().$transaction(async (tx) => {
    await tx.user.update({
      where: { id: person.userId },
      data: { passwordHash: hash, sessionEpoch: { increment: 1 } },
    });
    await recordAudit(tx, outsideOfWorkspaces(person), {
      action: "account.password-changed",
      subject: `user ${person.userId}`,
      label: email,
    });
  });
}

/** Ends one session of the caller's: its cookie is refused from now on, wherever it was copied to. */
export async function endSession(person: Person, { id, expiresAt }: SessionRef): Promise<void> {
  assertCan(person, "account:update");
  const { userId } = person;
  await db().$transaction(async (tx) => {
    const ended = await tx.endedSession.createMany({
      data: { id, userId, expiresAt },
      skipDuplicates: true,
    });
    if (ended.count === 0) return;
    await recordAudit(tx, outsideOfWorkspaces(person), {
      action: "user.signed-out",
      subject: `user ${userId}`,
      label: person.email,
    });
  });
}

/** Ends every session of the caller, on all devices. API tokens go on working. */
export async function endMySessions(person: Person): Promise<void> {
  assertCan(person, "account:update");
  await db().$transaction(async (tx) => {
    await tx.user.update({
      where: { id: person.userId },
      data: { sessionEpoch: { increment: 1 } },
    });
    await recordAudit(tx, outsideOfWorkspaces(person), {
      action: "account.sessions-ended",
      subject: `user ${person.userId}`,
      label: person.email,
    });
  });
}

export async function renameAccount(person: Person, { name }: { name: string }): Promise<void> {
  assertCan(person, "account:update");
  await db().$transaction(async (tx) => {
    await tx.user.update({ where: { id: person.userId }, data: { name } });
    await recordAudit(tx, outsideOfWorkspaces(person), {
      action: "account.renamed",
      subject: `user ${person.userId}`,
      label: person.email,
      before: { name: person.name },
      after: { name },
    });
  });
}
