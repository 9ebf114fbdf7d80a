/**
 * Asks a deployment about customers who are drawn at random, and says a little later who left. Needs Node and nothing
 * else; the token needs the scope `serving:predict`.
 *
 *   node examples/churn/traffic.mjs --deployment churn --count 500 --rest 20
 */
import { parseArgs } from "node:util";
import { isStopping, post, rest } from "../tabular/ask.mjs";
import { randomFrom } from "../tabular/learn.mjs";
import { CHURN } from "./customers.mjs";

const { values } = parseArgs({
  options: {
    deployment: { type: "string", default: "churn" },
    workspace: { type: "string", default: "default" },
    /** Predictions to ask for; 0 for as long as it is not stopped. */
    count: { type: "string", default: "100" },
    /** Milliseconds to rest after each. */
    rest: { type: "string", default: "50" },
    seed: { type: "string", default: String(Date.now() % 1e9) },
  },
});
const WAITING = 20;

async function tell(labels) {
  const place = `/api/slipway/v1/workspaces/${values.workspace}/deployments/${values.deployment}`;
  if (labels.length > 0) await post(`${place}/labels`, { labels });
}

const random = randomFrom(Number(values.seed));
const count = Number(values.count) || Number.POSITIVE_INFINITY;
let labels = [];
for (let asked = 0; asked < count && !isStopping(); asked += 1) {
  const { row, label } = CHURN.draw(random);
  const customer = `customer ${Math.floor(random() * 1e6)}`;
  const answer = await post(
    `/serve/${values.deployment}/invocations`,
    { dataframe_records: [row] },
    { "X-Customer": customer },
  );
  const predictionId = answer?.headers.get("x-prediction-id");
  // Of some customers nobody ever learns it.
  if (predictionId && random() < 0.8) labels.push({ predictionId, value: label });
  await answer?.body?.cancel();
  if (labels.length >= WAITING) {
    await tell(labels);
    labels = [];
  }
  await rest(Number(values.rest));
}
await tell(labels);
