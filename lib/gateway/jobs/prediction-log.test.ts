import { randomUUID } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { db } from "@/lib/db/client";
import { pool } from "@/lib/db/pool";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { logPrediction, makeQuietDeployment } from "@/lib/testing/predictions";
import { reviseLogSettings } from "../commands/prediction-log";
import { flushPredictions, predictionLogCounts } from "./prediction-log";
import { keepPredictions } from "./predictions";

setUpDatabase();

let actor: Actor;
let deploymentId: bigint;
beforeAll(async () => {
  actor = await makeActor();
  deploymentId = await makeQuietDeployment(actor);
});

const logged = (id: string) => db().prediction.findMany({ where: { id } });
const DAY = 86_400_000;

test("what was asked and answered is logged as it was, many in one go", async () => {
  const before = predictionLogCounts().written;
  const ids = Array.from({ length: 1_000 }, (_id, n) =>
    logPrediction(actor, deploymentId, { key: `customer ${n}` }),
  );
  await flushPredictions();
  expect(predictionLogCounts()).toMatchObject({ written: before + 1_000, waiting: 0 });
  expect(await logged(ids[7] ?? "")).toMatchObject([
    {
      key: "customer 7",
      revision: 1,
      latencyMs: 2.5,
      inputs: [{ tenure: 3, email: "ada@example.org" }],
      outputs: [{ label: 1, probabilities: [0.2, 0.8] }],
      answers: [1],
      isCut: false,
      sampleRate: 1,
    },
  ]);
});

test("columns are masked, samples drawn and the log switched off from the moment it is asked for; failures stay", async () => {
  const ada = await makeActor();
  const id = await makeQuietDeployment(ada);
  const revise = (settings: object) => reviseLogSettings(ada, { deployment: "churn", ...settings });
  await revise({ maskedColumns: ["email"] });
  const masked = logPrediction(ada, id);
  await flushPredictions();
  expect(await logged(masked)).toMatchObject([{ inputs: [{ tenure: 3, email: "[masked]" }] }]);
  await revise({ sampleRate: 0 });
  const [left, failed] = [
    logPrediction(ada, id),
    logPrediction(ada, id, { status: 503, error: "busy", outputs: null }),
  ];
  await flushPredictions();
  expect(await logged(left)).toEqual([]);
  expect(await logged(failed)).toMatchObject([{ error: "busy", outputs: null, answers: null }]);
  await revise({ isEnabled: false });
  const off = logPrediction(ada, id, { status: 500 });
  await flushPredictions();
  expect(await logged(off)).toEqual([]);
  expect(await db().auditEvent.count({ where: { action: "prediction-log.revised" } })).toBe(3);
});

test("a row that the database refuses costs no other one", async () => {
  const before = predictionLogCounts();
  const good = [logPrediction(actor, deploymentId), logPrediction(actor, deploymentId)];
  logPrediction(actor, deploymentId, { status: 99_999 });
  const odd = logPrediction(actor, deploymentId, { key: "a\u0000b", inputs: ["\ud800\u0000"] });
  await flushPredictions();
  for (const id of [...good, odd]) expect(await logged(id)).toHaveLength(1);
  expect(await logged(odd)).toMatchObject([{ key: "a\ufffdb", inputs: ["\ufffd\ufffd"] }]);
  expect(predictionLogCounts().dropped).toBe(before.dropped + 1);
});

test("one id of one moment is logged once, and takes none of the others along", async () => {
  const at = Date.now();
  const [id, repeated] = [randomUUID(), randomUUID()];
  logPrediction(actor, deploymentId, { id, at });
  await flushPredictions();
  const { dropped } = predictionLogCounts();
  const others = Array.from({ length: 30 }, () => {
    logPrediction(actor, deploymentId, { id, at });
    logPrediction(actor, deploymentId, { id: repeated.toUpperCase(), at });
    return logPrediction(actor, deploymentId, { at });
  });
  const shadow = logPrediction(actor, deploymentId, { id, at, isShadow: true });
  await flushPredictions();
  expect(predictionLogCounts().dropped).toBe(dropped);
  expect(await logged(id)).toHaveLength(2);
  expect(await logged(shadow)).toHaveLength(2);
  expect(await logged(repeated)).toHaveLength(1);
  expect(await db().prediction.count({ where: { id: { in: others } } })).toBe(30);
});

