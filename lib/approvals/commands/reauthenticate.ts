import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { verifyPassword } from "@/lib/access/passwords";
import { AppError } from "@/lib/core/errors";
import { db } from "@/lib/db/client";
import { reserveAttempt } from "@/lib/workspaces/commands/sign-in-attempts";
import { signingNeed } from "../rules/signing";
import type { SigningMethod } from "../schema/requests";

async function checkPassword(
  email: string,
  password: string | undefined,
  hash: string | null,
): Promise<void> {
  if (password === undefined)
    throw new AppError("INVALID", "Enter your password to sign.", {
      password: "Enter your password to sign.",
    });
  const attempt = await reserveAttempt({ email, address: null });
  if (!(await verifyPassword(password, hash)))
    throw new AppError("INVALID", "The password is wrong. Nothing was signed.", {
      password: "The password is wrong.",
    });
  await attempt.succeeded();
}

/**
 * Makes sure that it is the person who signs and not a screen that was left open: by their password, by a sign-in with
 * their provider that is minutes old, or by a token that was made for signing.
 */
export async function proveIdentity(actor: Actor, password?: string): Promise<SigningMethod> {
  assertCan(actor, "approval:vote");
  const user = await db().user.findUniqueOrThrow({
    where: { id: actor.userId },
    include: { identities: { select: { provider: true } } },
  });
  const account = {
    hasPassword: user.passwordHash !== null,
    hasProvider: user.identities.length > 0,
  };
  const { method, needsSignIn } = signingNeed(actor, account, new Date());
  if (needsSignIn)
    throw new AppError("UNAUTHENTICATED", "Sign in with your provider once more to sign.", {
      reason: "sign-in-again",
    });
  if (method === "password") await checkPassword(user.email, password, user.passwordHash);
  return method;
}
