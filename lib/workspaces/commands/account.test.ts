import { randomUUID } from "node:crypto";
import { encode } from "next-auth/jwt";
import { describe, expect, test } from "vitest";
import { hashPassword } from "@/lib/access/passwords";
import { personOfSession, readSession, sessionSecret } from "@/lib/access/sessions";
import { db } from "@/lib/db/client";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { changePassword, endMySessions, endSession } from "./account";
import { signInWithPassword } from "./sign-in";
import { resetPassword, reviseUser } from "./users";

setUpDatabase();

const password = "correct horse battery";
const visitor = () => ({ address: randomUUID() });

async function makeUser(options: Parameters<typeof makeActor>[0] = {}) {
  const actor = await makeActor(options);
  await db().user.update({
    where: { id: actor.userId },
    data: { passwordHash: await hashPassword(password) },
  });
  return actor;
}

describe("an account", () => {
  const epochOf = async (id: string) =>
    (await db().user.findUniqueOrThrow({ where: { id } })).sessionEpoch;

  test("changes its password with the present one, which ends all sessions", async () => {
    const user = await makeUser();
    const newPassword = "a different long one";
    await expect(
      changePassword(user, { currentPassword: "wrong", newPassword }),
    ).rejects.toMatchObject({ code: "INVALID", fields: { currentPassword: expect.any(String) } });
    await expect(
      changePassword(user, { currentPassword: password, newPassword: "password1234" }),
    ).rejects.toMatchObject({ fields: { newPassword: expect.any(String) } });
    await changePassword(user, { currentPassword: password, newPassword });
    expect(await epochOf(user.userId)).toBe(1);
    const signedIn = await signInWithPassword(visitor(), {
      email: user.email,
      password: newPassword,
    });
    expect(signedIn.epoch).toBe(1);
  });

  test("limits guesses of the present password like a sign-in", async () => {
    const user = await makeUser();
    const guess = () =>
      changePassword(user, { currentPassword: "wrong", newPassword: "a different long one" });
    for (let attempt = 0; attempt < 5; attempt += 1)
      await expect(guess()).rejects.toMatchObject({ code: "INVALID" });
    await expect(guess()).rejects.toMatchObject({ code: "RATE_LIMITED" });
  });

  test("ends its sessions everywhere", async () => {
    const user = await makeUser();
    await endMySessions(user);
    expect(await epochOf(user.userId)).toBe(1);
  });

  test("ends one session, whose copies are refused while others go on", async () => {
    const user = await makeUser();
    const epoch = 0;
    const secret = sessionSecret();
    const [first, second] = await Promise.all(
      [1, 2].map(() => encode({ token: { userId: user.userId, epoch }, secret })),
    );
    const session = await personOfSession(first);
    await endSession(session, session);
    await endSession(session, session);
    expect(await readSession(first)).toBeNull();
    expect(await readSession(second)).toMatchObject({ userId: user.userId });
    const events = await db().auditEvent.findMany({
      where: { userId: user.userId, action: "user.signed-out" },
    });
    expect(events).toMatchObject([
      { subject: `user ${user.userId}`, credential: `session:${session.id}` },
    ]);
  });

  test("is reset, disabled and promoted by operators only, who keep one of them", async () => {
    const operator = await makeUser({ isOperator: true });
    const user = await makeUser();
    await expect(resetPassword(user, operator.userId)).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    const made = await resetPassword(operator, user.userId);
    const signedIn = await signInWithPassword(visitor(), { email: user.email, ...made });
    expect(signedIn).toEqual({ userId: user.userId, epoch: 1 });

    expect(await reviseUser(operator, { userId: user.userId, isDisabled: true })).toMatchObject({
      isDisabled: true,
    });
    expect(await epochOf(user.userId)).toBe(2);
    await db().user.updateMany({
      where: { id: { not: operator.userId } },
      data: { isOperator: false },
    });
    await expect(
      reviseUser(operator, { userId: operator.userId, isOperator: false }),
    ).rejects.toMatchObject({ code: "CONFLICT", message: expect.stringMatching(/last operator/) });
    await expect(
      reviseUser(operator, { userId: operator.userId, isDisabled: true }),
    ).rejects.toMatchObject({ code: "CONFLICT" });
  });
});
