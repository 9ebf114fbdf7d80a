/** The churn story of the demo: trained as a job, registered, approved for production, deployed, asked. All data is generated. */
import { join } from "node:path";
import { ask, sign, writeCard } from "./demo-approvals.mjs";
import { ROOT } from "./setup.mjs";

const MLFLOW = "/api/2.0/mlflow";
const WORKSPACE = "/api/slipway/v1/workspaces/default";
const TRAINED_WITHIN_MS = 90_000;
const NOTE =
  "Generated customers of a telephone company that does not exist; trained by the job `examples/churn/train.mjs`.";

async function ensureExperiment(ada) {
  const created = await ada("POST", `${MLFLOW}/experiments/create`, {
    name: "churn",
    tags: [{ key: "mlflow.note.content", value: NOTE }],
  });
  return created.experiment_id;
}

/** Launches the training and waits for its end; answers the experiment. */
async function train(ada) {
  const experimentId = await ensureExperiment(ada);
  const { number } = await ada("POST", `${WORKSPACE}/jobs`, {
    name: "train churn",
    experimentId: Number(experimentId),
    command: ["node", join(ROOT, "examples/churn/train.mjs"), "--rounds=30", "--rest=40"],
    idempotencyKey: "demo-churn",
  });
  const deadline = Date.now() + TRAINED_WITHIN_MS;
  for (;;) {
    const job = await ada("GET", `${WORKSPACE}/jobs/${number}`);
    if (job.status === "succeeded") return { experimentId, runId: job.runUuid };
    if (job.endedAt !== null || Date.now() > deadline)
      throw new Error(`Job ${number} is ${job.status}: ${job.reason ?? "it takes too long"}`);
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
}

/** What a job may only log, whoever launched it registers. */
async function register(ada, { experimentId, runId }) {
  const { models } = await ada("POST", `${MLFLOW}/logged-models/search`, {
    experiment_ids: [experimentId],
    max_results: 1,
  });
  const [{ info }] = models;
  await ada("POST", `${MLFLOW}/registered-models/create`, {
    name: "churn",
    description: "Says which customers leave. Generated data.",
  });
  await ada("POST", `${MLFLOW}/model-versions/create`, {
    name: "churn",
    source: `models:/${info.model_id}`,
    model_id: info.model_id,
    run_id: runId,
  });
}

const RISK = {
  intendedUse: "Tell the service team whom to call before they leave.",
  outOfScope: "Prices, credit, and any decision about a person without a person.",
  limitations: "Generated customers only; it knows nothing of real ones.",
  evaluation: "A fifth of the generated rows, which it was not trained on.",
  ethics: "Nobody's data: every row is drawn at random.",
  riskRating: "low",
  riskReason: "A wrong answer costs a telephone call.",
};

/** Everything but the traffic, which goes on while the demo runs. */
export async function serveChurn(ada, amir) {
  const trained = await train(ada);
  await register(ada, trained);
  await writeCard(ada, "churn", 1, RISK);
  const number = await ask(ada, {
    model: "churn",
    version: 1,
    target: { kind: "environment", value: "production" },
    note: "The first model of this kind. It ranks well on rows that it never saw.",
    plan: { description: "All at once: nothing serves yet." },
  });
  await sign(amir, number, "approve", "Good enough for calls; watch its truth.");
  await amir("POST", `${WORKSPACE}/deployments`, {
    name: "churn",
    environment: "production",
    description: "Who leaves within a month? Asked by generated traffic.",
    model: "churn",
    version: 1,
    backend: { kind: "onnx" },
    idempotencyKey: "demo-churn",
  });
}
