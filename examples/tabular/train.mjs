/** One training from generated rows to a logged model; churn and fraud say what the rows are. */
import { createHash } from "node:crypto";
import { parseArgs } from "node:util";
import { drawOf } from "./draw.mjs";
import { chanceOf, judge, randomFrom, trainLogistic, trainTrees } from "./learn.mjs";
import {
  endRun,
  logDataset,
  logMetrics,
  logModel,
  logParams,
  openRun,
  putArtifact,
  registerModel,
} from "./mlflow.mjs";
import { toOnnx } from "./onnx.mjs";

const OPTIONS = {
  learner: { type: "string", default: "trees" },
  rounds: { type: "string", default: "40" },
  rows: { type: "string", default: "4000" },
  seed: { type: "string", default: "1" },
  /** Columns that the model does not look at, with commas between: a way to a worse model. */
  without: { type: "string", default: "" },
  /** A column and a factor, such as `amount=0.001`: the table has it in another unit than callers will send. */
  unit: { type: "string", default: "" },
  /** Another way in which the rows are drawn, of those that the story has. */
  variant: { type: "string", default: "" },
  /** Milliseconds to rest after each round, for a training that is watched. */
  rest: { type: "string", default: "0" },
};

/** Rows of a seed, of which a fifth is kept for judging. */
export function generate({ columns, draw }, { rows: count, seed }) {
  const random = randomFrom(seed);
  const drawn = Array.from({ length: count }, () => draw(random));
  const cut = Math.floor(count * 0.8);
  const table = (part) => ({
    rows: part.map(({ row }) => columns.map((name) => row[name])),
    labels: part.map(({ label }) => label),
  });
  return { training: table(drawn.slice(0, cut)), validation: table(drawn.slice(cut)) };
}

/** The same table with one column in another unit. */
function inUnit({ rows, labels }, columns, unit) {
  const [column, factor] = unit.split("=");
  const place = columns.indexOf(column);
  if (unit !== "" && (place < 0 || !Number.isFinite(Number(factor))))
    throw new Error(`--unit wants a column and a factor, such as ${columns[0]}=0.001.`);
  return {
    labels,
    rows: rows.map((row) => (unit === "" ? row : row.with(place, row[place] * Number(factor)))),
  };
}

/** The same table with nothing to see in some columns. */
function blind({ rows, labels }, columns, without) {
  const hidden = new Set(without);
  return {
    labels,
    rows: rows.map((row) => row.map((value, index) => (hidden.has(columns[index]) ? 0 : value))),
  };
}

const toCsv = (columns, { rows, labels }, target) =>
  `${[...columns, target].join(",")}\n${rows.map((row, index) => [...row, labels[index]].join(",")).join("\n")}\n`;

/** The folder of a model as MLflow knows it. */
function filesOf({ name, columns }, model, run, example) {
  const inputs = columns.map((column) => ({ type: "double", name: column, required: true }));
  const outputs = [
    { name: "label", type: "tensor", "tensor-spec": { dtype: "int64", shape: [-1] } },
    { name: "probabilities", type: "tensor", "tensor-spec": { dtype: "float32", shape: [-1, 2] } },
  ];
  return {
    MLmodel: `artifact_path: model
flavors:
  onnx:
    data: model.onnx
    onnx_version: 1.17.0
    providers: [CPUExecutionProvider]
  python_function:
    data: model.onnx
    loader_module: mlflow.onnx
run_id: ${run.run_id}
saved_input_example_info:
  artifact_path: input_example.json
  type: dataframe
  pandas_orient: split
signature:
  inputs: '${JSON.stringify(inputs)}'
  outputs: '${JSON.stringify(outputs)}'
`,
    "model.onnx": toOnnx(model, { name, columns: columns.length }),
    "input_example.json": JSON.stringify({ columns, data: [example] }),
  };
}

const round = (value) => Number(value.toPrecision(4));

/** Trains by what the command line says, and logs everything. */
export async function train(story) {
  const { name, columns, target, source } = story;
  const { values } = parseArgs({ options: OPTIONS });
  const numbers = { rounds: Number(values.rounds), rows: Number(values.rows) };
  const settings = { ...numbers, seed: Number(values.seed), learner: values.learner };
  const without = values.without.split(",").filter(Boolean);
  const drawn = generate({ columns, draw: drawOf(story, values.variant) }, settings);
  const training = inUnit(drawn.training, columns, values.unit);
  const validation = inUnit(drawn.validation, columns, values.unit);
  const run = await openRun(name);
  const csv = toCsv(columns, training, target);
  await logParams(run, {
    ...settings,
    without: values.without || "nothing",
    variant: values.variant || "none",
    data: "generated",
  });
  await logDataset(run, {
    name: `${name}-generated`,
    source,
    sha256: createHash("sha256").update(csv).digest("hex"),
    profile: { num_rows: training.rows.length, num_elements: csv.split("\n")[0].split(",").length },
  });
  await putArtifact(run, "data/training.csv", csv);
  console.log(
    `${training.rows.length} generated rows, ${columns.length} columns, seed ${values.seed}`,
  );
  const learn = values.learner === "logistic" ? trainLogistic : trainTrees;
  const seen = blind(training, columns, without);
  const unseen = blind(validation, columns, without);
  const model = await learn(seen, settings, async (step, present) => {
    const { auc, log_loss } = judge(present, unseen);
    const train_log_loss = judge(present, seen).log_loss;
    await logMetrics(run, step, {
      "validation/auc": auc,
      "validation/log_loss": log_loss,
      "train/log_loss": train_log_loss,
    });
    if (step % 10 === 0)
      console.log(`round ${step}: log loss ${round(log_loss)}, AUC ${round(auc)}`);
    await new Promise((resolve) => setTimeout(resolve, Number(values.rest)));
  });
  const results = judge(model, unseen);
  await logMetrics(run, settings.rounds, {
    ...results,
    best_validation_accuracy: results.accuracy,
  });
  const judged = validation.rows.map((row) => [...row, chanceOf(model, row)]);
  const foretold = toCsv(
    [...columns, "chance"],
    { rows: judged, labels: validation.labels },
    target,
  );
  await putArtifact(run, "data/validation.csv", foretold);
  const files = filesOf(story, model, run, validation.rows[0]);
  const modelId = await logModel(run, name, files);
  const version = await registerModel(
    run,
    modelId,
    name,
    `AUC ${round(results.auc)} on generated rows.`,
  );
  if (!process.env.MLFLOW_RUN_ID) await endRun(run);
  console.log(
    `AUC ${round(results.auc)}, accuracy ${round(results.accuracy)} on rows it never saw`,
  );
  console.log(
    version === null
      ? `Logged models:/${modelId}. This token may not register models: register it from its run.`
      : `Registered ${name} version ${version} from models:/${modelId}.`,
  );
}
