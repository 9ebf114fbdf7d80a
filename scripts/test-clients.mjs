/** The real Python client, unmodified, against a production server: its newest 3.x with the libraries it autologs, and an older one. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pytestProblems, tellProblems } from "./problems.mjs";
import { ensureBuilt, ensureDependencies, giveUp, ROOT, run, showProgress } from "./setup.mjs";

const TOKEN = "a-token-for-the-tests-of-the-clients";
const CACHE = join(ROOT, ".cache/clients");
const COMMON = ["pandas", "pyarrow", "matplotlib", "pillow", "psutil", "pytest"];
const RAY_TESTS = ["e2e/clients/test_ray.py", "e2e/clients/test_ray_serve.py"];
/** What these import pins versions of its own, so they have an environment to themselves. */
const STATISTICS_TESTS = ["e2e/clients/test_statistics.py"];
const OF_CLIENTS = [...RAY_TESTS, ...STATISTICS_TESTS].map((test) => `--ignore=${test}`);
const ENVIRONMENTS = [
  {
    name: "newest",
    requirements: [
      "mlflow>=3.11,<4",
      ...COMMON,
      "scikit-learn",
      "skl2onnx",
      "onnxruntime",
      "tritonclient[http]",
      "xgboost-cpu",
      "lightgbm",
      "torch",
      "onnxscript",
      "lightning",
      "openlineage-python",
    ],
    options: OF_CLIENTS,
  },
  {
    name: "older",
    requirements: ["mlflow==3.1.4", ...COMMON],
    // The corpus is played once, on a server that has not answered it yet.
    options: ["--ignore=e2e/clients/test_corpus.py", ...OF_CLIENTS],
  },
  {
    name: "ray",
    requirements: [
      "ray[default,serve,train]==2.49.2",
      // What Ray Serve of this version reads of a message was taken out of later ones.
      "protobuf<7",
      "xgboost-cpu",
      "scikit-learn",
      "pandas",
      "mlflow-skinny>=3.11,<4",
      "pytest",
    ],
    tests: RAY_TESTS,
  },
  {
    name: "statistics",
    requirements: [
      "evidently==0.7.23",
      "nannyml==0.13.1",
      // Evidently of this version does not start with newer ones.
      "pandas<3",
      "numpy<2.4",
      "scipy",
      "mlflow-skinny>=3.11,<4",
      "pytest",
    ],
    tests: STATISTICS_TESTS,
  },
];

async function ensureEnvironment({ name, requirements }) {
  const folder = join(CACHE, name);
  const python = join(folder, "bin/python");
  const stamp = join(folder, "requirements");
  const wanted = requirements.join("\n");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return python;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(CACHE, { recursive: true });
  await showProgress(`Installing the Python environment “${name}”`, async () => {
    await run("python3", ["-m", "venv", folder]);
    await run(python, [
      "-m",
      "pip",
      "install",
      "--quiet",
      "--disable-pip-version-check",
      ...requirements,
    ]);
  });
  writeFileSync(stamp, wanted);
  return python;
}

function freePort() {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

async function startServer(dataFolder) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const server = spawn(process.execPath, ["scripts/start.mjs"], {
    cwd: ROOT,
    stdio: ["ignore", "ignore", "inherit"],
    env: {
      ...process.env,
      NODE_ENV: "production",
      PORT: String(port),
      SLIPWAY_DATA: dataFolder,
      SLIPWAY_ADMIN_EMAIL: "admin@example.org",
      SLIPWAY_ADMIN_PASSWORD: "the administrator of the client tests",
      SLIPWAY_ADMIN_TOKEN: TOKEN,
      OUTBOUND_ALLOWED_HOSTS: "127.0.0.1",
      SERVING_PROCESSES: "2",
      LOG_LEVEL: "error",
    },
  });
  const deadline = Date.now() + 120_000;
  while (server.exitCode === null && Date.now() < deadline) {
    const response = await fetch(`${url}/ready`).catch(() => null);
    if (response?.ok) return { url, server };
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return giveUp("The server under test did not become ready.");
}

/** Counts of pytest's closing line. */
function countPytest(output) {
  const line = output.trim().split("\n").at(-1) ?? "";
  const count = (word) => Number(new RegExp(`(\\d+) ${word}`).exec(line)?.[1] ?? 0);
  const isSummary = / in [\d.]+s/.test(line);
  return {
    passed: count("passed"),
    failed: count("failed") + count("errors?") + (isSummary ? 0 : 1),
    skipped: count("skipped"),
  };
}

async function runPytest({ name, options = [], tests = ["e2e/clients"] }, python, url) {
  process.stdout.write(`\n${name}\n`);
  const child = spawn(
    python,
    [
      "-m",
      "pytest",
      "-q",
      "-rfEs",
      "--durations=5",
      "-p",
      "no:cacheprovider",
      ...options,
      ...tests,
    ],
    {
      cwd: ROOT,
      stdio: ["ignore", "pipe", "inherit"],
      env: {
        ...process.env,
        SLIPWAY_URL: url,
        SLIPWAY_TOKEN: TOKEN,
        PYTHONDONTWRITEBYTECODE: "1",
        // The short summary cuts what does not fit into a line.
        COLUMNS: "300",
      },
    },
  );
  let output = "";
  child.stdout.on("data", (chunk) => {
    output += chunk;
    process.stdout.write(chunk);
  });
  await once(child, "close");
  return { ...countPytest(output), problems: pytestProblems(name, output) };
}

const pythons = [];
async function ensureEnvironments() {
  await run("python3", ["-c", "import venv, ensurepip"]).catch(() =>
    giveUp(
      "The client tests need Python 3.10 or newer with its venv module. Install python3 and python3-venv.",
    ),
  );
  for (const environment of ENVIRONMENTS)
    pythons.push([environment, await ensureEnvironment(environment)]);
}

// With `--install`, only what is downloaded: it needs nothing of ours, and may go on beside other work.
if (process.argv.includes("--install")) {
  await ensureEnvironments();
  process.exit(0);
}
await ensureDependencies();
await ensureBuilt().catch((error) => giveUp(error.message));
await ensureEnvironments();

const dataFolder = mkdtempSync(join(tmpdir(), "slipway-clients-"));
const { url, server } = await startServer(dataFolder);
const counts = [];
try {
  for (const [environment, python] of pythons)
    counts.push([environment.name, await runPytest(environment, python, url)]);
} finally {
  const ended = once(server, "exit");
  server.kill("SIGTERM");
  await ended;
  rmSync(dataFolder, { recursive: true, force: true });
}
const sum = (key) => counts.reduce((total, [, count]) => total + count[key], 0);
tellProblems(counts.flatMap(([, { problems }]) => problems));
process.stdout.write("\n");
for (const [name, { passed, failed, skipped }] of counts)
  process.stdout.write(`${name}: ${passed} passed, ${failed} failed, ${skipped} skipped\n`);
const skipped = sum("skipped") > 0 ? `, ${sum("skipped")} skipped` : "";
process.stdout.write(`${sum("passed")} passed, ${sum("failed")} failed${skipped}\n`);
process.exit(sum("failed") === 0 ? 0 : 1);
