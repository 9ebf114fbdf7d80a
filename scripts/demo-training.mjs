/** Models of the demo that are trained as jobs, and registered by whoever launched them. All rows are generated. */
import { join } from "node:path";
import { ask, sign, writeCard } from "./demo-approvals.mjs";
import { ROOT } from "./setup.mjs";

const MLFLOW = "/api/2.0/mlflow";
export const WORKSPACE = "/api/slipway/v1/workspaces/default";
/** Other jobs may be in its place, and the machine may be slow. */
const STARTED_WITHIN_MS = 15 * 60_000;
const TRAINED_WITHIN_MS = 5 * 60_000;

export async function ensureExperiment(ada, name, note) {
  const created = await ada("POST", `${MLFLOW}/experiments/create`, {
    name,
    tags: [{ key: "mlflow.note.content", value: note }],
  });
  return created.experiment_id;
}

/** Launches a training and waits for its end; answers its run. */
export async function train(ada, { experimentId, name, command, key }) {
  const [script, ...args] = command;
  const { number } = await ada("POST", `${WORKSPACE}/jobs`, {
    name,
    experimentId: Number(experimentId),
    command: ["node", join(ROOT, script), ...args],
    idempotencyKey: key,
  });
  const mustStartBy = Date.now() + STARTED_WITHIN_MS;
  for (;;) {
    const job = await ada("GET", `${WORKSPACE}/jobs/${number}`);
    if (job.status === "succeeded") return job.runUuid;
    const deadline = job.startedAt === null ? mustStartBy : job.startedAt + TRAINED_WITHIN_MS;
    if (job.endedAt !== null || Date.now() > deadline)
      throw new Error(`Job ${number} is ${job.status}: ${job.reason ?? "it takes too long"}`);
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
}

/** What a job may only log, whoever launched it registers. */
export async function register(ada, { model, runId, description }) {
  const { run } = await ada("GET", `${MLFLOW}/runs/get?run_id=${runId}`);
  const [{ model_id }] = run.outputs.model_outputs;
  await ada("POST", `${MLFLOW}/model-versions/create`, {
    name: model,
    source: `models:/${model_id}`,
    model_id,
    run_id: runId,
    description,
  });
}

export const createModel = (ada, name, description) =>
  ada("POST", `${MLFLOW}/registered-models/create`, { name, description });

/** Brings a version into production as a policy wants it: its card, a request, a signature. */
export async function approve(ada, amir, { model, version, card, note, plan, statement }) {
  await writeCard(ada, model, version, card);
  const target = { kind: "environment", value: "production" };
  const number = await ask(ada, { model, version, target, note, plan });
  await sign(amir, number, "approve", statement);
}
