/**
 * The drift of the demo: the provider of merchants' risk turns its scale around, a monitor finds it, the incident rolls the
 * deployment back by itself, and a version that was trained on the new payments is signed and rolled out. All data is generated.
 */
import { join } from "node:path";
import { FRAUD } from "../examples/fraud/payments.mjs";
import { drawOf } from "../examples/tabular/draw.mjs";
import { randomFrom } from "../examples/tabular/learn.mjs";
import { awaitPassed, sign, writeCard } from "./demo-approvals.mjs";
import { awaitRead, upload } from "./demo-datasets.mjs";
import { WORKSPACE } from "./demo-training.mjs";
import { ROOT } from "./setup.mjs";

const PLACE = `${WORKSPACE}/deployments/fraud`;
const PAYMENTS = 4_000;
const PAYMENTS_SEED = 11;
const WITHIN_MS = 5 * 60_000;
/**
 * One column is enough to say that a window has drifted: each of them decides about somebody's money. What is answered is left out,
 * since two versions that answer by turns differ without any drift.
 */
const WATCHED = {
  window: "hour",
  share: 0.1,
  minRows: 200,
  columns: [{ name: "prediction", isWatched: false }],
};
const RETRAINING = {
  strategy: {
    kind: "canary",
    steps: [
      { weight: 5_000, bakeSeconds: 5 },
      { weight: 10_000, bakeSeconds: 0 },
    ],
  },
  checks: [
    {
      key: "errors",
      role: "guardrail",
      metric: { kind: "error_rate" },
      limit: { against: "absolute", value: 0.02 },
      minSamples: 40,
      onNoData: "hold",
    },
  ],
  intervalSeconds: 5,
};

/** How right the answers are, by what each payment turned out to be. */
const JUDGED = {
  target: FRAUD.target,
  metric: "roc_auc",
  goal: 0.75,
  delayHours: 1,
  enoughShare: 0.8,
  slices: ["is_abroad", "merchant_risk"],
};

/** Asks until something is there; `wanted` answers it, or nothing yet. */
async function waitFor(what, wanted) {
  const deadline = Date.now() + WITHIN_MS;
  for (;;) {
    const found = await wanted();
    if (found) return found;
    if (Date.now() > deadline) throw new Error(`${what} did not come in five minutes.`);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

/** A table of payments, drawn as those are that come; answers what a monitor takes as its reference. */
async function uploadPayments(ada, variant) {
  const random = randomFrom(PAYMENTS_SEED);
  const draw = drawOf(FRAUD, variant);
  const lines = Array.from({ length: PAYMENTS }, () => {
    const { row, label } = draw(random);
    return [...FRAUD.columns.map((name) => row[name]), label].join(",");
  });
  const header = [...FRAUD.columns, FRAUD.target].join(",");
  const version = await upload(ada, "fraud-payments", `${[header, ...lines].join("\n")}\n`);
  await awaitRead(ada, version);
  return { datasetId: version.datasetId, version: version.number };
}

/** Whoever made the model watches it; whoever decides over the traffic says what happens by itself. */
export async function watchFraud(ada, amir) {
  const { id } = await ada("POST", `${WORKSPACE}/monitors`, {
    deployment: "fraud",
    reference: await uploadPayments(ada, ""),
    ...WATCHED,
  });
  await ada("PATCH", `${WORKSPACE}/monitors/${id}`, {
    alerts: [{ kind: "drift", severity: "critical" }],
  });
  await ada("PUT", `${WORKSPACE}/monitors/${id}/performance`, JUDGED);
  await amir("POST", `${PLACE}/responses`, {
    act: "roll_back",
    signals: ["drift"],
    severity: "critical",
  });
  return id;
}

const actsOf = (rest, incident) => rest("GET", `${WORKSPACE}/incidents/${incident}/acts`);

/** Waits until the retraining of an incident has come so far; answers it. */
const waitForRetraining = (ada, incident, statuses) =>
  waitFor(`The retraining that is ${statuses.join(" or ")}`, async () => {
    const { retraining } = await actsOf(ada, incident);
    if (retraining?.status === "failed") throw new Error(retraining.reason);
    return statuses.includes(retraining?.status) && retraining;
  });

/** From the first turned payment to the incident whose rollback is done. */
async function findDrift(ada, payTurned) {
  await payTurned(2_000);
  return waitFor("The incident of the drift", async () => {
    const { items } = await ada("GET", `${WORKSPACE}/incidents?deployment=fraud`);
    const { plan } = await ada("GET", PLACE);
    const [first] = plan.weights;
    return first.revision === 1 && first.weight === 10_000 && items[0]?.number;
  });
}

async function retrain(ada, incident, experimentId) {
  await ada("POST", `${WORKSPACE}/incidents/${incident}/retrain`, {
    reason: "The provider's scale is turned for good: train on payments as they come now.",
    rollout: RETRAINING,
    job: {
      name: "train fraud again",
      experimentId: Number(experimentId),
      command: [
        "node",
        join(ROOT, "examples/fraud/train.mjs"),
        "--learner=trees",
        "--rounds=60",
        "--seed=2",
        "--variant=turned",
      ],
    },
    idempotencyKey: "demo-drift",
  });
  return waitForRetraining(ada, incident, ["registered", "asked"]);
}

/** The whole circle. `payTurned` sends as many payments of the new kind. */
export async function closeCircle(ada, amir, { monitor, experimentId, card, payTurned }) {
  const incident = await findDrift(ada, payTurned);
  const place = `${WORKSPACE}/incidents/${incident}`;
  await ada("POST", `${place}/acknowledge`, {
    note: "I look at merchant_risk first: nothing else moved.",
  });
  await ada("POST", `${place}/comments`, {
    note: "The provider turned its scale around today: 0 is now what 1 was. Version 1 does not look at it, so it may serve meanwhile.",
  });
  const { version } = await retrain(ada, incident, experimentId);
  await writeCard(ada, "fraud", version, card);
  const { approval } = await waitForRetraining(ada, incident, ["asked"]);
  await awaitPassed(ada, approval);
  await sign(amir, approval, "approve", "Trained on what comes now, and as good as before.");
  await waitForRetraining(ada, incident, ["offered"]);
  await amir("POST", `${place}/start-rollout`, { reason: "" });
  await waitFor("The end of the rollout", async () => {
    await payTurned(500);
    const { retraining } = await actsOf(ada, incident);
    if (retraining.status === "failed") throw new Error(retraining.reason);
    return retraining.status === "done";
  });
  await ada("PUT", `${WORKSPACE}/monitors/${monitor}/definition`, {
    ...WATCHED,
    version: 1,
    reference: await uploadPayments(ada, "turned"),
    judgesAgain: false,
  });
  await ada("POST", `${place}/resolve`, {
    note: `The provider of merchants' risk turned its scale around. Rolled back by itself, retrained as version ${version}, and watched against the new payments from now on.`,
  });
}
