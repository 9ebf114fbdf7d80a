/** First path segments that belong to programs or to the product itself, so no workspace may be called so. */
const RESERVED = new Set([
  "_next",
  "ajax-api",
  "api",
  "events",
  "gallery",
  "get-artifact",
  "health",
  "invite",
  "metrics",
  "model-versions",
  "ready",
  "serve",
  "sign-in",
  "v1",
  "v2",
  "version",
  "workspaces",
]);

const SLUG = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** Null when a workspace may have this short name, else a sentence that says why not. */
export function slugProblem(slug: string): string | null {
  if (!SLUG.test(slug))
    return "Use lower-case letters, digits and dashes; begin and end with a letter or digit; at most 63 characters.";
  if (RESERVED.has(slug))
    return `"${slug}" is part of Slipway's own addresses. Choose another name.`;
  return null;
}

/** A short name made of a workspace's name: "Fraud & Risk" gives "fraud-risk". */
export function suggestSlug(name: string): string {
  return name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 63)
    .replace(/^-+|-+$/g, "");
}

export const MIN_PASSWORD = 12;
export const MAX_PASSWORD = 200;

/** Long enough to pass the length check, and among the first that anybody tries. */
const COMMON = [
  "123456789012",
  "1234567890123",
  "adminadminadmin",
  "administrator",
  "iloveyou1234",
  "letmeinletmein",
  "passwordpassword",
  "password1234",
  "password12345",
  "qwertyuiop12",
  "qwertyuiop123",
  "slipwayslipway",
  "slipway12345",
  "welcome12345",
];

/** Null when a person may have this password, else a sentence that says why not. */
export function passwordProblem(password: string, email: string): string | null {
  const lower = password.toLowerCase();
  if (password.length < MIN_PASSWORD) return `Use at least ${MIN_PASSWORD} characters.`;
  if (password.length > MAX_PASSWORD) return `Use at most ${MAX_PASSWORD} characters.`;
  if (new Set(lower).size < 4) return "Use more than a few different characters.";
  if (lower === email.toLowerCase()) return "Do not use your e-mail address as the password.";
  if (COMMON.includes(lower))
    return "This password is one of the first that are guessed. Use another one.";
  return null;
}

/**
 * Where to go after signing in: a page of ours, whatever the address of the sign-in page says. next-auth writes it with
 * our own host, everybody else as a path.
 */
export function safeCallback(callback: string | undefined, host?: string): string {
  const base = `http://${host ?? "ours.invalid"}`;
  if (!callback || !URL.canParse(base) || !URL.canParse(callback, base)) return "/";
  const url = new URL(callback, base);
  const isOurs = /^https?:$/.test(url.protocol) && url.host === new URL(base).host;
  // A path of two slashes at its beginning is another host to a browser.
  return isOurs && !url.pathname.startsWith("//") ? url.pathname + url.search + url.hash : "/";
}

const MINUTE_MS = 60_000;
const FIRST_WAIT_MS = 30_000;
const LONGEST_WAIT_MS = 15 * MINUTE_MS;

/** How long failed sign-ins are remembered. */
export const FAILURE_MEMORY_MS = 60 * MINUTE_MS;

/** Failures that cost nothing, for one e-mail address and for one network address (which an office may share). */
export const FREE_FAILURES = { email: 5, address: 30 } as const;

/** How long to wait before the next attempt: nothing at first, then twice as long after each failure. */
export function signInWaitMs(failures: readonly Date[], free: number, now: Date): number {
  const recent = failures
    .map((at) => at.getTime())
    .filter((at) => now.getTime() - at < FAILURE_MEMORY_MS);
  if (recent.length < free) return 0;
  const wait = Math.min(FIRST_WAIT_MS * 2 ** Math.min(recent.length - free, 10), LONGEST_WAIT_MS);
  return Math.max(0, Math.max(...recent) + wait - now.getTime());
}

export type InvitationState = "open" | "accepted" | "revoked" | "expired";

interface InvitationTimes {
  acceptedAt: Date | null;
  revokedAt: Date | null;
  expiresAt: Date;
}

export function invitationState(invitation: InvitationTimes, now: Date): InvitationState {
  if (invitation.acceptedAt) return "accepted";
  if (invitation.revokedAt) return "revoked";
  return invitation.expiresAt <= now ? "expired" : "open";
}

export type TokenState = "active" | "revoked" | "expired";

export function tokenState(
  token: { revokedAt: Date | null; expiresAt: Date | null },
  now: Date,
): TokenState {
  if (token.revokedAt) return "revoked";
  return token.expiresAt && token.expiresAt <= now ? "expired" : "active";
}
