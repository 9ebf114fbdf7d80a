/** The decisions of the demo's people: gates in force, cards written, one version approved, one rejected, one that waits with a gate that fails. */
const REST = "/api/slipway/v1";
const MODELS = `${REST}/workspaces/default/models`;
const REQUESTS = `${REST}/approval-requests`;
const CHECKED_WITHIN_MS = 60_000;

const CHAMPION = { kind: "alias", value: "champion" };
const METRIC = "best_validation_accuracy";
/** What a version must show before people are asked. */
const GATES = [
  {
    key: "accuracy",
    title: "Right on unseen rows",
    kind: "metric_threshold",
    config: { metric: METRIC, operator: ">=", threshold: 0.5 },
  },
  {
    key: "against-production",
    title: "No worse than what serves",
    kind: "metric_vs_production",
    config: { metric: METRIC, direction: "higher", minimumDifference: 0 },
  },
  { key: "card", title: "Model card complete", kind: "card_complete", config: {} },
  { key: "lineage", title: "Data known by its content", kind: "lineage_known", config: {} },
  {
    key: "signature",
    title: "Callers need change nothing",
    kind: "signature_compatible",
    config: {},
  },
  { key: "artifact", title: "Files are what was logged", kind: "artifact_verified", config: {} },
];

const CARDS = {
  "seattle-weather": {
    intendedUse:
      "Say in the morning what kind of day it will be in Seattle, for people who plan work outdoors.",
    outOfScope: "Other cities, storms, and anything where a wrong forecast endangers somebody.",
    limitations: "Drizzle and snow are rare in the data, so it seldom says either.",
    evaluation: "A fifth of the days, drawn at random, that it was not trained on.",
    ethics: "Weather only; no data of people.",
    riskRating: "low",
    riskReason: "People read it beside yesterday's forecast and decide themselves.",
  },
  "palmer-penguins": {
    intendedUse:
      "Tell the species of a penguin from measurements that the field station takes anyway.",
    outOfScope: "Chicks, and islands outside the Palmer Archipelago.",
    limitations: "Three islands and three seasons; nothing is known of other colonies.",
    evaluation: "A fifth of the birds, drawn at random, that it was not trained on.",
    ethics: "Birds were measured by people who have leave to; no data of people.",
    riskRating: "low",
    riskReason: "A biologist looks at every bird as well.",
  },
};

/** Puts the gates into the policy of protected aliases and stages. */
export async function publishGates(admin) {
  const { items } = await admin("GET", `${REST}/approval-policies`);
  for (const { id, name, inForce } of items) {
    const { policyVersionId } = await admin("POST", `${REST}/approval-policies`, {
      policyId: id,
      name,
      document: { ...inForce.document, gates: GATES },
      reason: "A champion shows its evidence before people are asked.",
    });
    await admin("POST", `${REST}/approval-policy-versions/${policyVersionId}/publish`);
  }
}

/** Keeps what is known of a version and adds what only its author knows. */
export async function writeCard(ada, model, version, said = CARDS[model]) {
  const one = `${MODELS}/${model}/versions/${version}/card`;
  const { document } = await ada("GET", `${one}/proposal`);
  await ada("POST", one, {
    basedOn: 0,
    document: {
      ...document,
      ...said,
      owner: "Ada",
      contact: "ada@example.com",
      licence: document.licence || "CC0-1.0",
    },
    note: "Demo data: written by the script that fills this workspace.",
  });
}

/** Waits until every gate of a request has been looked at, files included, with no unwanted verdict left. */
async function awaitGates(ada, number, unwanted) {
  const deadline = Date.now() + CHECKED_WITHIN_MS;
  for (;;) {
    const { gateResults } = await ada("GET", `${REQUESTS}/${number}`);
    const waiting = gateResults.filter(({ verdict }) => unwanted.includes(verdict));
    if (waiting.length === 0) return;
    if (Date.now() > deadline)
      throw new Error(
        `Request ${number} still waits for: ${waiting.map(({ title }) => title).join(", ")}`,
      );
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

/** The same for a request that its gates have to let pass, such as one whose card was written after it was opened. */
export const awaitPassed = (ada, number) => awaitGates(ada, number, ["not_run", "fail"]);

/** Opens a request and waits until every gate has been looked at. */
export async function ask(ada, { model, version, note, plan, target = CHAMPION }) {
  const { number } = await ada("POST", REQUESTS, {
    model,
    version,
    target,
    note,
    plan,
    idempotencyKey: `demo-${model}-${version}`,
  });
  await awaitGates(ada, number, ["not_run"]);
  return number;
}

export async function sign(amir, number, decision, statement) {
  const request = await amir("GET", `${REQUESTS}/${number}`);
  await amir("POST", `${REQUESTS}/${number}/votes`, {
    decision,
    meaning: "approval",
    statement,
    evidenceHash: request.evidence.hash,
    signatureKey: `demo-${number}-${decision}`,
  });
}

/** One request that was approved and applied, one that was rejected. */
export async function decideOnFirstVersions(ada, amir) {
  await writeCard(ada, "seattle-weather", 1);
  const weather = await ask(ada, {
    model: "seattle-weather",
    version: 1,
    note: "Best of 90 trials on days that it never saw.",
    plan: { description: "All at once: people read the forecast beside yesterday's." },
  });
  await sign(
    amir,
    weather,
    "approve",
    "Its errors are between rain and drizzle, which is fine here.",
  );
  await writeCard(ada, "palmer-penguins", 1);
  const penguins = await ask(ada, {
    model: "palmer-penguins",
    version: 1,
    note: "Nearly all of the penguins are told apart.",
    plan: { description: "Replace what the field station uses." },
  });
  await sign(amir, penguins, "reject", "Trained on three islands only. Bring a fourth one first.");
}

/** A smaller network that is worse than the champion: its request waits, with a gate that fails. */
export async function askForSmallerVersion(ada, amir) {
  await writeCard(ada, "seattle-weather", 2);
  const number = await ask(ada, {
    model: "seattle-weather",
    version: 2,
    note: "From three trials only, to see how far a quick search comes. Is it near enough to serve?",
    plan: {
      description: "A tenth of the readers for a day, then everybody.",
      steps: [
        { weight: 10, bakeMinutes: 1_440 },
        { weight: 100, bakeMinutes: 0 },
      ],
      abortRule: "Back to version 1 when more than three mornings are wrong.",
    },
  });
  await amir("POST", `${REQUESTS}/${number}/comments`, {
    body: "It is worse than what serves. What is gained by it?",
    severity: "minor",
  });
}
