/**
 * Fails a build when a table has drifted from its reference: node check.mjs reference.csv current.csv
 * [--preset=evidently|nannyml|slipway] [--only=price,city] [--skip=id]
 * Node alone, with SLIPWAY_URL and SLIPWAY_TOKEN (or the MLFLOW_TRACKING_… of a job) in its environment.
 * Exits with 0 when nothing has drifted, 1 on drift, 2 when it could not be told.
 */
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    preset: { type: "string", default: "evidently" },
    only: { type: "string", default: "" },
    skip: { type: "string", default: "" },
  },
});
const { env } = process;
const url = env.SLIPWAY_URL ?? env.MLFLOW_TRACKING_URI ?? "http://127.0.0.1:3000";
const token = env.SLIPWAY_TOKEN ?? env.MLFLOW_TRACKING_TOKEN ?? "";

/** Records of a CSV text, quotes and all. */
function parseCsv(text) {
  const records = [[""]];
  let isQuoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    const record = records.at(-1);
    if (isQuoted && character === '"' && text[at + 1] === '"') at += 1;
    else if (character === '"') {
      isQuoted = !isQuoted;
      continue;
    } else if (!isQuoted && character === ",") {
      record.push("");
      continue;
    } else if (!isQuoted && character === "\n") {
      records.push([""]);
      continue;
    } else if (!isQuoted && character === "\r") continue;
    record[record.length - 1] += character;
  }
  return records.filter((record) => record.length > 1 || record[0] !== "");
}

/** The columns of a file by name; an empty cell is missing. */
function readTable(file) {
  const [names, ...records] = parseCsv(readFileSync(file, "utf8"));
  return new Map(names.map((name, at) => [name, records.map((record) => record[at] || null)]));
}

const isNumber = (text) => text === null || (text.trim() !== "" && Number.isFinite(Number(text)));
const listOf = (text) => text.split(",").filter((name) => name !== "");

function columnsOf(reference, current) {
  const [only, skip] = [listOf(options.only), listOf(options.skip)];
  const names = [...reference.keys()].filter(
    (name) =>
      current.has(name) && !skip.includes(name) && (only.length === 0 || only.includes(name)),
  );
  return names.map((name) => {
    const sides = [reference.get(name), current.get(name)];
    const isNumeric = sides.every((cells) => cells.every(isNumber));
    const [ours, theirs] = sides.map((cells) =>
      isNumeric ? cells.map((cell) => (cell === null ? null : Number(cell))) : cells,
    );
    return { name, kind: isNumeric ? "numeric" : "categorical", reference: ours, current: theirs };
  });
}

async function judge(columns) {
  const response = await fetch(`${url}/api/slipway/v1/statistics/dataset`, {
    method: "POST",
    headers: { "Content-Type": "application/json", Authorization: `Bearer ${token}` },
    body: JSON.stringify({ preset: options.preset, columns }),
  });
  const answer = await response.json();
  if (!response.ok)
    throw new Error(answer.error?.message ?? `The server answered ${response.status}.`);
  return answer;
}

function report({ columns, share, drifted }) {
  for (const { name, method, score, threshold, drifted: has, reason } of columns) {
    const verdict = has === null ? "unknown" : has ? "DRIFT" : "ok";
    const figures = score === null ? reason : `${score} (threshold ${threshold})`;
    console.log(`${verdict.padEnd(8)}${name}: ${method} ${figures}`);
  }
  if (drifted === null) return 2;
  console.log(
    `${(share * 100).toFixed(0)} % of the columns have drifted: the dataset ${drifted ? "has" : "has not"}.`,
  );
  return drifted ? 1 : 0;
}

try {
  const [reference, current] = positionals;
  if (!reference || !current)
    throw new Error("Say which files: node check.mjs reference.csv current.csv");
  process.exitCode = report(await judge(columnsOf(readTable(reference), readTable(current))));
} catch (error) {
  console.error(error.message);
  process.exitCode = 2;
}
