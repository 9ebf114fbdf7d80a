import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";

type Engine = import("@prisma/schema-engine-wasm/schema_engine_bg").SchemaEngine;

/** Where the WebAssembly build's glue keeps its instance; its published types leave these out. */
interface Glue {
  SchemaEngine: typeof import("@prisma/schema-engine-wasm/schema_engine_bg").SchemaEngine;
  __wbg_set_wasm: (exports: WebAssembly.Exports) => void;
}

const FINISHED = `;UPDATE _prisma_migrations SET finished_at = now(), applied_steps_count = 1
  WHERE finished_at IS NULL AND rolled_back_at IS NULL`;

/**
 * Sends a migration whole, in one transaction with the note that it is finished: the adapter would cut it at semicolons,
 * functions included, and a process killed half-way would leave nobody knowing what was applied.
 */
class WholeScripts extends PrismaPg {
  override async connect() {
    const adapter = await super.connect();
    adapter.executeScript = async (script) => {
      const isOwnTable = script.includes("_prisma_migrations");
      await adapter.underlyingDriver().query(isOwnTable ? script : script + FINISHED);
    };
    return adapter;
  }
}

let loading: Promise<Glue> | undefined;

async function load(): Promise<Glue> {
  const require = createRequire(import.meta.url);
  // The package exports this module; the interface above says what we use of it.
  const glue = (await import("@prisma/schema-engine-wasm/schema_engine_bg")) as unknown as Glue;
  const bytes = await readFile(
    require.resolve("@prisma/schema-engine-wasm/schema_engine_bg").replace(/\.js$/, ".wasm"),
  );
  const { instance } = await WebAssembly.instantiate(bytes, {
    // The glue's exports are the very functions that the module imports.
    "./schema_engine_bg.js": glue as unknown as WebAssembly.ModuleImports,
  });
  glue.__wbg_set_wasm(instance.exports);
  const { __wbindgen_start: start } = instance.exports;
  if (typeof start === "function") start();
  return glue;
}

/**
 * Prisma's schema engine as WebAssembly over a database: its native build is a download of its own, which Slipway does
 * without. Loaded by hand because Node has no import of `.wasm` files, and once, because its glue knows one instance.
 */
export async function openSchemaEngine(
  url: string,
  datamodels?: [string, string][],
): Promise<Engine> {
  loading ??= load();
  const { SchemaEngine } = await loading;
  const adapter = bindMigrationAwareSqlAdapterFactory(
    new WholeScripts({ connectionString: url, idleTimeoutMillis: 1_000 }),
  );
  return SchemaEngine.new({ datamodels }, () => undefined, adapter);
}
