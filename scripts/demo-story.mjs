/** What happened in the demo's workspace besides training: datasets with versions, and requests for approval. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const REST = "/api/slipway/v1";
const DATASETS = `${REST}/workspaces/default/datasets`;

/** Calls of one person's programs. */
function openRest(address, token) {
  return async (method, path, body) => {
    const isFile = Buffer.isBuffer(body);
    const response = await fetch(address + path, {
      method,
      headers: {
        Authorization: `Bearer ${token}`,
        "X-MLFLOW-WORKSPACE": "default",
        ...(body === undefined
          ? {}
          : { "Content-Type": isFile ? "application/octet-stream" : "application/json" }),
      },
      ...(body === undefined ? {} : { body: isFile ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
    return text === "" ? null : JSON.parse(text);
  };
}

/** A file of the package that the examples train on. Looked for when it is wanted: a fresh clone installs it first. */
function readData(name) {
  const { resolve } = createRequire(import.meta.url);
  return readFileSync(join(dirname(resolve("vega-datasets")), "../data", name));
}

/** Two versions of Seattle's weather, of which the second has a year more, and what they should be like. */
async function fillDatasets(ada) {
  const whole = readData("seattle-weather.csv").toString("utf8");
  const lines = whole.split("\n");
  const before2015 = lines.filter((line, index) => index === 0 || line < "2015").join("\n");
  const upload = (name, fileName, content) =>
    ada(
      "POST",
      `${DATASETS}/upload?name=${encodeURIComponent(name)}&fileName=${fileName}`,
      Buffer.from(content),
    );
  const { version } = await upload("seattle-weather", "seattle-weather.csv", `${before2015}\n`);
  for (const [severity, definition] of [
    ["fail", { kind: "not_null", column: "temp_max" }],
    ["fail", { kind: "unique", column: "date" }],
    ["fail", { kind: "range", column: "wind", min: 0, max: 40 }],
    ["warn", { kind: "allowed_values", column: "weather", values: ["sun", "rain", "snow"] }],
  ])
    await ada("POST", `${DATASETS}/${version.datasetId}/checks`, { severity, definition });
  await upload("seattle-weather", "seattle-weather.csv", whole);
  await upload("airports", "airports.csv", readData("airports.csv"));
}

async function ask(ada, model, note, plan) {
  const { number } = await ada("POST", `${REST}/approval-requests`, {
    model,
    version: 1,
    target: { kind: "alias", value: "champion" },
    note,
    plan: { description: plan },
    idempotencyKey: `demo-${model}`,
  });
  return number;
}

async function sign(amir, number, decision, statement) {
  const request = await amir("GET", `${REST}/approval-requests/${number}`);
  await amir("POST", `${REST}/approval-requests/${number}/votes`, {
    decision,
    meaning: "approval",
    statement,
    evidenceHash: request.evidence.hash,
    signatureKey: `demo-${number}-${decision}`,
  });
}

/** One request that was approved and applied, one that was rejected, one that waits. */
async function askForApprovals(ada, amir) {
  const weather = await ask(
    ada,
    "seattle-weather",
    "Best of 90 trials. It has been right on the days of the last month that it never saw.",
    "All traffic at once: the forecast is read by people, who see yesterday's beside it.",
  );
  await sign(
    amir,
    weather,
    "approve",
    "The errors are between rain and drizzle, which is fine here.",
  );
  const penguins = await ask(
    ada,
    "palmer-penguins",
    "Nearly all of the penguins are told apart.",
    "Replace what the field station uses.",
  );
  await sign(amir, penguins, "reject", "Trained on three islands only. Bring a fourth one first.");
  await ask(
    ada,
    "us-flights",
    "A first version, so that the dispatchers can try it.",
    "One team for a week, then everybody.",
  );
}

/** Fills the workspace with what people decided, each with their own token. */
export async function tellStory(address, tokens) {
  const ada = openRest(address, tokens.ada);
  const amir = openRest(address, tokens.amir);
  await fillDatasets(ada);
  await askForApprovals(ada, amir);
}
