/** `npm run bench [-- name …]`: every benchmark of bench/; ratios are printed and saved as JSON. */
import { bin, ensureBuilt, ensureDependencies, giveUp, run } from "./setup.mjs";

await ensureDependencies();
await ensureBuilt().catch((error) => giveUp(error.message));
const args = ["bench/driver.ts", ...process.argv.slice(2)];
await run(bin("tsx"), args, { isShown: true }).catch(() => process.exit(1));
