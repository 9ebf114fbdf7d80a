import "server-only";
import { createHash, randomBytes } from "node:crypto";

/** A new API token; its prefix lets secret scanners recognise one that leaked. */
export function newToken(): string {
  return `slw_${randomBytes(24).toString("base64url")}`;
}

/** What is stored of a token or of an invitation's secret. */
export function hashSecret(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}
