import { randomBytes, scryptSync } from "node:crypto";

/** A password in its stored form, at a cost low enough for many tests: the parameters stand in the hash itself. */
export function hashCheaply(password: string): string {
  const salt = randomBytes(16);
  const key = scryptSync(password, salt, 32, { N: 1024, r: 8, p: 1 });
  return ["scrypt", 1024, 8, 1, salt.toString("base64"), key.toString("base64")].join("$");
}
