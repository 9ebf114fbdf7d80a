import "server-only";
import { randomBytes } from "node:crypto";
import { mkdir, open, readFile } from "node:fs/promises";
import { join } from "node:path";
import { publicKey } from "@/lib/audit/signing-key";
import { makeDataFolder } from "@/lib/core/data-folder";
import { env, settleEnv } from "@/lib/core/env";
import { log } from "@/lib/core/log";
import { db } from "@/lib/db/client";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "@/lib/db/embedded-postgres";
import { migrate } from "@/lib/db/migrate";
import { createFirstAdmin } from "@/lib/workspaces/commands/first-start";

/** The secret that signs sessions: given, or made once and kept in the data folder. */
async function prepareSecret(): Promise<void> {
  if (env().SLIPWAY_SECRET) return;
  const folder = join(env().SLIPWAY_DATA, "secrets");
  const file = join(folder, "session");
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const made = randomBytes(48).toString("base64url");
  const created = await open(file, "wx", 0o600).catch(() => null);
  if (created) {
    await created.writeFile(made);
    await created.sync();
    await created.close();
  }
  settleEnv({ SLIPWAY_SECRET: (await readFile(file, "utf8")).trim() });
}

export interface Prepared {
  embedded: EmbeddedPostgres | null;
  /** The administrator's password, when this start made it. */
  firstPassword: string | null;
  adminEmail: string;
}

const FIRST_EMAIL = "admin@slipway.local";

/** Everything that must stand before the first request: secret, database, migrations, the first administrator. */
export async function prepare(): Promise<Prepared> {
  await makeDataFolder(env().SLIPWAY_DATA);
  await prepareSecret();
  let embedded: EmbeddedPostgres | null = null;
  if (!env().DATABASE_URL) {
    embedded = await startEmbeddedPostgres({ dataFolder: env().SLIPWAY_DATA, log: log() });
    settleEnv({ DATABASE_URL: embedded.url });
  }
  try {
    await migrate(env().DATABASE_URL ?? "", log());
    await publicKey();
    const adminEmail = env().SLIPWAY_ADMIN_EMAIL ?? FIRST_EMAIL;
    const firstPassword = await db().$transaction(
      (tx) =>
        createFirstAdmin(tx, {
          email: adminEmail,
          password: env().SLIPWAY_ADMIN_PASSWORD,
          token: env().SLIPWAY_ADMIN_TOKEN,
        }),
      { timeout: 30_000, maxWait: 30_000 },
    );
    return { embedded, firstPassword, adminEmail };
  } catch (error) {
    await embedded?.stop();
    throw error;
  }
}
