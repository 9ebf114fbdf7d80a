/** Runs every benchmark of this folder against a scratch PostgreSQL of its own and sums up what they found. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmbeddedPostgres } from "@/lib/db/embedded-postgres";
import { migrate } from "@/lib/db/migrate";

const RESULTS = "bench/results";
const quiet = { info: () => undefined, warn: () => undefined };

async function listBenches(only: readonly string[]): Promise<string[]> {
  const files = (await readdir("bench")).filter((name) => name.endsWith(".ts"));
  const names = files.map((name) => name.replace(/\.ts$/, "")).filter((name) => name !== "driver");
  return names.filter((name) => only.length === 0 || only.includes(name)).sort();
}

/** `server-only` is empty under this condition; the benchmarks call the server's own functions. */
async function runBench(name: string, url: string, dataFolder: string): Promise<boolean> {
  console.log(`\n${name}`);
  const child = spawn(
    process.execPath,
    ["--conditions=react-server", "--import", "tsx", `bench/${name}.ts`],
    {
      stdio: "inherit",
      env: {
        ...process.env,
        DATABASE_URL: url,
        SLIPWAY_DATA: dataFolder,
        LOG_LEVEL: "error",
      },
    },
  );
  const [code] = await once(child, "exit");
  return code === 0;
}

async function main(): Promise<void> {
  await rm(RESULTS, { recursive: true, force: true });
  const broken: string[] = [];
  for (const name of await listBenches(process.argv.slice(2))) {
    const dataFolder = await mkdtemp(join(tmpdir(), "slipway-bench-"));
    const postgres = await startEmbeddedPostgres({ dataFolder, log: quiet });
    try {
      await migrate(postgres.url, quiet);
      if (!(await runBench(name, postgres.url, dataFolder))) broken.push(name);
    } finally {
      await postgres.stop();
      await rm(dataFolder, { recursive: true, force: true });
    }
  }
  const files = await readdir(RESULTS).catch(() => []);
  const found = await Promise.all(
    files.map(
      async (file): Promise<{ name: string; ok: boolean }[]> =>
        JSON.parse(await readFile(join(RESULTS, file), "utf8")),
    ),
  );
  const missed = found.flat().filter(({ ok }) => !ok);
  console.log(
    `\n${found.flat().length} ratios, ${missed.length} missed their bound. Saved in ${RESULTS}.`,
  );
  for (const { name } of missed) console.log(`  missed: ${name}`);
  if (broken.length > 0) throw new Error(`These did not finish: ${broken.join(", ")}.`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
