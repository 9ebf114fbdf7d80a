import "server-only";
import { assertCan, type Person } from "@/lib/access/actor";
import { hashPassword } from "@/lib/access/passwords";
import { forgetActors } from "@/lib/access/program-actor";
import { newPassword } from "@/lib/access/secrets";
import { outsideOfWorkspaces, recordAudit } from "@/lib/audit/record";
import { AppError } from "@/lib/core/errors";
import { db, isUniqueViolation, type Tx } from "@/lib/db/client";
import { toUserDto, type UserDto } from "../dto";
import { passwordProblem } from "../rules";
import type { CreateUserInput, ReviseUserInput } from "../schema";

const shape = { identities: true, _count: { select: { memberships: true } } } as const;

/** Makes a user who is a member of no workspace yet. */
export async function createUser(person: Person, input: CreateUserInput): Promise<UserDto> {
  assertCan(person, "user:manage");
  const { email, name, password, isOperator } = input;
  const problem = password === undefined ? null : passwordProblem(password, email);
  if (problem) throw new AppError("INVALID", problem, { password: problem });
  const passwordHash = password === undefined ? null : await hashPassword(password);
  try {
    const row = await db().$transaction(async (tx) => {
      const user = await tx.user.create({
        data: { email, name, passwordHash, isOperator },
        include: shape,
      });
      await recordAudit(tx, outsideOfWorkspaces(person), {
        action: "user.created",
        subject: `user ${user.id}`,
        label: email,
        after: { name, isOperator, hasPassword: passwordHash !== null },
      });
      return user;
    });
    return toUserDto(row);
  } catch (error) {
    if (isUniqueViolation(error))
      throw new AppError("ALREADY_EXISTS", `There is a user with the address ${email} already.`, {
        email: "Is a user already.",
      });
    throw error;
  }
}

/** The user, with all users' standing locked, so that two changes at once cannot remove the last operator. */
async function lockUser(tx: Tx, userId: string) {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('slipway operators'))`;
  const row = await tx.user.findUnique({ where: { id: userId } });
  if (!row) throw new AppError("NOT_FOUND", "This user does not exist.");
  return row;
}

async function assertAnotherOperator(tx: Tx, userId: string): Promise<void> {
  const others = await tx.user.count({
    where: { isOperator: true, disabledAt: null, id: { not: userId } },
  });
  if (others === 0)
    throw new AppError(
      "CONFLICT",
      "This is the last operator of the installation. Make somebody else an operator first.",
    );
}

const changesOf = ({ isOperator, isDisabled }: ReviseUserInput) => ({
  ...(isOperator === undefined ? {} : { isOperator }),
  ...(isDisabled === undefined ? {} : { isDisabled }),
});

/** Makes somebody an operator or not, and disables or enables them. Disabling ends sessions and silences tokens. */
export async function reviseUser(person: Person, input: ReviseUserInput): Promise<UserDto> {
  assertCan(person, "user:manage");
  const { userId, isOperator, isDisabled } = input;
  if (userId === person.userId && isDisabled === true)
    throw new AppError("CONFLICT", "You cannot disable your own account.");
  const row = await db().$transaction(async (tx) => {
    const user = await lockUser(tx, userId);
    const isLost = user.isOperator && (isOperator === false || isDisabled === true);
    if (isLost) await assertAnotherOperator(tx, userId);
    await recordAudit(tx, outsideOfWorkspaces(person), {
      action: "user.revised",
      subject: `user ${userId}`,
      label: user.email,
      before: { isOperator: user.isOperator, isDisabled: user.disabledAt !== null },
      after: changesOf(input),
    });
    return tx.user.update({
      where: { id: userId },
      data: {
        ...(isOperator === undefined ? {} : { isOperator }),
        ...(isDisabled === undefined ? {} : { disabledAt: isDisabled ? new Date() : null }),
        ...(isDisabled ? { sessionEpoch: { increment: 1 } } : {}),
      },
      include: shape,
    });
  });
  forgetActors();
  return toUserDto(row);
}

/** A new password for somebody who forgot theirs, answered once; their sessions end. */
export async function resetPassword(person: Person, userId: string): Promise<{ password: string }> {
  assertCan(person, "user:manage");
  const password = newPassword();
  const passwordHash = await hashPassword(password);
  await db().$transaction(async (tx) => {
    const { email } = await lockUser(tx, userId);
    await tx.user.update({
      where: { id: userId },
      data: { passwordHash, sessionEpoch: { increment: 1 } },
    });
    await recordAudit(tx, outsideOfWorkspaces(person), {
      action: "user.password-reset",
      subject: `user ${userId}`,
      label: email,
    });
  });
  return { password };
}
