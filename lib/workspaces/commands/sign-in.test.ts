import { randomUUID } from "node:crypto";
import { afterEach, describe, expect, test } from "vitest";
import { hashPassword } from "@/lib/access/passwords";
import { env } from "@/lib/core/env";
import { db } from "@/lib/db/client";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { createInvitation } from "./invitations";
import { signInWithPassword, signInWithProvider } from "./sign-in";

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

const failures = (subject: string) => db().signInFailure.count({ where: { subject } });

describe("signing in with a password", () => {
  test("takes the address in any case, and is on record", async () => {
    const user = await makeUser();
    const signedIn = await signInWithPassword(visitor(), {
      email: ` ${user.email.toUpperCase()} `,
      password,
    });
    expect(signedIn).toEqual({ userId: user.userId, epoch: 0 });
    const event = await db().auditEvent.findFirst({
      where: { userId: user.userId },
      include: { payload: true },
    });
    expect(event).toMatchObject({
      action: "user.signed-in",
      payload: { content: { actor: user.email, details: { provider: "password" } } },
    });
  });

  test("answers an unknown address and a wrong password alike", async () => {
    const { email } = await makeUser();
    const attempts = [
      { email, password: "wrong" },
      { email: "nobody@example.org", password },
    ];
    for (const attempt of attempts)
      await expect(signInWithPassword(visitor(), attempt)).rejects.toMatchObject({
        code: "UNAUTHENTICATED",
        message: "The e-mail address or the password is wrong.",
      });
  });

  test("is on record when it is refused, with the address where it can be erased only", async () => {
    const user = await makeUser();
    const typed = "Nobody.Here@example.org";
    for (const email of [user.email, typed])
      await expect(
        signInWithPassword({ address: "192.0.2.7" }, { email, password: "wrong" }),
      ).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
    const events = await db().auditEvent.findMany({
      where: { action: "user.sign-in-refused" },
      orderBy: { id: "desc" },
      take: 2,
      include: { payload: true },
    });
    const details = { address: "192.0.2.7", provider: "password", reason: "wrong" };
    expect(events).toMatchObject([
      {
        subject: "sign-in",
        userId: null,
        payload: { content: { details: { ...details, email: typed.toLowerCase() } } },
      },
      {
        subject: `user ${user.userId}`,
        userId: null,
        payload: { content: { details: { ...details, email: user.email } } },
      },
    ]);
    const chained = events.map(({ payload: _, payloadDigest: __, ...event }) =>
      String(Object.values(event)),
    );
    expect(chained.join()).not.toMatch(/@|192\.0\.2/);
  });

  test("is refused to people who only use a provider, and to disabled ones", async () => {
    const withoutPassword = await makeActor();
    await expect(
      signInWithPassword(visitor(), { email: withoutPassword.email, password: "" }),
    ).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
    const disabled = await makeUser();
    await db().user.update({ where: { id: disabled.userId }, data: { disabledAt: new Date() } });
    await expect(
      signInWithPassword(visitor(), { email: disabled.email, password }),
    ).rejects.toMatchObject({ code: "FORBIDDEN", fields: { reason: "account-disabled" } });
  });

  test("is slowed down after five failures, from wherever they come, even with the right password", async () => {
    const { email } = await makeUser();
    for (let attempt = 0; attempt < 5; attempt += 1)
      await expect(
        signInWithPassword(visitor(), { email, password: "wrong" }),
      ).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
    const refusal = await signInWithPassword(visitor(), { email, password }).catch(
      (error: unknown) => error,
    );
    expect(refusal).toMatchObject({
      code: "RATE_LIMITED",
      message: expect.stringMatching(/Try again in (29|30) seconds/),
    });
    expect(await failures(`email:${email}`)).toBe(5);
  });

  test("counts many attempts at once one by one", async () => {
    const { email } = await makeUser();
    const outcomes = await Promise.allSettled(
      Array.from({ length: 12 }, () => signInWithPassword(visitor(), { email, password: "wrong" })),
    );
    const codes = outcomes.map((outcome) =>
      outcome.status === "rejected" ? outcome.reason.code : "signed in",
    );
    expect(codes.filter((code) => code === "UNAUTHENTICATED")).toHaveLength(5);
    expect(codes.filter((code) => code === "RATE_LIMITED")).toHaveLength(7);
  });

  test("is refused when more try at once than may wait, so that a flood leaves the database to others", async () => {
    const { email } = await makeUser();
    const outcomes = await Promise.allSettled(
      Array.from({ length: 100 }, () =>
        signInWithPassword(visitor(), { email, password: "wrong" }),
      ),
    );
    const codes = outcomes.map((outcome) =>
      outcome.status === "rejected" ? outcome.reason.code : "signed in",
    );
    expect(codes.filter((code) => code === "UNAVAILABLE")).toHaveLength(34);
    expect(codes.filter((code) => code === "UNAUTHENTICATED")).toHaveLength(5);
    expect(codes.filter((code) => code === "RATE_LIMITED")).toHaveLength(61);
  });

  test("is slowed down for an address that tries many people", async () => {
    const { email } = await makeUser();
    const address = "203.0.113.9";
    await db().signInFailure.createMany({
      data: Array.from({ length: 30 }, () => ({ subject: `address:${address}` })),
    });
    await expect(signInWithPassword({ address }, { email, password })).rejects.toMatchObject({
      code: "RATE_LIMITED",
    });
    await expect(signInWithPassword(visitor(), { email, password })).resolves.toBeDefined();
  });

  test("forgets the failures of whoever succeeds, and all of them after an hour", async () => {
    const { email } = await makeUser();
    await db().signInFailure.createMany({
      data: [
        { subject: `email:${email}` },
        { subject: "email:old@example.org", at: new Date(Date.now() - 3_700_000) },
      ],
    });
    await signInWithPassword(visitor(), { email, password });
    expect(await failures(`email:${email}`)).toBe(0);
    expect(await failures("email:old@example.org")).toBe(0);
  });
});

