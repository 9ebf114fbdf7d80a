/**
 * The fraud story of the demo: a champion in production, a challenger that wins an A/B test on generated payments, drift that
 * leads back to the champion and on to a retrained version, and a challenger that is bad on what it is asked, whose rollout is
 * rolled back while somebody watches. All data is generated.
 */
import { closeCircle, watchFraud } from "./demo-drift.mjs";
import {
  approve,
  createModel,
  ensureExperiment,
  register,
  train,
  WORKSPACE,
} from "./demo-training.mjs";

const NOTE =
  "Generated payments by card of nobody; trained by jobs of `examples/fraud/train.mjs`, and asked about by `examples/fraud/traffic.mjs`.";
const FRAUD = `${WORKSPACE}/deployments/fraud`;
const BACKEND = { kind: "onnx" };
const READY_WITHIN_MS = 60_000;
const CARD = {
  intendedUse: "Decline payments by card that are likely not the owner's.",
  outOfScope: "Closing a card, and any other decision about its owner.",
  limitations: "Generated payments only; it knows nothing of real ones.",
  evaluation: "A fifth of the generated rows, which it was not trained on.",
  ethics: "Nobody's data: every row is drawn at random.",
  riskRating: "low",
  riskReason: "Generated payments: nobody's money is declined.",
};
/** Each looks good on its own table; what the third was not shown is the unit that payments come in. */
const VERSIONS = [
  {
    args: ["--learner=logistic", "--without=merchant_risk,is_abroad", "--seed=7"],
    description: "Logistic regression without merchants and borders.",
    note: "The first model of this kind: small, and easy to read.",
    statement: "A start. Bring one that knows merchants.",
  },
  {
    args: ["--learner=trees", "--seed=3"],
    description: "Boosted trees that know merchants and borders.",
    note: "Stops more fraud on rows that it never saw. An A/B test shall say whether customers pay for it.",
    plan: {
      description: "An A/B test with half of the cards; all of them when it wins.",
      steps: [{ weight: 50, bakeMinutes: 1_440 }],
      abortRule: "Back to version 1 when it does not stop more fraud.",
    },
    statement: "Better on paper. Prove it on half of the cards.",
  },
  {
    args: ["--learner=logistic", "--unit=amount=0.001", "--seed=2"],
    description: "Logistic regression on an export that has amounts in thousands.",
    note: "More accurate than what serves, on a new export of payments.",
    plan: {
      description: "A fifth of the cards, watched by a guardrail, then everybody.",
      steps: [
        { weight: 20, bakeMinutes: 10 },
        { weight: 100, bakeMinutes: 0 },
      ],
      abortRule: "Back by itself when honest payments are declined 5 points more often.",
    },
    statement: "Accurate on its table. The guardrail decides.",
  },
];

