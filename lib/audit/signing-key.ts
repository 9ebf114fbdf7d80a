import "server-only";
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomUUID,
  sign,
  verify,
} from "node:crypto";
import { link, mkdir, open, readFile, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { env } from "@/lib/core/env";

/** The fixed head of an Ed25519 public key in DER; the raw key of 32 bytes follows. */
const DER_HEAD = Buffer.from("302a300506032b6570032100", "hex");

const shared = globalThis as typeof globalThis & {
  slipwayAuditKey?: { file: string; key: Promise<KeyObject> };
};

async function loadKey(file: string): Promise<KeyObject> {
  await mkdir(/* turbopackIgnore: true */ dirname(file), { recursive: true, mode: 0o700 });
  const known = await readFile(/* turbopackIgnore: true */ file, "utf8").catch(() => null);
  if (known !== null) return createPrivateKey(known);
  // Written aside and linked into place: whoever comes second, or after a crash, finds a whole key or none.
  const aside = `${file}.${randomUUID()}`;
  const { privateKey } = generateKeyPairSync("ed25519");
  const created = await open(/* turbopackIgnore: true */ aside, "wx", 0o600);
  await created.writeFile(privateKey.export({ type: "pkcs8", format: "pem" }));
  await created.sync();
  await created.close();
  await link(aside, file).catch(() => undefined);
  await rm(aside);
  return createPrivateKey(await readFile(/* turbopackIgnore: true */ file, "utf8"));
}

/** The key that signs checkpoints: made once, kept in the data folder, never in the database. */
async function signingKey(): Promise<KeyObject> {
  // The build would otherwise look for such a file below the whole checkout.
  const file = join(/* turbopackIgnore: true */ env().SLIPWAY_DATA, "secrets", "audit-key.pem");
  if (shared.slipwayAuditKey?.file !== file) shared.slipwayAuditKey = { file, key: loadKey(file) };
  return shared.slipwayAuditKey.key;
}

/** The public key, raw. */
export async function publicKey(): Promise<Buffer> {
  const der = createPublicKey(await signingKey()).export({ type: "spki", format: "der" });
  return der.subarray(DER_HEAD.length);
}

export async function signBytes(content: string): Promise<Buffer> {
  return sign(null, Buffer.from(content, "utf8"), await signingKey());
}

export function isSignedBy(raw: Uint8Array, content: string, signature: Uint8Array): boolean {
  try {
    const key = createPublicKey({
      key: Buffer.concat([DER_HEAD, raw]),
      format: "der",
      type: "spki",
    });
    return verify(null, Buffer.from(content, "utf8"), key, signature);
  } catch {
    return false;
  }
}

/** What people compare to know a key: the beginning of its SHA-256. */
export function fingerprint(raw: Uint8Array): string {
  return createHash("sha256").update(raw).digest("hex").slice(0, 16);
}
