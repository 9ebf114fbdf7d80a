/** Every test but the clients': unit and database tests with Vitest, journeys in Chromium with Playwright. */
import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ensureChromium } from "./chromium.mjs";
import { journeyProblems, tellProblems } from "./problems.mjs";
import { ensureS3Server } from "./s3-server.mjs";
import { bin, ensureBuilt, ensureClient, ensureDependencies, giveUp, ROOT } from "./setup.mjs";

const RESULTS = join(ROOT, ".cache/test-results");

/** Runs a test program with its output shown; answers whether it ended well. */
function runShown(command, args, env) {
  return new Promise((done) => {
    const child = spawn(command, args, {
      cwd: ROOT,
      stdio: "inherit",
      env: { ...process.env, ...env },
      shell: process.platform === "win32",
    });
    child.once("close", (code) => done(code === 0));
  });
}

function readJson(name) {
  try {
    return JSON.parse(readFileSync(join(RESULTS, name), "utf8"));
  } catch {
    return null;
  }
}

function countVitest(isGreen) {
  const report = readJson("unit.json");
  if (!report) return { passed: 0, failed: 1, skipped: 0 };
  const failed = report.numFailedTests + (isGreen || report.numFailedTests > 0 ? 0 : 1);
  return { passed: report.numPassedTests, failed, skipped: report.numPendingTests };
}

function countPlaywright(isGreen) {
  const stats = readJson("journeys.json")?.stats;
  if (!stats) return { passed: 0, failed: 1, skipped: 0 };
  const failed = stats.unexpected + (isGreen || stats.unexpected > 0 ? 0 : 1);
  return { passed: stats.expected + stats.flaky, failed, skipped: stats.skipped };
}

await ensureDependencies();
await ensureClient();
const chromium = await ensureChromium();
const noS3 = await ensureS3Server();
if (noS3) process.stderr.write(`${noS3}\n`);
rmSync(RESULTS, { recursive: true, force: true });
mkdirSync(RESULTS, { recursive: true });

const env = {
  CHROMIUM_PATH: chromium,
  SLIPWAY_TEST_RESULTS: RESULTS,
  SLIPWAY_UNIT_PROBLEMS: join(RESULTS, "unit-problems.json"),
};
process.stdout.write("\nUnit and database tests\n");
const unitGreen = await runShown(
  bin("vitest"),
  [
    "run",
    "--reporter=default",
    "--reporter=json",
    "--reporter=./scripts/vitest-problems.mjs",
    `--outputFile.json=${join(RESULTS, "unit.json")}`,
  ],
  env,
);
const unit = countVitest(unitGreen);

await ensureBuilt().catch((error) => giveUp(error.message));
process.stdout.write("\nJourneys in Chromium\n");
const journeysGreen = await runShown(bin("playwright"), ["test", "-c", "e2e"], env);
const journeys = countPlaywright(journeysGreen);

const kinds = [
  ["unit and database tests", unit],
  ["journeys in Chromium", journeys],
];
/** A program that ended badly and names no problem is one. */
const named = (problems, isGreen, what) =>
  isGreen || problems.some(({ isRecovered }) => !isRecovered)
    ? problems
    : [
        ...problems,
        { name: what, error: "It ended badly without naming a failed test; its output is above." },
      ];
tellProblems([
  ...named(readJson("unit-problems.json") ?? [], unitGreen, "Vitest"),
  ...named(journeyProblems(readJson("journeys.json") ?? {}), journeysGreen, "Playwright"),
]);
process.stdout.write("\n");
for (const [kind, { passed, failed, skipped }] of kinds)
  process.stdout.write(`${kind}: ${passed} passed, ${failed} failed, ${skipped} skipped\n`);
const sum = (key) => kinds.reduce((total, [, counts]) => total + counts[key], 0);
const skipped = sum("skipped") > 0 ? `, ${sum("skipped")} skipped` : "";
process.stdout.write(`${sum("passed")} passed, ${sum("failed")} failed${skipped}\n`);
process.exit(sum("failed") === 0 && unitGreen && journeysGreen ? 0 : 1);
