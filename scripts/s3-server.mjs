/**
 * The S3 server that the tests of the S3 store run against: Versity S3 Gateway, built once by Go into .cache/tools.
 * Run by itself it fails when it cannot be built; `npm test` only skips those tests then.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { ROOT, run, showProgress } from "./setup.mjs";

const PACKAGE = "github.com/versity/versitygw/cmd/versitygw@v1.8.0";
const TOOLS = join(ROOT, ".cache/tools");

function hasGo() {
  try {
    execFileSync("go", ["version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** Null when the server is there, else a sentence that says why not. */
export async function ensureS3Server() {
  if (existsSync(join(TOOLS, "versitygw"))) return null;
  if (!hasGo())
    return "The tests of the S3 store are skipped: they need Go, which builds their server.";
  mkdirSync(TOOLS, { recursive: true });
  try {
    await showProgress("Building the S3 server of the tests", () =>
      run("go", ["install", PACKAGE], { env: { GOBIN: TOOLS, CGO_ENABLED: "0" } }),
    );
    return null;
  } catch (error) {
    return `The tests of the S3 store are skipped: their server could not be built. ${error.message}`;
  }
}

if (process.argv[1] === resolve(import.meta.filename)) {
  const problem = await ensureS3Server();
  if (problem) process.stderr.write(`${problem}\n`);
  process.exit(problem ? 1 : 0);
}
