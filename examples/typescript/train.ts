/**
 * Trains one classifier on a public table and logs it: parameters, a curve for each metric, the dataset, the model as
 * ONNX.
 *
 *   npx tsx examples/typescript/train.ts penguins --hidden 16 --rate 0.01 --epochs 60
 */
import { parseArgs } from "node:util";
import { flights, penguins, type Split, split, type Table, weather } from "./data";
import { call, ensureExperiment, putFile, Run } from "./mlflow";
import { Network, randomFrom } from "./network";
import { toOnnx } from "./onnx";

export const TABLES = { weather, penguins, flights };
export type TableName = keyof typeof TABLES;

export interface Settings {
  hidden: number;
  layers: number;
  rate: number;
  decay: number;
  batch: number;
  epochs: number;
  seed: number;
}

export interface Outcome {
  runId: string;
  accuracy: number;
  network: Network;
}

/** Mean loss and share of right answers. */
function judge(network: Network, { rows, labels }: Split) {
  let loss = 0;
  let right = 0;
  rows.forEach((row, index) => {
    const output = network.predict(row);
    const label = labels[index] ?? 0;
    loss -= Math.log(Math.max(output[label] ?? 0, 1e-12));
    if (output.indexOf(Math.max(...output)) === label) right += 1;
  });
  return { loss: loss / rows.length, accuracy: right / rows.length };
}

function trainEpoch(network: Network, { rows, labels }: Split, settings: Settings, epoch: number) {
  const random = randomFrom(settings.seed * 1000 + epoch);
  const order = rows
    .map((_row, index) => ({ index, key: random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ index }) => index);
  let gradient = 0;
  for (let start = 0; start < order.length; start += settings.batch) {
    const batch = order.slice(start, start + settings.batch);
    gradient = network.train(
      batch.map((index) => rows[index] ?? new Float32Array()),
      batch.map((index) => labels[index] ?? 0),
      settings,
    ).gradient;
  }
  return gradient;
}

export interface TrainOptions {
  table: Table;
  settings: Settings;
  experimentId: string;
  user: string;
  name: string;
  parentId?: string;
  /** Milliseconds to rest after each epoch, for a training that is watched. */
  restMs?: number;
  signal?: AbortSignal;
}

/** Trains and logs one run. A run that is told to stop ends as KILLED. */
export async function train(options: TrainOptions): Promise<Outcome> {
  const { table, settings, restMs = 0, signal } = options;
  const { training, validation } = split(table, settings.seed);
  const run = await Run.start({
    experimentId: options.experimentId,
    name: options.name,
    user: options.user,
    source: "examples/typescript/train.ts",
    parentId: options.parentId,
    params: { ...settings, optimizer: "adam", features: table.features.length },
    tags: { dataset: table.name, framework: "plain TypeScript" },
  });
  await run.logDataset(table, {
    num_rows: table.rows.length,
    num_elements: table.rows.length * table.features.length,
  });
  const hidden = Array.from({ length: settings.layers }, () => settings.hidden);
  const network = new Network(
    [table.features.length, ...hidden, table.classes.length],
    settings.seed,
  );
  let best = 0;
  for (let epoch = 0; epoch < settings.epochs && !signal?.aborted; epoch += 1) {
    const gradient = trainEpoch(network, training, settings, epoch);
    const seen = judge(network, training);
    const unseen = judge(network, validation);
    best = Math.max(best, unseen.accuracy);
    await run.log(epoch, {
      "train/loss": seen.loss,
      "train/accuracy": seen.accuracy,
      "validation/loss": unseen.loss,
      "validation/accuracy": unseen.accuracy,
      gradient_norm: gradient,
    });
    if (restMs > 0) {
      await run.flush();
      await new Promise((resolve) => setTimeout(resolve, restMs));
    }
  }
  await run.log(settings.epochs, { best_validation_accuracy: best });
  await run.end(signal?.aborted ? "KILLED" : "FINISHED");
  return { runId: run.id, accuracy: best, network };
}

const mlmodel = (table: Table) => `artifact_path: model
flavors:
  onnx:
    data: model.onnx
    onnx_version: 1.17.0
    providers: [CPUExecutionProvider]
  python_function:
    data: model.onnx
    loader_module: mlflow.onnx
signature:
  inputs: '[{"name": "features", "type": "tensor", "tensor-spec": {"dtype": "float32", "shape": [-1, ${table.features.length}]}}]'
  outputs: '[{"name": "probabilities", "type": "tensor", "tensor-spec": {"dtype": "float32", "shape": [-1, ${table.classes.length}]}}]'
`;

interface LoggedModel {
  model: { info: { model_id: string; artifact_uri: string } };
}

/** Logs the network of a run as a model in ONNX, with its signature and what its numbers mean. */
export async function logModel(
  experimentId: string,
  { runId, network }: Outcome,
  table: Table,
): Promise<string> {
  const { model } = await call<LoggedModel>("POST", "logged-models", {
    experiment_id: experimentId,
    name: table.name,
    source_run_id: runId,
    model_type: "classifier",
  });
  const { model_id, artifact_uri } = model.info;
  const folder = artifact_uri.replace(/^mlflow-artifacts:\/+/, "");
  await putFile(`${folder}/MLmodel`, mlmodel(table));
  await putFile(`${folder}/model.onnx`, toOnnx(network, table.name));
  await putFile(
    `${folder}/classes.json`,
    JSON.stringify({ features: table.features, classes: table.classes }, null, 2),
  );
  await call("PATCH", `logged-models/${model_id}`, { model_id, status: "LOGGED_MODEL_READY" });
  await call("POST", "runs/outputs", { run_id: runId, models: [{ model_id, step: 0 }] });
  return model_id;
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      hidden: { type: "string", default: "16" },
      layers: { type: "string", default: "1" },
      rate: { type: "string", default: "0.01" },
      decay: { type: "string", default: "0.001" },
      batch: { type: "string", default: "32" },
      epochs: { type: "string", default: "40" },
      seed: { type: "string", default: "1" },
    },
  });
  const [name = "penguins"] = positionals;
  if (!(name in TABLES)) throw new Error(`Choose one of ${Object.keys(TABLES).join(", ")}.`);
  // Just checked.
  const table = TABLES[name as TableName]();
  const settings = {
    hidden: Number(values.hidden),
    layers: Number(values.layers),
    rate: Number(values.rate),
    decay: Number(values.decay),
    batch: Number(values.batch),
    epochs: Number(values.epochs),
    seed: Number(values.seed),
  };
  const experimentId = await ensureExperiment(table.name, `Classifies ${table.source}.`);
  const outcome = await train({
    table,
    settings,
    experimentId,
    user: process.env.USER ?? "somebody",
    name: `${name} ${settings.hidden}×${settings.layers}`,
  });
  const modelId = await logModel(experimentId, outcome, table);
  console.log(
    `Run ${outcome.runId}: ${(outcome.accuracy * 100).toFixed(1)} % right. Model ${modelId}.`,
  );
}

if (process.argv[1]?.endsWith("train.ts")) await main();
