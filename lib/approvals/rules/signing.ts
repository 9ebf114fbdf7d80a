import type { SigningMethod } from "../schema/requests";

/** How long after a sign-in with a provider somebody may sign without another one. */
export const RECENT_SIGN_IN_MS = 5 * 60_000;

/** The earliest time until which approvals that count hold; null when all of them hold without a bound. */
export function holdsUntil(approvals: readonly { validUntil: Date | null }[]): Date | null {
  return approvals.reduce<Date | null>(
    (earliest, { validUntil }) =>
      validUntil && (!earliest || validUntil < earliest) ? validUntil : earliest,
    null,
  );
}

interface Signer {
  tokenName: string | null;
  signedInAt: Date | null;
}

interface Account {
  hasPassword: boolean;
  hasProvider: boolean;
}

interface SigningNeed {
  method: SigningMethod;
  /** Whether they must sign in with their provider again before. */
  needsSignIn: boolean;
}

/** How somebody shows that a signature is theirs. */
export function signingNeed(
  { tokenName, signedInAt }: Signer,
  account: Account,
  now: Date,
): SigningNeed {
  if (tokenName !== null) return { method: "token", needsSignIn: false };
  if (account.hasPassword && !account.hasProvider)
    return { method: "password", needsSignIn: false };
  const age = signedInAt ? now.getTime() - signedInAt.getTime() : Number.POSITIVE_INFINITY;
  if (age <= RECENT_SIGN_IN_MS) return { method: "sign_in", needsSignIn: false };
  return account.hasPassword
    ? { method: "password", needsSignIn: false }
    : { method: "sign_in", needsSignIn: true };
}
