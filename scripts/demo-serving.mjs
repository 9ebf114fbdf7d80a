/** The churn story of the demo: trained as a job, registered, approved for production, deployed, asked. All data is generated. */
import { uploadTraining } from "./demo-datasets.mjs";
import {
  approve,
  createModel,
  ensureExperiment,
  register,
  train,
  WORKSPACE,
} from "./demo-training.mjs";

const NOTE =
  "Generated customers of a telephone company that does not exist; trained by the job `examples/churn/train.mjs`.";
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
  const experimentId = await ensureExperiment(ada, "churn", NOTE);
  const command = ["examples/churn/train.mjs", "--rounds=30", "--rest=40"];
  const job = { experimentId, name: "train churn", command, key: "demo-churn" };
  const runId = await train(ada, job);
  await uploadTraining(ada, "churn", runId);
  await createModel(ada, "churn", "Says which customers leave. Generated data.");
  await register(ada, { model: "churn", runId });
  await approve(ada, amir, {
    model: "churn",
    version: 1,
    card: RISK,
    note: "The first model of this kind. It ranks well on rows that it never saw.",
    plan: { description: "All at once: nothing serves yet." },
    statement: "Good enough for calls; watch its truth.",
  });
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