test("connections that are cut while predictions are written lose none of them", async () => {
  const [before, late] = [predictionLogCounts(), Date.now() + 60_000];
  const ids = Array.from({ length: 20_000 }, () => logPrediction(actor, deploymentId));
  let cut = 0;
  while (cut < 3) {
    const { rows } = await pool().query<{ ended: boolean }>(
      `SELECT pg_terminate_backend(pid) AS ended FROM pg_stat_activity
       WHERE datname = current_database() AND query LIKE 'COPY predictions%' AND state = 'active'`,
    );
    cut += rows.length;
    if (Date.now() > late || predictionLogCounts().waiting === 0) break;
  }
  await flushPredictions(60_000);
  expect(cut).toBeGreaterThan(0);
  expect(predictionLogCounts()).toMatchObject({
    written: before.written + ids.length,
    dropped: before.dropped,
  });
  expect(await db().prediction.count({ where: { id: { in: ids.slice(0, 5_000) } } })).toBe(5_000);
});

test("nothing is written into a deployment of another workspace", async () => {
  const stranger = await makeActor();
  const id = logPrediction(stranger, deploymentId);
  await flushPredictions();
  expect(await logged(id)).toEqual([]);
});

test("what does not fit into memory is dropped and counted, and the rest is written", async () => {
  const before = predictionLogCounts();
  const large = Array.from({ length: 1_000 }, () => "x".repeat(1_000));
  for (let n = 0; n < 200; n += 1) logPrediction(actor, deploymentId, { inputs: large });
  const { waiting, dropped } = predictionLogCounts();
  expect(waiting).toBeLessThan(80);
  expect(dropped - before.dropped).toBe(200 - waiting);
  await flushPredictions();
  expect(predictionLogCounts().written).toBe(before.written + waiting);
  // Texts in tensors count as well.
  const tensor = { name: "text", datatype: "BYTES" as const, shape: [1_000], data: large };
  for (let n = 0; n < 200; n += 1)
    logPrediction(actor, deploymentId, { input: { kind: "tensors", tensors: [tensor] } });
  expect(predictionLogCounts().waiting).toBeLessThan(80);
  await flushPredictions();
});

async function partitions(): Promise<string[]> {
  const { rows } = await pool().query<{ name: string }>(
    "SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'predictions'::regclass ORDER BY 1",
  );
  return rows.map(({ name }) => name);
}

test("days get partitions ahead, and go with them when their retention ends; shorter ones go row by row", async () => {
  const ada = await makeActor();
  const [kept, short] = [await makeQuietDeployment(ada), await makeQuietDeployment(ada, "short")];
  await reviseLogSettings(ada, { deployment: "short", retentionDays: 2 });
  const now = new Date("2030-01-10T12:00:00Z");
  await keepPredictions(now);
  const at = (days: number) => new Date(now.getTime() + days * DAY);
  expect(await partitions()).toEqual([
    ...["10", "11", "12", "13"].map((day) => `predictions_203001${day}`),
    "predictions_other",
  ]);
  const [long, brief, late] = [
    logPrediction(ada, kept, { at: now.getTime() }),
    logPrediction(ada, short, { at: now.getTime() }),
    logPrediction(ada, kept, { at: at(-1).getTime(), id: randomUUID() }),
  ];
  await flushPredictions();
  const { rows } = await pool().query(
    "SELECT tableoid::regclass::text AS part FROM predictions WHERE id = $1",
    [long],
  );
  expect(rows).toEqual([{ part: "predictions_20300110" }]);
  expect(await logged(late)).toHaveLength(1);
  await keepPredictions(at(3));
  expect([await logged(long), await logged(brief)].map(({ length }) => length)).toEqual([1, 0]);
  await keepPredictions(at(32));
  expect((await partitions()).slice(0, 2)).toEqual([
    "predictions_20300112",
    "predictions_20300113",
  ]);
  expect([await logged(long), await logged(late)]).toEqual([[], []]);
});
