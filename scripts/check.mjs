/** What a machine can check without running anything: types, lint, import rules, dead code, house rules. */
import { spawn } from "node:child_process";
import { tellProblems } from "./problems.mjs";
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

const KEPT = 4_000;

/** Runs a check with its output shown; answers whether it is green, and the end of what it said. */
function runCheck(command, args) {
  return new Promise((done) => {
    const child = spawn(command, args, {
      cwd: ROOT,
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        ...process.env,
        NEXT_TELEMETRY_DISABLED: "1",
        ...(process.stdout.isTTY ? { FORCE_COLOR: "1" } : {}),
      },
      shell: process.platform === "win32",
    });
    let said = "";
    const show = (chunk) => {
      process.stdout.write(chunk);
      said = (said + chunk).slice(-KEPT);
    };
    child.stdout.on("data", show);
    child.stderr.on("data", show);
    child.once("close", (code) => done({ isGreen: code === 0, said }));
  });
}

const problems = [];
for (const [name, command, args] of CHECKS) {
  const started = Date.now();
  const { isGreen, said } = await runCheck(command, args);
  if (!isGreen)
    problems.push({
      name: `check: ${name}`,
      error: said.trimEnd().split("\n").slice(-8).join("\n"),
    });
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  process.stderr.write(`${isGreen ? "ok  " : "FAIL"} ${name} (${seconds} s)\n`);
}
tellProblems(problems);
process.exit(problems.length === 0 ? 0 : 1);