describe("signing in through a provider", () => {
  const initial = env().SSO_DEFAULT_ROLE;
  afterEach(() => {
    env().SSO_DEFAULT_ROLE = initial;
  });
  const profile = (email: string, more = {}) => ({
    provider: "oidc",
    subject: `sub of ${email}`,
    email,
    isEmailVerified: true,
    name: "Grace Hopper",
    ...more,
  });

  test("links a verified address to the person who has it, and knows them by subject from then on", async () => {
    const user = await makeUser();
    const first = await signInWithProvider(visitor(), profile(user.email));
    expect(first.userId).toBe(user.userId);
    const later = { ...profile("changed@example.org"), subject: `sub of ${user.email}` };
    expect((await signInWithProvider(visitor(), later)).userId).toBe(user.userId);
    expect(await db().user.count({ where: { email: "changed@example.org" } })).toBe(0);
  });

  test("does not link an address that the provider has not verified", async () => {
    const user = await makeUser();
    await expect(
      signInWithProvider(visitor(), profile(user.email, { isEmailVerified: false })),
    ).rejects.toMatchObject({ fields: { reason: "email-not-verified" } });
    expect(await db().identity.count({ where: { userId: user.userId } })).toBe(0);
  });

  test("lets nobody new in by default", async () => {
    await expect(
      signInWithProvider(visitor(), profile("stranger@example.org")),
    ).rejects.toMatchObject({ fields: { reason: "not-invited" } });
    expect(await db().user.count({ where: { email: "stranger@example.org" } })).toBe(0);
  });

  test("lets in somebody who is invited, who then joins by themselves", async () => {
    const admin = await makeActor();
    await createInvitation(admin, { email: "invited@example.org", role: "viewer" });
    const { userId } = await signInWithProvider(visitor(), profile("Invited@Example.org"));
    const user = await db().user.findUniqueOrThrow({
      where: { id: userId },
      include: { memberships: true },
    });
    expect(user).toMatchObject({ email: "invited@example.org", name: "Grace Hopper" });
    expect(user.memberships).toEqual([]);
  });

  test("gives everybody the default role in the default workspace when it is set", async () => {
    await db().$transaction((tx) =>
      tx.workspace.create({ data: { slug: "default", name: "Default" } }),
    );
    env().SSO_DEFAULT_ROLE = "viewer";
    const email = "auto@example.org";
    const outcomes = await Promise.all(
      [1, 2].map(() => signInWithProvider(visitor(), profile(email))),
    );
    expect(outcomes[0]).toEqual(outcomes[1]);
    const memberships = await db().membership.findMany({
      where: { user: { email } },
      include: { workspace: true },
    });
    expect(memberships).toMatchObject([{ role: "viewer", workspace: { slug: "default" } }]);
  });

  test("keeps disabled people out", async () => {
    const user = await makeUser();
    await signInWithProvider(visitor(), profile(user.email));
    await db().user.update({ where: { id: user.userId }, data: { disabledAt: new Date() } });
    await expect(signInWithProvider(visitor(), profile(user.email))).rejects.toMatchObject({
      fields: { reason: "account-disabled" },
    });
  });
});
