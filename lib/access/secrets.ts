import "server-only";
import { createHash, createHmac, randomBytes } from "node:crypto";
import { env } from "@/lib/core/env";

/** A new API token; its prefix lets secret scanners recognise one that leaked. */
export function newToken(): string {
  return `slw_${randomBytes(24).toString("base64url")}`;
}

/** The API token of a thing that has a name, the same whenever it is asked for, so that it need not be kept. */
export function tokenFor(name: string): string {
  const secret = env().SLIPWAY_SECRET;
  if (!secret) throw new Error("SLIPWAY_SECRET is not set: no token can be made.");
  return `slw_${createHmac("sha256", secret).update("api token\n").update(name).digest("base64url")}`;
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
