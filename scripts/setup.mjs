/** What every command needs first: a Node that is new enough, dependencies, a build. Runs before anything is installed. */
import { execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const NEEDED = [20, 19];

/** Ends the command with one sentence that says what to do. */
export function giveUp(sentence) {
  process.stderr.write(`\n${sentence}\n`);
  process.exit(1);
}

export function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major < NEEDED[0] || (major === NEEDED[0] && minor < NEEDED[1]))
    giveUp(
      `Slipway needs Node ${NEEDED.join(".")} or newer, and this is ${process.versions.node}. Install a newer one from nodejs.org or with your version manager, then run the command again.`,
    );
  process.chdir(ROOT);
}

const isTerminal = process.stderr.isTTY === true;

/** Says that something long is going on, and for how long. */
export async function showProgress(what, work) {
  const started = Date.now();
  const seconds = () => `${((Date.now() - started) / 1000).toFixed(0)} s`;
  process.stderr.write(isTerminal ? `${what} …` : `${what} …\n`);
  const timer = isTerminal
    ? setInterval(() => process.stderr.write(`\r${what} … ${seconds()} `), 1000)
    : setInterval(() => process.stderr.write(`${what} … ${seconds()}\n`), 30_000);
  try {
    const result = await work();
    process.stderr.write(`${isTerminal ? "\r" : ""}${what}: done in ${seconds()}\n`);
    return result;
  } finally {
    clearInterval(timer);
  }
}

/** Runs a program to its end; its output is shown only when it fails, unless `isShown`. */
export function run(command, args, { env = {}, isShown = false } = {}) {
  return new Promise((done, fail) => {
    const child = spawn(command, args, {
      cwd: ROOT,
      env: { ...process.env, ...env },
      stdio: isShown ? "inherit" : ["ignore", "pipe", "pipe"],
      shell: process.platform === "win32",
    });
    let output = "";
    const keep = (chunk) => {
      output = (output + chunk).slice(-20_000);
    };
    child.stdout?.on("data", keep);
    child.stderr?.on("data", keep);
    child.once("error", fail);
    child.once("close", (code, signal) => {
      if (code === 0) done(output);
      else
        fail(
          new Error(`${command} ${args.join(" ")} failed (${code ?? signal}).\n${output.trim()}`),
        );
    });
  });
}

/** A program of a dependency. */
export const bin = (name) =>
  join(ROOT, "node_modules", ".bin", process.platform === "win32" ? `${name}.cmd` : name);

const hashOf = (...parts) => {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part).update("\0");
  return hash.digest("hex");
};

const readOr = (file, fallback) => {
  try {
    return readFileSync(join(ROOT, file), "utf8");
  } catch {
    return fallback;
  }
};

export async function ensureDependencies() {
  checkNode();
  const stamp = "node_modules/.slipway-installed";
  const wanted = hashOf(readOr("package-lock.json", ""), process.versions.modules);
  if (readOr(stamp, "") === wanted) return;
  try {
    await showProgress("Installing dependencies", () =>
      // Whatever NODE_ENV says: the build and the checks need the development ones too.
      run("npm", ["ci", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"]),
    );
  } catch (error) {
    giveUp(
      `The dependencies could not be installed. Check that ${ROOT} can be written and that npm reaches its registry.\n${error.message}`,
    );
  }
  writeFileSync(join(ROOT, stamp), wanted);
}

/** Prisma's client, generated when the schema has changed. */
export async function ensureClient() {
  const schema = listFiles(["prisma/schema"]).map((file) => readFileSync(join(ROOT, file)));
  const wanted = hashOf(...schema, readOr("node_modules/prisma/package.json", ""));
  const stamp = "lib/db/generated/.schema-hash";
  if (readOr(stamp, "") === wanted) return;
  await run(bin("prisma"), ["generate", "--config", "prisma/prisma.config.ts"]);
  writeFileSync(join(ROOT, stamp), wanted);
}

function listFiles(folders) {
  const listed = execFileSync(
    process.execPath,
    [
      "-e",
      `const {readdirSync}=require("fs");for(const folder of process.argv.slice(1))for(const e of readdirSync(folder,{withFileTypes:true,recursive:true}))if(e.isFile())console.log(require("path").join(e.parentPath??e.path,e.name))`,
      ...folders.filter((folder) => existsSync(join(ROOT, folder))),
    ],
    { cwd: ROOT, encoding: "utf8", maxBuffer: 64 * 2 ** 20 },
  );
  return listed.split("\n").filter(Boolean).sort();
}

const SOURCES = ["app", "components", "lib", "public"];
const CONFIGURATION = [
  "server.ts",
  "next.config.ts",
  "postcss.config.mjs",
  "tsconfig.json",
  "package-lock.json",
];
const BUILD_STAMP = "dist/build-hash";

function sourceHash() {
  const files = listFiles(SOURCES).filter(
    (file) => !/\.test\.tsx?$/.test(file) && !file.includes("lib/db/generated/"),
  );
  const parts = [...files, ...CONFIGURATION].flatMap((file) => [file, readOr(file, "")]);
  const schema = listFiles(["prisma/schema"]).map((file) => readOr(file, ""));
  return hashOf(...parts, ...schema);
}

/** Bundles server.ts: Node runs it as it is, without a loader, and `server-only` becomes an empty module. */
export async function bundleServer() {
  const esbuild = await import("esbuild");
  await esbuild.build({
    absWorkingDir: ROOT,
    entryPoints: {
      server: "server.ts",
      "table-thread": "lib/datasets/jobs/table-thread.ts",
      "prediction-log-thread": "lib/gateway/jobs/prediction-log-thread.ts",
      "onnx-host": "lib/gateway/adapters/onnx-host.ts",
      "verify-thread": "lib/records/jobs/verify-thread.ts",
      "statistics-thread": "lib/monitors/jobs/statistics-thread.ts",
      "performance-thread": "lib/monitors/jobs/performance-thread.ts",
      "back-up": "scripts/back-up.ts",
      restore: "scripts/restore.ts",
      "verify-audit": "scripts/verify-audit.ts",
    },
    outdir: "dist",
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: true,
    platform: "node",
    format: "esm",
    target: "node20",
    packages: "external",
    alias: { "server-only": "./lib/testing/server-only.ts" },
    sourcemap: true,
    logLevel: "warning",
  });
}

/** A production build of exactly these sources; what is built is not built again. */
export async function ensureBuilt() {
  await ensureClient();
  const wanted = sourceHash();
  if (readOr(BUILD_STAMP, "") === wanted && existsSync(join(ROOT, ".next/BUILD_ID"))) return;
  rmSync(join(ROOT, BUILD_STAMP), { force: true });
  mkdirSync(join(ROOT, "dist"), { recursive: true });
  await showProgress("Building", async () => {
    await bundleServer();
    await run(bin("next"), ["build"], {
      env: { NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
    });
  });
  writeFileSync(join(ROOT, BUILD_STAMP), wanted);
}

/** Becomes a command-line tool of the server's bundle. */
export async function runTool(name) {
  await ensureDependencies();
  await ensureClient();
  await bundleServer();
  process.env.LOG_LEVEL ??= "warn";
  await import(pathToFileURL(join(ROOT, `dist/${name}.mjs`)).href);
}

export const isFile = (path) => existsSync(path) && statSync(path).isFile();
