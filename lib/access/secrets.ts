import "server-only";
import { createHash, randomBytes } from "node:crypto";

/** A new API token; its prefix lets secret scanners recognise one that leaked. */
export function newToken(): string {
  return `slw_${randomBytes(24).toString("base64url")}`;
}

/** The secret in the link of an invitation. */
export function newInvitationSecret(): string {
  return randomBytes(24).toString("base64url");
}

/** A password for somebody else to start with; typed by hand at most once. */
export function newPassword(): string {
  return randomBytes(12).toString("base64url");
}

/** What is stored of a token or of an invitation's secret. */
export function hashSecret(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}
