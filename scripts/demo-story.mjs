/** What happened in the demo's workspace besides training: datasets with versions, then decisions. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { askForSmallerVersion, decideOnFirstVersions, publishGates } from "./demo-approvals.mjs";
import { awaitRead, DATASETS, upload } from "./demo-datasets.mjs";
import { rollOutBadly, serveFraud } from "./demo-fraud.mjs";
import { serveChurn } from "./demo-serving.mjs";

const REST = "/api/slipway/v1";

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
    const isJson = response.headers.get("Content-Type")?.includes("json");
    return isJson && text !== "" ? JSON.parse(text) : text;
  };
}

/** A file of the package that the examples train on. Looked for when it is wanted: a fresh clone installs it first. */
function readData(name) {
  const { resolve } = createRequire(import.meta.url);
  return readFileSync(join(dirname(resolve("vega-datasets")), "../data", name));
}

/** Each is a version; the first one is what the others are laid beside. */
const YEARS = ["2012", "2013", "2014", "2015"];

/** Two versions of Seattle's weather, of which the second has a year more, and what they should be like; then it year by year. */
async function fillDatasets(ada) {
  const whole = readData("seattle-weather.csv").toString("utf8");
  const lines = whole.split("\n");
  const before2015 = lines.filter((line, index) => index === 0 || line < "2015").join("\n");
  const version = await upload(ada, "seattle-weather", `${before2015}\n`);
  for (const [severity, definition] of [
    ["fail", { kind: "not_null", column: "temp_max" }],
    ["fail", { kind: "unique", column: "date" }],
    ["fail", { kind: "range", column: "wind", min: 0, max: 40 }],
    ["warn", { kind: "allowed_values", column: "weather", values: ["sun", "rain", "snow"] }],
  ])
    await ada("POST", `${DATASETS}/${version.datasetId}/checks`, { severity, definition });
  await upload(ada, "seattle-weather", whole);
  await upload(ada, "airports", readData("airports.csv"));
  const years = [];
  for (const year of YEARS) {
    const ofYear = lines.filter((line, index) => index === 0 || line.startsWith(year));
    years.push(await upload(ada, "weather-by-year", `${ofYear.join("\n")}\n`));
  }
  const [first] = years;
  await awaitRead(ada, first);
  await ada("POST", `${DATASETS}/${first.datasetId}/monitors`, { version: first.number });
}

async function isThere(rest, path, wanted) {
  const { items } = await rest("GET", path);
  return items.some(wanted);
}

async function hasExperiments(rest) {
  const asked = { max_results: 2 };
  const { experiments } = await rest("POST", "/api/2.0/mlflow/experiments/search", asked);
  return experiments.some(({ name }) => name !== "Default");
}

/** Whether a chapter stands in a workspace that was filled by a version of the demo that kept no account of it. */
export function lookForChapter(address, { admin }, chapter) {
  const rest = openRest(address, admin);
  const place = `${REST}/workspaces/default`;
  const looks = {
    sweeps: () => hasExperiments(rest),
    datasets: () => isThere(rest, DATASETS, ({ name }) => name === "airports"),
    decisions: () => isThere(rest, `${REST}/approval-requests`, () => true),
    churn: () => isThere(rest, `${place}/deployments`, ({ name }) => name === "churn"),
    fraud: () => isThere(rest, `${place}/deployments`, ({ name }) => name === "fraud"),
  };
  return looks[chapter]();
}

/** Who signs what Ada made, and what is seen of it; `trainAgain` registers a second version of the weather's model. */
async function decide({ admin, ada, amir }, trainAgain) {
  await publishGates(admin);
  await decideOnFirstVersions(ada, amir);
  await trainAgain();
  await askForSmallerVersion(ada, amir);
}

/**
 * Fills the workspace with what people decided, each with their own token, as far as it was not told before. `trainAgain`
 * trains and registers a second version of the weather's model; `payments` send some to the fraud models.
 */
export async function tellStory(address, tokens, { progress, trainAgain, payments }) {
  const [admin, ada, amir] = [tokens.admin, tokens.ada, tokens.amir].map((token) =>
    openRest(address, token),
  );
  await progress.tell("datasets", () => fillDatasets(ada));
  await progress.tell("decisions", () => decide({ admin, ada, amir }, trainAgain));
  await Promise.all([
    progress.tell("churn", () => serveChurn(ada, amir)),
    progress.tell("fraud", () => serveFraud(ada, amir, payments)),
  ]);
}

/** What goes wrong while somebody watches. */
export const goWrong = (address, { amir }) => rollOutBadly(openRest(address, amir));
