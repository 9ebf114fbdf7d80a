/**
 * Random search over the settings of `train.ts`: a parent run with its trials nested below it; the best trial's model is
 * registered and gets the alias @challenger.
 *
 *   npx tsx examples/typescript/sweep.ts weather --trials 40
 */
import { parseArgs } from "node:util";
import type { Table } from "./data";
import { call, ensureExperiment, Run } from "./mlflow";
import { randomFrom } from "./network";
import { logModel, type Outcome, type Settings, TABLES, type TableName, train } from "./train";

const pick = <T>(random: () => number, choices: readonly [T, ...T[]]): T =>
  choices[Math.floor(random() * choices.length)] ?? choices[0];

export function drawSettings(random: () => number, epochs: number, seed: number): Settings {
  return {
    hidden: pick(random, [4, 8, 16, 32]),
    layers: pick(random, [1, 1, 2]),
    rate: Number((10 ** (-3.3 + 2 * random())).toPrecision(2)),
    decay: pick(random, [0, 0.0001, 0.001, 0.01]),
    batch: pick(random, [16, 32, 64]),
    epochs,
    seed,
  };
}

async function register(table: Table, experimentId: string, best: Outcome): Promise<void> {
  const modelId = await logModel(experimentId, best, table);
  await call("POST", "registered-models/create", {
    name: table.name,
    description: `Classifies ${table.source}. Trained by examples/typescript/sweep.ts.`,
  }).catch((error: unknown) => {
    if (!String(error).includes("RESOURCE_ALREADY_EXISTS")) throw error;
  });
  const { model_version } = await call<{ model_version: { version: string } }>(
    "POST",
    "model-versions/create",
    {
      name: table.name,
      source: `models:/${modelId}`,
      run_id: best.runId,
      model_id: modelId,
      description: `${(best.accuracy * 100).toFixed(1)} % right on unseen rows.`,
    },
  );
  await call("POST", "registered-models/alias", {
    name: table.name,
    alias: "challenger",
    version: model_version.version,
  });
}

export interface SweepOptions {
  tableName: TableName;
  trials: number;
  epochs: number;
  seed: number;
  user: string;
  note: string;
}

/** Runs a sweep to its end; answers the best trial. */
export async function sweep(options: SweepOptions): Promise<Outcome> {
  const { tableName, trials, epochs, seed, user } = options;
  const table = TABLES[tableName]();
  const experimentId = await ensureExperiment(table.name, options.note);
  const parent = await Run.start({
    experimentId,
    name: `random search ${seed}`,
    user,
    source: "examples/typescript/sweep.ts",
    params: { trials, epochs, seed },
  });
  const random = randomFrom(seed);
  let best: Outcome | undefined;
  for (let trial = 0; trial < trials; trial += 1) {
    const settings = drawSettings(random, epochs, seed * 1000 + trial);
    const outcome = await train({
      table,
      settings,
      experimentId,
      user,
      name: `trial ${trial + 1} · ${settings.hidden}×${settings.layers}`,
      parentId: parent.id,
    });
    if (!best || outcome.accuracy > best.accuracy) best = outcome;
    await parent.log(trial, { best_validation_accuracy: best.accuracy });
  }
  if (!best) throw new Error("A sweep needs at least one trial.");
  await register(table, experimentId, best);
  await parent.end();
  return best;
}

if (process.argv[1]?.endsWith("sweep.ts")) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      trials: { type: "string", default: "20" },
      epochs: { type: "string", default: "40" },
      seed: { type: "string", default: "1" },
      user: { type: "string", default: process.env.USER ?? "somebody" },
      note: { type: "string", default: "Trained by examples/typescript/sweep.ts." },
    },
  });
  const [name = "penguins"] = positionals;
  if (!(name in TABLES)) throw new Error(`Choose one of ${Object.keys(TABLES).join(", ")}.`);
  const best = await sweep({
    // Just checked.
    tableName: name as TableName,
    trials: Number(values.trials),
    epochs: Number(values.epochs),
    seed: Number(values.seed),
    user: values.user,
    note: values.note,
  });
  console.log(`Best of ${values.trials}: ${(best.accuracy * 100).toFixed(1)} % right.`);
}
