import { env, settleEnv } from "@/lib/core/env";
import { findRunningPostgres, startEmbeddedPostgres } from "@/lib/db/embedded-postgres";

const quiet = { info: () => undefined, warn: () => undefined };

/**
 * Runs `work` against the database of this configuration: the external one, the embedded one of a Slipway that is
 * running, or the embedded one started for the occasion.
 */
export async function withDatabase<T>(work: (url: string) => Promise<T>): Promise<T> {
  const { DATABASE_URL, SLIPWAY_DATA } = env();
  if (DATABASE_URL) return work(DATABASE_URL);
  const running = await findRunningPostgres(SLIPWAY_DATA);
  if (running) {
    settleEnv({ DATABASE_URL: running });
    return work(running);
  }
  const started = await startEmbeddedPostgres({ dataFolder: SLIPWAY_DATA, log: quiet });
  settleEnv({ DATABASE_URL: started.url });
  try {
    return await work(started.url);
  } finally {
    await started.stop();
  }
}
