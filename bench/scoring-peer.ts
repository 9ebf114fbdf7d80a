/** How many more predictions the gateway answers than MLflow's own scoring server, of one model of scikit-learn, where both are installed. */
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import autocannon from "autocannon";
import { findMlflow } from "./support/find-mlflow";
import { deployBench } from "./support/gateway-data";
import { measurement, report } from "./support/report";
import { freePort, type Served, serve, stop } from "./support/server";
import { HEADERS, serveSlipway } from "./support/slipway";

const NAME = "scored";
const CONNECTIONS = 32;
const SECONDS = 6;
const ROUNDS = 3;
const FEATURES = 20;
const LEAST_SPEEDUP = 50;

const columns = Array.from({ length: FEATURES }, (_, at) => `feature_${at}`);
/** Rows on both sides of what the model decides. */
const rows = Array.from({ length: 64 }, (_, row) =>
  columns.map((_name, at) => Math.sin(row * FEATURES + at) * 2),
);
const bodyOf = (data: readonly number[][]) =>
  JSON.stringify({ dataframe_split: { columns, data } });

interface Side {
  served: Served;
  path: string;
}

async function predictions({ served, path }: Side): Promise<unknown[]> {
  const asked = { method: "POST", headers: HEADERS, body: bodyOf(rows) };
  const response = await fetch(served.url + path, asked);
  if (!response.ok) throw new Error(`${path} answered ${response.status}.`);
  // Both speak MLflow's protocol.
  const { predictions: found } = (await response.json()) as { predictions: unknown[] };
  return found;
}

async function checkEqual(ours: Side, theirs: Side): Promise<void> {
  const [one, other] = [await predictions(ours), await predictions(theirs)];
  if (new Set(other).size < 2) throw new Error("The model says the same of everything.");
  if (JSON.stringify(one) !== JSON.stringify(other))
    throw new Error(`The answers differ: ${JSON.stringify(one)} and ${JSON.stringify(other)}.`);
}

/** One row a request, as applications ask. */
async function perSecond({ served, path }: Side): Promise<number> {
  const result = await autocannon({
    url: served.url + path,
    method: "POST",
    connections: CONNECTIONS,
    duration: SECONDS,
    headers: HEADERS,
    body: bodyOf(rows.slice(0, 1)),
  });
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${result.non2xx} requests were refused, ${result.errors} broke.`);
  return result["2xx"] / result.duration;
}

/** As its users start it. */
async function serveMlflow(python: string, model: string): Promise<Side> {
  const port = await freePort();
  const where = ["-m", model, "-h", "127.0.0.1", "-p", String(port), "--env-manager", "local"];
  const served = await serve({
    program: python,
    args: ["-m", "mlflow", "models", "serve", ...where],
    port,
    path: "/ping",
    env: {
      MLFLOW_DISABLE_TELEMETRY: "true",
      // It starts its server by name.
      PATH: `${join(python, "..")}:${process.env.PATH ?? ""}`,
    },
    isQuiet: true,
  });
  return { served, path: "/invocations" };
}

async function compareWith(python: string, folder: string): Promise<void> {
  await promisify(execFile)(python, ["bench/support/scoring_model.py", folder]);
  const theirs = await serveMlflow(python, join(folder, "mlflow"));
  const ours = { served: await serveSlipway(), path: `/serve/${NAME}/invocations` };
  try {
    await deployBench(ours.served, NAME, {
      MLmodel: await readFile(join(folder, "mlflow", "MLmodel")),
      "model.onnx": await readFile(join(folder, "model.onnx")),
    });
    await checkEqual(ours, theirs);
    const best = { ours: 0, theirs: 0 };
    for (let round = 0; round < ROUNDS; round += 1) {
      best.theirs = Math.max(best.theirs, await perSecond(theirs));
      best.ours = Math.max(best.ours, await perSecond(ours));
    }
    await report("scoring-peer", [
      measurement(
        `a model of scikit-learn, one row a request, 32 connections, equal answers: ${LEAST_SPEEDUP} times mlflow models serve against ours`,
        (LEAST_SPEEDUP * best.theirs) / best.ours,
        1,
        {
          ours: `${best.ours.toFixed(0)}/s`,
          mlflow: `${best.theirs.toFixed(0)}/s`,
          faster: `${(best.ours / best.theirs).toFixed(1)} times`,
        },
      ),
    ]);
  } finally {
    await stop(ours.served);
    await stop(theirs.served);
  }
}

async function main(): Promise<void> {
  const mlflow = await findMlflow({ module: "skl2onnx", name: "skl2onnx" });
  if ("missing" in mlflow) {
    console.log(`Skipped: ${mlflow.missing}`);
    return;
  }
  console.log(`Against MLflow ${mlflow.version}.`);
  const folder = await mkdtemp(join(tmpdir(), "slipway-scoring-"));
  try {
    await compareWith(mlflow.python, folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
