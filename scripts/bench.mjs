/** Every benchmark of bench/, against a scratch PostgreSQL; ratios are printed and saved as JSON. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { ensureBuilt, ensureDependencies, giveUp, ROOT, run } from "./setup.mjs";
import { bin } from "./setup.mjs";

await ensureDependencies();
await ensureBuilt().catch((error) => giveUp(error.message));
const only = process.argv.slice(2);
await run(bin("tsx"), ["bench/driver.ts", ...only], { isShown: true }).catch(() => process.exit(1));
