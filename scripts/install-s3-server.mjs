// Builds the S3 server that the tests of the S3 store run against (Versity S3 Gateway) into .cache/tools. Needs Go.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { join, resolve } from "node:path";

const PACKAGE = "github.com/versity/versitygw/cmd/versitygw@v1.8.0";
const folder = resolve(".cache", "tools");

if (existsSync(join(folder, "versitygw"))) process.exit(0);
mkdirSync(folder, { recursive: true });
console.log("Building the S3 server of the tests; this takes a minute or two, once.");
const { status, error } = spawnSync("go", ["install", PACKAGE], {
  stdio: "inherit",
  env: { ...process.env, GOBIN: folder, CGO_ENABLED: "0" },
});
if (error?.code === "ENOENT")
  console.error("Go is not installed: the tests of the S3 store are skipped.");
process.exit(status ?? 1);
