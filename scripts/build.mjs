import { ensureBuilt, ensureDependencies, giveUp } from "./setup.mjs";

await ensureDependencies();
await ensureBuilt().catch((error) => giveUp(error.message));
