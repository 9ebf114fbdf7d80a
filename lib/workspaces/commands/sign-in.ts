import "server-only";
import type { Visitor } from "@/lib/access/actor";
import { DEFAULT_WORKSPACE } from "@/lib/access/memberships";
import { verifyPassword } from "@/lib/access/passwords";
import type { ProviderProfile, SignedIn } from "@/lib/access/sign-in";
import { recordAudit } from "@/lib/audit/record";
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
  if (!user || !isRight)
    throw new AppError("UNAUTHENTICATED", "The e-mail address or the password is wrong.");
  await attempt.succeeded();
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
  _visitor: Visitor,
  profile: ProviderProfile,
): Promise<SignedIn> {
  const work = () =>
    db().$transaction(async (tx) => admit(tx, await userOf(tx, profile), profile.provider));
  try {
    return await work();
  } catch (error) {
    // Two first sign-ins at once: the other one has made the user or the identity.
    if (isUniqueViolation(error)) return work();
    throw error;
  }
}