/** Waits until a revision is loaded and answers. */
async function awaitReady(person, revision) {
  const deadline = Date.now() + READY_WITHIN_MS;
  for (;;) {
    const { state } = await person("GET", `${FRAUD}/revisions/${revision}`);
    if (state.status === "ready") return;
    if (state.status === "failed" || Date.now() > deadline)
      throw new Error(`Revision ${revision} of fraud is ${state.status}: ${state.message}`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

/** Three trainings side by side, registered in the order of the story; answers their experiment. */
async function trainVersions(ada) {
  const experimentId = await ensureExperiment(ada, "fraud", NOTE);
  const runs = await Promise.all(
    VERSIONS.map(({ args }, index) =>
      train(ada, {
        experimentId,
        name: `train fraud ${index + 1}`,
        command: ["examples/fraud/train.mjs", ...args],
        key: `demo-fraud-${index + 1}`,
      }),
    ),
  );
  await createModel(ada, "fraud", "Says which payments are fraud. Generated data.");
  for (const [index, runId] of runs.entries())
    await register(ada, { model: "fraud", runId, description: VERSIONS[index].description });
  return experimentId;
}

const approveVersion = (ada, amir, version) => {
  const { note, plan, statement } = VERSIONS[version - 1];
  return approve(ada, amir, {
    ...{ model: "fraud", version, card: CARD, note, statement },
    plan: plan ?? { description: "All at once: nothing serves yet." },
  });
};

async function addRevision(ada, version) {
  await ada("POST", `${FRAUD}/revisions`, {
    model: "fraud",
    version,
    backend: BACKEND,
    note: VERSIONS[version - 1].description,
    idempotencyKey: `demo-fraud-${version}`,
  });
}

/** What an A/B test says once the log has what was paid: it is written a moment after it was answered. */
async function readResult(person, number) {
  const deadline = Date.now() + READY_WITHIN_MS;
  for (;;) {
    const { result } = await person("GET", `${FRAUD}/ab-tests/${number}`);
    if (result.recommendation !== "keep_running" || Date.now() > deadline) return result;
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
}

/** Half of the cards to the challenger; `pay` sends payments and says what came of them. */
async function testChallenger(amir, pay) {
  const { trafficVersion } = await amir("GET", FRAUD);
  await amir("POST", `${FRAUD}/traffic`, {
    plan: {
      weights: [
        { revision: 1, weight: 5_000 },
        { revision: 2, weight: 5_000 },
      ],
      stickyHeader: "x-card",
    },
    trafficVersion,
    reason: "Half of the cards for the A/B test.",
  });
  await awaitReady(amir, 2);
  const { number } = await amir("POST", `${FRAUD}/ab-tests`, {
    name: "Do trees stop more fraud?",
    control: 1,
    treatment: 2,
    question: { metric: "fraud stopped", difference: "absolute", tuning: 500 },
  });
  await pay();
  const result = await readResult(amir, number);
  if (result.recommendation !== "ship")
    throw new Error(`The A/B test of fraud says ${result.recommendation}: ${result.reason}`);
  await amir("POST", `${FRAUD}/ab-tests/${number}/decide`, {
    decision: "shipped",
    reason: result.reason,
  });
}

/**
 * Everything up to the rollout that goes wrong. `pay` sends the payments of the A/B test, `payTurned` so many of those that come
 * once merchants' risk is told the other way round.
 */
export async function serveFraud(ada, amir, { pay, payTurned }) {
  const experimentId = await trainVersions(ada);
  await approveVersion(ada, amir, 1);
  await amir("POST", `${WORKSPACE}/deployments`, {
    name: "fraud",
    environment: "production",
    description: "Whose payment is this? Asked by generated traffic.",
    model: "fraud",
    version: 1,
    backend: BACKEND,
    idempotencyKey: "demo-fraud",
  });
  await awaitReady(amir, 1);
  const monitor = await watchFraud(ada, amir);
  await approveVersion(ada, amir, 2);
  await addRevision(ada, 2);
  await testChallenger(amir, pay);
  await approveVersion(ada, amir, 3);
  await addRevision(ada, 3);
  await closeCircle(ada, amir, { monitor, experimentId, card: CARD, payTurned });
}

const ROLLOUT = {
  strategy: {
    kind: "canary",
    steps: [
      { weight: 2_000, bakeSeconds: 600 },
      { weight: 10_000, bakeSeconds: 0 },
    ],
  },
  checks: [
    {
      key: "honest-payments",
      role: "guardrail",
      metric: { kind: "outcome", name: "honest payments declined", better: "lower" },
      limit: { against: "stable", absolute: 0.05 },
      minSamples: 40,
      onNoData: "hold",
    },
    {
      key: "errors",
      role: "guardrail",
      metric: { kind: "error_rate" },
      limit: { against: "absolute", value: 0.02 },
      onNoData: "hold",
    },
  ],
  intervalSeconds: 5,
};

/** Begins the rollout whose guardrail rolls it back a minute or two later: what customers felt is known only then. */
export async function rollOutBadly(amir) {
  await awaitReady(amir, 4);
  await amir("POST", `${FRAUD}/rollouts`, {
    candidate: 3,
    plan: ROLLOUT,
    reason: "More accurate than what serves, on its own table.",
  });
}
