/** `npm run bench [-- name …]`: every benchmark of bench/; ratios are printed and saved as JSON. */
import { ensureChromium } from "./chromium.mjs";
import { bin, ensureBuilt, ensureDependencies, giveUp, run } from "./setup.mjs";

await ensureDependencies();
await ensureBuilt().catch((error) => giveUp(error.message));
const env = { CHROMIUM_PATH: await ensureChromium() };
const args = ["bench/driver.ts", ...process.argv.slice(2)];
await run(bin("tsx"), args, { isShown: true, env }).catch(() => process.exit(1));
