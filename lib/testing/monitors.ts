import { Readable } from "node:stream";
import type { Actor } from "@/lib/access/actor";
import { uploadVersion } from "@/lib/datasets/commands/upload";
import { db } from "@/lib/db/client";
import { pool } from "@/lib/db/pool";
import { flushPredictions } from "@/lib/gateway/jobs/prediction-log";
import { recountHandler } from "@/lib/gateway/jobs/recount";
import { lookAtMonitors } from "@/lib/monitors/jobs/look";
import { lookAtPerformance } from "@/lib/monitors/jobs/performance";
import { logPrediction } from "./predictions";

/** A row of the reference; amounts go round from 0 to 99. */
export const referenceRow = (at: number) => ({
  id: 1_000 + at,
  amount: at % 100,
  country: ["de", "fr", "es"][at % 3] ?? "de",
});

/** 600 rows with an identifier, two features and a target that a model is not sent. */
export async function uploadReference(actor: Actor) {
  const rows = Array.from({ length: 600 }, (_row, at) => referenceRow(at));
  const lines = rows.map(({ id, amount, country }) => `${id},${amount},${country},${amount % 2}`);
  const content = ["id,amount,country,left", ...lines, ""].join("\n");
  const input = { name: "customers", fileName: "customers.csv" };
  const { version } = await uploadVersion(actor, input, Readable.from([content]), undefined);
  return { datasetId: version.datasetId, version: version.number };
}

/** Logs one prediction for each row, as the gateway does. */
export async function logRows(
  actor: Actor,
  deploymentId: bigint,
  rows: readonly object[],
  { at = Date.now(), answer = 1, revision = 1 } = {},
): Promise<void> {
  for (const row of rows)
    logPrediction(actor, deploymentId, {
      ...{ at, revision },
      inputs: [row],
      outputs: [{ prediction: answer }],
    });
  await flushPredictions();
}

/** Lets the worker look at every monitor now. */
export async function lookNow(): Promise<void> {
  await pool().query("UPDATE monitors SET looked_at = '1970-01-01'");
  await lookAtMonitors();
}

/** Lets the worker look at how every monitored deployment does now. */
export async function lookAtPerformanceNow(): Promise<void> {
  await pool().query(
    "UPDATE performance_versions SET looked_at = looked_at - interval '1 hour' WHERE looked_at > '1970-01-02'",
  );
  await lookAtPerformance();
}

/** Counts the log by every plan that waits for it. */
export async function recountNow(): Promise<void> {
  const items = await db().queueItem.findMany({ where: { kind: recountHandler.kind } });
  const signal = new AbortController().signal;
  for (const { payload } of items)
    await recountHandler.run(payload, { signal, number: 1, isLast: false });
}

/** Predictions as lines to be posted: the same ones for the same numbers, of five hours, as many of each. */
export const postedRows = (count: number, now: number): string =>
  Array.from({ length: count }, (_row, at) =>
    JSON.stringify({
      ...{ id: `row ${at}`, at: now - (at % 5) * 3_600_000 },
      ...{ inputs: referenceRow(at), outputs: at % 2 },
    }),
  ).join("\n");
