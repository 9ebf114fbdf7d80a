/**
 * `npm run audit:verify [-- --checkpoints FILE]`: recomputes the whole audit trail and names the first row that is not as
 * it was written, then the first finished run whose metrics are not as they were sealed. Ends with 1 when there is one.
 */
import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { parseCheckpoints } from "@/lib/audit/checkpoint-schema";
import { describeVerification } from "@/lib/audit/describe";
import { verifyAudit } from "@/lib/audit/verify";
import { settleEnv } from "@/lib/core/env";
import { closePool } from "@/lib/db/pool";
import { proveMetrics } from "@/lib/runs/sql/prove-metrics";
import { withDatabase } from "@/lib/server/backup/database-address";

async function main(): Promise<boolean> {
  const { values } = parseArgs({ options: { checkpoints: { type: "string", multiple: true } } });
  const files = await Promise.all((values.checkpoints ?? []).map((file) => readFile(file, "utf8")));
  const outside = files.flatMap(parseCheckpoints);
  return withDatabase(async (url) => {
    settleEnv({ DATABASE_URL: url });
    const result = await verifyAudit({ outside });
    for (const line of describeVerification(result, outside.length)) console.log(line);
    const { proven, changed } = await proveMetrics();
    console.log(
      changed
        ? `BROKEN. Run ${changed.run}: its metrics or parameters are not what event ${changed.eventId} sealed.`
        : `The metrics of ${proven} finished runs are as they were sealed.`,
    );
    await closePool();
    return result.isIntact && changed === null;
  });
}

main()
  .then((isIntact) => process.exit(isIntact ? 0 : 1))
  .catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(2);
  });
