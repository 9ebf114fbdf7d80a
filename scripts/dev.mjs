/** Development: Next rebuilds pages by itself; the server is bundled and started again when `lib` changes. */
import { spawn } from "node:child_process";
import { watch } from "node:fs";
import { join } from "node:path";
import { bundleServer, ensureClient, ensureDependencies, giveUp, ROOT } from "./setup.mjs";

await ensureDependencies();
await ensureClient();
await bundleServer().catch((error) => giveUp(error.message));

let child = null;
let isStopping = false;

function startServer() {
  child = spawn(process.execPath, [join(ROOT, "dist/server.mjs")], {
    cwd: ROOT,
    stdio: "inherit",
    env: { ...process.env, NODE_ENV: "development", NEXT_TELEMETRY_DISABLED: "1" },
  });
  child.once("exit", (code) => {
    if (isStopping || code !== 0) process.exit(code ?? 0);
  });
}

async function restart() {
  try {
    await bundleServer();
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    return;
  }
  const old = child;
  old.removeAllListeners("exit");
  old.once("exit", startServer);
  old.kill("SIGTERM");
}

let timer;
const SERVER_FOLDERS = /^(core|db|access|audit|queue|events|storage|server|worker|protocols)\//;
watch(join(ROOT, "lib"), { recursive: true }, (_event, file) => {
  const path = String(file ?? "").replaceAll("\\", "/");
  if (!path.endsWith(".ts") || path.includes(".test.") || path.startsWith("db/generated")) return;
  if (!SERVER_FOLDERS.test(path) && !/\/(commands|queries|sql|jobs|rules|dto)/.test(path)) return;
  clearTimeout(timer);
  timer = setTimeout(restart, 300);
});
for (const signal of ["SIGINT", "SIGTERM"])
  process.on(signal, () => {
    isStopping = true;
    child?.kill("SIGTERM");
  });
startServer();
