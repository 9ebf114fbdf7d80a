import { fileURLToPath } from "node:url";
import { defineConfig } from "prisma/config";

// Generating needs no schema engine, yet Prisma would download one: any executable satisfies its check.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath;

export default defineConfig({
  schema: fileURLToPath(new URL("./schema", import.meta.url)),
  migrations: { path: fileURLToPath(new URL("./migrations", import.meta.url)) },
});
