import "server-only";
import type { Visitor } from "@/lib/access/actor";
import { DEFAULT_WORKSPACE } from "@/lib/access/memberships";
import { verifyPassword } from "@/lib/access/passwords";
import type { ProviderProfile, SignedIn } from "@/lib/access/sign-in";
import { recordAudit, systemIn } from "@/lib/audit/record";
import { env } from "@/lib/core/env";
import { AppError } from "@/lib/core/errors";
import { db, isUniqueViolation, type Tx } from "@/lib/db/client";
import { reserveAttempt } from "./sign-in-attempts";

interface SignInUser {
  id: string;
  email: string;
  sessionEpoch: number;
  disabledAt: Date | null;
}

/**
 * Puts a refused sign-in on record, by the user it was meant for where there is one. What was typed, and from where, is
 * in the payload, which can be erased. Refusals of the limiter are not recorded: it exists so that nobody can ask for
 * endless work.
 */
async function recordRefusal(
  userId: string | null,
  details: { email: string | null; address: string; provider: string; reason: string },
): Promise<void> {
  await db().$transaction((tx) =>
    recordAudit(tx, systemIn(null), {
      action: "user.sign-in-refused",
      subject: userId === null ? "sign-in" : `user ${userId}`,
      label: details.email ?? undefined,
      details,
    }),
  );
}

async function admit(tx: Tx, user: SignInUser, provider: string): Promise<SignedIn> {
  if (user.disabledAt)
    throw new AppError("FORBIDDEN", "This account is disabled. Ask an administrator.", {
      reason: "account-disabled",
    });
  await recordAudit(
    tx,
    { userId: user.id, email: user.email, tokenName: null },
    {
      action: "user.signed-in",
      subject: `user ${user.id}`,
      label: user.email,
      details: { provider },
    },
  );
  return { userId: user.id, epoch: user.sessionEpoch };
}

/** Signs in with e-mail address and password. Unknown people and wrong passwords get the same answer in the same time. */
export async function signInWithPassword(
  visitor: Visitor,
  input: { email: string; password: string },
): Promise<SignedIn> {
  const email = input.email.trim().toLowerCase();
  const attempt = await reserveAttempt({ email, address: visitor.address });
  const user = await db().user.findUnique({ where: { email } });
  const isRight = await verifyPassword(input.password, user?.passwordHash ?? null);
  const refused = { email: email.slice(0, 254), address: visitor.address, provider: "password" };
  if (!user || !isRight) {
    await recordRefusal(user?.id ?? null, { ...refused, reason: "wrong" });
    throw new AppError("UNAUTHENTICATED", "The e-mail address or the password is wrong.");
  }
  await attempt.succeeded();
  if (user.disabledAt) await recordRefusal(user.id, { ...refused, reason: "account-disabled" });
  return db().$transaction((tx) => admit(tx, user, "password"));
}

function refuse(reason: string, message: string): never {
  throw new AppError("FORBIDDEN", message, { reason });
}

/** Somebody new: let in when the default role says so, or when an invitation waits for them. */
async function welcome(tx: Tx, profile: ProviderProfile, email: string) {
  const role = env().SSO_DEFAULT_ROLE;
  const invited = await tx.invitation.count({
    where: { email, acceptedAt: null, revokedAt: null, expiresAt: { gt: new Date() } },
  });
  if (role === "none" && invited === 0)
    refuse("not-invited", `Nobody has invited ${email} yet. Ask an administrator.`);
  const workspace = await tx.workspace.findUnique({ where: { slug: DEFAULT_WORKSPACE } });
  const user = await tx.user.create({
    data: {
      email,
      name: profile.name.trim().slice(0, 100) || email,
      ...(role !== "none" && workspace
        ? { memberships: { create: { workspaceId: workspace.id, role } } }
        : {}),
    },
  });
  await recordAudit(
    tx,
    { userId: user.id, email, tokenName: null },
    {
      action: "user.created",
      subject: `user ${user.id}`,
      label: email,
      details: { provider: profile.provider, role },
    },
  );
  return user;
}

/** The user of an identity, by its provider's subject; else, for an address the provider has verified, by e-mail. */
async function userOf(tx: Tx, profile: ProviderProfile): Promise<SignInUser> {
  const { provider, subject } = profile;
  const identity = await tx.identity.findUnique({
    where: { provider_subject: { provider, subject } },
    include: { user: true },
  });
  if (identity) return identity.user;
  const email = profile.email?.trim().toLowerCase();
  if (!email) refuse("no-email", "The provider did not say your e-mail address.");
  if (!profile.isEmailVerified)
    refuse("email-not-verified", "The provider has not verified your e-mail address.");
  const known = await tx.user.findUnique({ where: { email } });
  const user = known ?? (await welcome(tx, profile, email));
  await tx.identity.create({ data: { provider, subject, userId: user.id } });
  await recordAudit(
    tx,
    { userId: user.id, email, tokenName: null },
    { action: "identity.linked", subject: `user ${user.id}`, label: email, details: { provider } },
  );
  return user;
}

/** Signs in whoever a provider vouches for. */
export async function signInWithProvider(
  visitor: Visitor,
  profile: ProviderProfile,
): Promise<SignedIn> {
  const { provider, subject } = profile;
  const work = () =>
    db().$transaction(async (tx) => admit(tx, await userOf(tx, profile), provider));
  try {
    // Two first sign-ins at once: the other one has made the user or the identity.
    return await work().catch((error) => {
      if (isUniqueViolation(error)) return work();
      throw error;
    });
  } catch (error) {
    if (error instanceof AppError && error.code === "FORBIDDEN") {
      const known = await db().identity.findUnique({
        where: { provider_subject: { provider, subject } },
      });
      await recordRefusal(known?.userId ?? null, {
        email: profile.email,
        address: visitor.address,
        provider,
        reason: error.fields?.reason ?? "refused",
      });
    }
    throw error;
  }
}
