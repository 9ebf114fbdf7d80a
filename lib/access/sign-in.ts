import type { Person, Visitor } from "./actor";

/** Who has signed in; what a session carries. */
export interface SignedIn {
  userId: string;
  epoch: number;
}

/** What a provider says of a person. */
export interface ProviderProfile {
  provider: string;
  /** The provider's own, never changing name of the person. */
  subject: string;
  email: string | null;
  isEmailVerified: boolean;
  name: string;
}

/** A session as it is remembered once it is ended. */
export interface SessionRef {
  id: string;
  expiresAt: Date;
}

/** The decisions of the sign-in, which the workspaces domain makes. */
export interface SignIn {
  withPassword: (visitor: Visitor, input: { email: string; password: string }) => Promise<SignedIn>;
  withProvider: (visitor: Visitor, profile: ProviderProfile) => Promise<SignedIn>;
  end: (person: Person, session: SessionRef) => Promise<void>;
}

/** Why a sign-in failed, as it stands in the address of the sign-in page. */
const SENTENCES: Readonly<Record<string, string>> = {
  wrong: "The e-mail address or the password is wrong.",
  "account-disabled": "This account is disabled. Ask an administrator of this installation.",
  "no-email":
    "The provider did not say your e-mail address. Allow it to share the address, then try again.",
  "email-not-verified":
    "The provider has not verified your e-mail address. Verify it there, then try again.",
  "not-invited":
    "There is no account for your e-mail address yet. Ask an administrator for an invitation.",
  unavailable: "The server cannot check this just now. Try again in a moment.",
  AccessDenied: "The provider refused to sign you in.",
  OAuthSignin: "The sign-in provider cannot be reached. Try again, or ask an administrator.",
  OAuthCallback:
    "The sign-in was not completed: it took too long, or began in another window. Try again.",
  Callback: "The provider did not complete the sign-in. Try again.",
  SessionRequired: "Sign in to go on.",
};

const WAIT = /^wait-(\d{1,5})$/;

/** A sentence for a person about why the sign-in failed. */
export function signInProblem(code: string): string {
  const seconds = Number(WAIT.exec(code)?.[1] ?? 0);
  if (seconds > 90)
    return `Too many failed attempts. Try again in ${Math.ceil(seconds / 60)} minutes.`;
  if (seconds > 0) return `Too many failed attempts. Try again in ${seconds} seconds.`;
  return SENTENCES[code] ?? "The sign-in did not work. Try again.";
}
