import "server-only";
import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import { takeTurns } from "@/lib/core/turnstile";

/** One of OWASP's recommended sets, of equal strength: this one takes 32 MiB a hash instead of 128. */
const COST = { N: 2 ** 15, r: 8, p: 3 };
const KEY_BYTES = 32;
/** Hashing is slow on purpose, so a flood of sign-ins is bounded. */
const TURNS = {
  name: "hashing",
  atOnce: 2,
  waiting: 64,
  full: "Too many people are signing in. Try again in a moment.",
};

function scryptOnce(password: string, salt: Buffer, cost: typeof COST): Promise<Buffer> {
  const maxmem = 256 * cost.N * cost.r;
  return new Promise((resolve, reject) => {
    scrypt(password.normalize("NFKC"), salt, KEY_BYTES, { ...cost, maxmem }, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}

function derive(password: string, salt: Buffer, cost: typeof COST): Promise<Buffer> {
  return takeTurns(TURNS, () => scryptOnce(password, salt, cost));
}

/** Answers "scrypt$N$r$p$salt$key". */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, COST);
  return ["scrypt", COST.N, COST.r, COST.p, salt.toString("base64"), key.toString("base64")].join(
    "$",
  );
}

/** Takes as long for an unknown user (`stored` null) as for a wrong password. */
export async function verifyPassword(password: string, stored: string | null): Promise<boolean> {
  const [, n, r, p, salt, key] = (stored ?? "").split("$");
  if (!n || !r || !p || !salt || !key) {
    await derive(password, randomBytes(16), COST);
    return false;
  }
  const cost = { N: Number(n), r: Number(r), p: Number(p) };
  const derived = await derive(password, Buffer.from(salt, "base64"), cost);
  return timingSafeEqual(derived, Buffer.from(key, "base64"));
}
