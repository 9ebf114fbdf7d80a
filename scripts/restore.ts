/** `npm run restore -- folder`: a backup into an empty database and artifact store. */
import { resolve } from "node:path";
import { withDatabase } from "@/lib/server/backup/database-address";
import { restore } from "@/lib/server/backup/restore";

async function main(): Promise<void> {
  const [, , folder] = process.argv;
  if (!folder) throw new Error("Name the backup's folder: npm run restore -- backups/slipway-…");
  await withDatabase((url) => restore(url, resolve(folder), (line) => console.log(`  ${line}`)));
}

main().then(
  () => {
    console.log("\nRestored. Start Slipway with npm start.");
    process.exit(0);
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
