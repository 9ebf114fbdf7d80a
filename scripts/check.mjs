/** What a machine can check without running anything: types, lint, import rules, dead code, house rules. */
import { spawn } from "node:child_process";
import { bin, ensureClient, ensureDependencies, ROOT } from "./setup.mjs";

await ensureDependencies();
await ensureClient();

const CHECKS = [
  ["route types", bin("next"), ["typegen"]],
  ["types", bin("tsc"), ["--noEmit"]],
  ["lint and format", bin("biome"), ["check", "."]],
  [
    "import rules",
    bin("depcruise"),
    [
      "--config",
      ".dependency-cruiser.mjs",
      "app",
      "components",
      "lib",
      "e2e",
      "prisma",
      "scripts",
      "bench",
      "examples",
      "server.ts",
    ],
  ],
  ["dead code", bin("knip"), []],
  ["house rules", bin("vitest"), ["run", "lib/testing/architecture.test.ts"]],
];

let failures = 0;
for (const [name, command, args] of CHECKS) {
  const started = Date.now();
  const isGreen = await new Promise((done) => {
    const child = spawn(command, args, {
      cwd: ROOT,
      stdio: "inherit",
      env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1" },
      shell: process.platform === "win32",
    });
    child.once("close", (code) => done(code === 0));
  });
  if (!isGreen) failures += 1;
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  process.stderr.write(`${isGreen ? "ok  " : "FAIL"} ${name} (${seconds} s)\n`);
}
process.exit(failures === 0 ? 0 : 1);
