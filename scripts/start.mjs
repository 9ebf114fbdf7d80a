/** Production: builds when the sources have changed, then becomes the server. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ensureBuilt, ensureDependencies, giveUp, ROOT } from "./setup.mjs";

await ensureDependencies();
await ensureBuilt().catch((error) => giveUp(error.message));
process.env.NODE_ENV ??= "production";
await import(pathToFileURL(join(ROOT, "dist/server.mjs")).href);
