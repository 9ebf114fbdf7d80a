/**
 * `npm run audit:verify [-- --checkpoints FILE]`: recomputes the whole audit trail and names the first row that is not as
 * it was written. Ends with 1 when there is one.
 */
import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { parseCheckpoints } from "@/lib/audit/checkpoint-schema";
import { describeVerification } from "@/lib/audit/describe";
import { verifyAudit } from "@/lib/audit/verify";
import { settleEnv } from "@/lib/core/env";
import { closePool } from "@/lib/db/pool";
import { withDatabase } from "@/lib/server/backup/database-address";

async function main(): Promise<boolean> {
  const { values } = parseArgs({ options: { checkpoints: { type: "string", multiple: true } } });
  const files = await Promise.all((values.checkpoints ?? []).map((file) => readFile(file, "utf8")));
  const outside = files.flatMap(parseCheckpoints);
  return withDatabase(async (url) => {
    settleEnv({ DATABASE_URL: url });
    const result = await verifyAudit({ outside });
    for (const line of describeVerification(result, outside.length)) console.log(line);
    await closePool();
    return result.isIntact;
  });
}

main()
  .then((isIntact) => process.exit(isIntact ? 0 : 1))
  .catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(2);
  });
