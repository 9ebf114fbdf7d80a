/** `npm run backup [-- folder]`: database and artifacts into a new folder, while Slipway runs or not. */
import { resolve } from "node:path";
import { backUp } from "@/lib/server/backup/back-up";
import { withDatabase } from "@/lib/server/backup/database-address";

const stamp = new Date().toISOString().replace(/[:.]/g, "-");
const target = resolve(process.argv[2] ?? `backups/slipway-${stamp}`);

withDatabase((url) => backUp(url, target, (line) => console.log(`  ${line}`)))
  .then(() => {
    console.log(`\nThe backup is in ${target}`);
    process.exit(0);
  })
  .catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  });
