import "server-only";
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { env } from "@/lib/core/env";

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

function derive(info: string): Buffer {
  const secret = env().SLIPWAY_SECRET;
  if (!secret) throw new Error("Secrets cannot be kept before SLIPWAY_SECRET is known.");
  return Buffer.from(hkdfSync("sha256", secret, "slipway", info, 32));
}

/** Another key for each purpose, all of SLIPWAY_SECRET. */
const keyOf = (purpose: string): Buffer => derive(`sealed ${purpose}`);

/** A secret that is kept nowhere: the same for the same owner for as long as SLIPWAY_SECRET is the same. */
export function deriveSecret(purpose: string, owner: string): string {
  return derive(`derived ${purpose} ${owner}`).toString("base64url");
}

/** Encrypts what must be used again but never shown: AES-256-GCM. `owner` binds it to one row. */
export function sealSecret(purpose: string, owner: string, text: string): Uint8Array<ArrayBuffer> {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", keyOf(purpose), nonce);
  cipher.setAAD(Buffer.from(owner));
  const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return new Uint8Array([...nonce, ...cipher.getAuthTag(), ...sealed]);
}

/** Null when it was sealed with another SLIPWAY_SECRET, for another row, or was changed. */
export function openSecret(purpose: string, owner: string, sealed: Uint8Array): string | null {
  try {
    const nonce = sealed.subarray(0, NONCE_BYTES);
    const decipher = createDecipheriv("aes-256-gcm", keyOf(purpose), nonce);
    decipher.setAAD(Buffer.from(owner));
    decipher.setAuthTag(sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    const text = decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES));
    return Buffer.concat([text, decipher.final()]).toString("utf8");
  } catch {
    return null;
  }
}
