import { createHash } from "node:crypto";
import { canonicalJson } from "@/lib/core/canonical-json";

/** What of an event is bound into the chain: nothing that may ever have to be erased. */
export interface ChainedEvent {
  id: number;
  /** ISO 8601 in UTC, to the millisecond. */
  at: string;
  workspaceId: string | null;
  userId: string | null;
  role: string;
  credential: string | null;
  action: string;
  subject: string;
  /** Hexadecimal. */
  payloadDigest: string;
}

/** What the first link is bound to. */
export const GENESIS: Uint8Array = new Uint8Array(32);

/** SHA-256 of the hash before and of the link as canonical JSON (RFC 8785). */
export function chainHash(previous: Uint8Array, seq: number, event: ChainedEvent): Buffer {
  return createHash("sha256")
    .update(previous)
    .update(canonicalJson({ seq, ...event }), "utf8")
    .digest();
}

/** What binds a payload to its event. The salt goes with the payload, so that a digest alone tells nothing. */
export function payloadDigest(salt: Uint8Array, content: string): Buffer {
  return createHash("sha256").update(salt).update(content, "utf8").digest();
}

const ADDRESS = /\S+@\S+\.\S+/g;

/** Puts digests in the place of e-mail addresses: what is chained can never be erased. */
export function withoutAddresses(text: string, salt: Uint8Array): string {
  return text.replaceAll(ADDRESS, (address) =>
    createHash("sha256").update(salt).update(address, "utf8").digest("hex").slice(0, 16),
  );
}
