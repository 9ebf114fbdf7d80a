/**
 * Pays by card, at random: asks a deployment about each payment, declines those that look like fraud, and says later
 * what was true and what came of it, for each revision. Needs Node and nothing else; the token needs the scopes
 * `serving:predict` and, for outcomes, `serving:write`.
 *
 *   node examples/fraud/traffic.mjs --deployment fraud --count 2000 --at-once 8 --rest 0 --late 0
 */
import { parseArgs } from "node:util";
import { isStopping, post, rest } from "../tabular/ask.mjs";
import { drawOf } from "../tabular/draw.mjs";
import { randomFrom } from "../tabular/learn.mjs";
import { FRAUD } from "./payments.mjs";

const { values } = parseArgs({
  options: {
    deployment: { type: "string", default: "fraud" },
    workspace: { type: "string", default: "default" },
    /** Payments to ask about; 0 for as long as it is not stopped. */
    count: { type: "string", default: "100" },
    /** How many are asked about at once. */
    "at-once": { type: "string", default: "1" },
    /** Milliseconds to rest after each. */
    rest: { type: "string", default: "50" },
    /** Seconds until it is known whether a payment was fraud. */
    late: { type: "string", default: "20" },
    /** Payments of another kind: `turned` are those whose merchants' risk is told the other way round. */
    variant: { type: "string", default: "" },
    seed: { type: "string", default: String(Date.now() % 1e9) },
  },
});
const PLACE = `/api/slipway/v1/workspaces/${values.workspace}/deployments/${values.deployment}`;
/** From this chance of fraud on, a payment is declined. */
const DECLINED_FROM = 0.3;
const TOLD_EVERY_MS = 5_000;
/** As many labels as are sent at once. */
const MOST_LABELS = 1_000;

const draw = drawOf(FRAUD, values.variant);
const random = randomFrom(Number(values.seed));
const lateMs = Number(values.late) * 1_000;
let waiting = [];

/** Asks about one payment, and keeps what will be known of it. */
async function pay() {
  const { row, label } = draw(random);
  const answer = await post(
    `/serve/${values.deployment}/invocations`,
    { dataframe_records: [row] },
    { "X-Card": `card ${Math.floor(random() * 1e6)}` },
  );
  if (!answer) return rest(1_000);
  const { predictions } = await answer.json();
  const [, chance] = predictions[0].probabilities;
  waiting.push({
    knownAt: Date.now() + lateMs,
    predictionId: answer.headers.get("x-prediction-id"),
    revision: Number(answer.headers.get("x-slipway-revision")),
    label,
    isDeclined: chance >= DECLINED_FROM,
  });
}

/** How many of some payments were declined, by revision. */
function countDeclined(payments) {
  const items = new Map();
  for (const { revision, isDeclined } of payments) {
    const item = items.get(revision) ?? { revision, n: 0, sum: 0, sumSquares: 0 };
    const sum = item.sum + (isDeclined ? 1 : 0);
    items.set(revision, { revision, n: item.n + 1, sum, sumSquares: sum });
  }
  return [...items.values()];
}

async function postOutcome(metric, payments) {
  const items = countDeclined(payments);
  if (items.length > 0) await post(`${PLACE}/outcomes`, { metric, items });
}

/** Says what is known by now: what each payment was, and what came of declining it. */
async function tell() {
  const now = Date.now();
  const known = waiting.filter(({ knownAt }) => knownAt <= now);
  waiting = waiting.filter(({ knownAt }) => knownAt > now);
  const labels = known.map(({ predictionId, label }) => ({ predictionId, value: label }));
  for (let from = 0; from < labels.length; from += MOST_LABELS)
    await post(`${PLACE}/labels`, { labels: labels.slice(from, from + MOST_LABELS) });
  await postOutcome(
    "fraud stopped",
    known.filter(({ label }) => label === 1),
  );
  await postOutcome(
    "honest payments declined",
    known.filter(({ label }) => label === 0),
  );
}

const count = Number(values.count) || Number.POSITIVE_INFINITY;
let asked = 0;
async function payOneByOne() {
  while (asked < count && !isStopping()) {
    asked += 1;
    await pay();
    await rest(Number(values.rest));
  }
}

let isPaying = true;
const paying = Promise.all(Array.from({ length: Number(values["at-once"]) }, payOneByOne)).then(
  () => {
    isPaying = false;
  },
);
while (isPaying) {
  await Promise.race([paying, rest(TOLD_EVERY_MS)]);
  await tell();
}
if (!isStopping()) await rest(lateMs);
await tell();
