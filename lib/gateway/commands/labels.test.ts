import { randomUUID } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { db } from "@/lib/db/client";
import { makeActor, makeActors, setUpDatabase } from "@/lib/testing/database";
import { logPrediction, makeQuietDeployment } from "@/lib/testing/predictions";
import { flushPredictions } from "../jobs/prediction-log";
import { getQuality } from "../queries/prediction-log";
import { getPrediction, listPredictions } from "../queries/predictions";
import { labelsInput } from "../schema/predictions";
import { postLabels } from "./labels";
import { eraseByKey } from "./prediction-log";

setUpDatabase();

let actor: Actor;
let deploymentId: bigint;
beforeAll(async () => {
  actor = await makeActor();
  deploymentId = await makeQuietDeployment(actor);
});

const post = (...labels: object[]) =>
  postLabels(actor, { deployment: "churn", ...labelsInput.parse({ labels }) });
const read = async (predictionId: string) => {
  const { label } = await getPrediction(actor, { deployment: "churn", predictionId });
  return label;
};
const at = (hour: number) => new Date(Date.UTC(2026, 10, 1, hour));
const said = (hour: number) => at(hour).toISOString();

test("a label is known by the id of the prediction or by its key, whichever came first", async () => {
  const early = randomUUID();
  await post({ predictionId: early, value: true }, { key: "early order", value: "no" });
  logPrediction(actor, deploymentId, { id: early });
  const byKey = logPrediction(actor, deploymentId, { key: "early order" });
  const both = logPrediction(actor, deploymentId, { key: "both" });
  await flushPredictions();
  expect([await read(early), await read(byKey), await read(both)]).toEqual([1, "no", null]);
  await post({ key: "both", value: 0 });
  expect(await read(both)).toBe(0);
  await post({ predictionId: both.toUpperCase(), value: 1 });
  expect(await read(both)).toBe(1);
});

test("of a key that is asked again and again, each prediction has the truth that was observed after it", async () => {
  const ids = [10, 20, 30].map((hour) =>
    logPrediction(actor, deploymentId, { key: "monthly", at: at(hour).getTime() }),
  );
  await flushPredictions();
  await post(
    { key: "monthly", at: said(15), value: 1 },
    { key: "monthly", at: said(25), value: 2 },
  );
  expect(await Promise.all(ids.map(read))).toEqual([1, 2, null]);
});

test("the same label again changes nothing, another value for its moment corrects it", async () => {
  const dated = { key: "again", at: said(1), value: 1 };
  expect(await post(dated, dated)).toEqual({ received: 2, added: 1, corrected: 0 });
  expect(await post(dated)).toEqual({ received: 1, added: 0, corrected: 0 });
  expect(await post({ ...dated, value: 0 })).toEqual({ received: 1, added: 0, corrected: 1 });
  const undated = { key: "undated", value: "a" };
  expect(await post(undated)).toMatchObject({ added: 1 });
  expect(await post(undated)).toMatchObject({ added: 0 });
  expect(await post({ ...undated, value: "b" })).toMatchObject({ added: 1 });
});

test("ten thousand labels at once, of which each row of a request has its own", async () => {
  const id = logPrediction(actor, deploymentId, { rows: 3, outputs: [1, 0, 1] });
  await flushPredictions();
  const labels = Array.from({ length: 9_997 }, (_label, n) => ({ key: `bulk ${n}`, value: n }));
  const rows = [1, 1, 1].map((value, row) => ({ predictionId: id, row, value }));
  expect(await post(...labels, ...rows)).toEqual({ received: 10_000, added: 10_000, corrected: 0 });
  const detail = await getPrediction(actor, { deployment: "churn", predictionId: id });
  expect(detail.labels.map(({ row, value }) => [row, value])).toEqual([
    [0, 1],
    [1, 1],
    [2, 1],
  ]);
  expect(labelsInput.safeParse({ labels: [...labels, ...labels] }).success).toBe(false);
});

test("who posted how many labels is on record, with what proves them, and a repeat is not", async () => {
  const ada = await makeActor();
  await makeQuietDeployment(ada);
  const labels = [
    { key: "first order", value: 1 },
    { key: "second order", value: false },
  ];
  const postAll = (sent: object[]) =>
    postLabels(ada, { deployment: "churn", ...labelsInput.parse({ labels: sent }) });
  await postAll(labels);
  await postAll(labels);
  await postAll([{ key: "first order", value: 0 }]);
  const events = await db().auditEvent.findMany({
    where: { workspaceId: ada.workspaceId, action: "prediction-log.labelled" },
    include: { payload: true },
    orderBy: { id: "asc" },
  });
  const details = events.map(({ payload }) => Object(payload?.content).details);
  expect(details).toMatchObject([
    { received: 2, added: 2, corrected: 0, sha256: expect.stringMatching(/^[\da-f]{64}$/) },
    { received: 1, added: 1, corrected: 0 },
  ]);
});

test("quality is counted by revision from rows whose truth is known, shadow copies apart", async () => {
  const ada = await makeActor();
  const id = await makeQuietDeployment(ada);
  const log = (more: object) => logPrediction(ada, id, { ...more });
  const one = log({ outputs: [1, 0, 3.5], rows: 3 });
  const two = log({ revision: 2, outputs: ["cat"] });
  log({ revision: 2, outputs: ["dog"], isShadow: true, id: two });
  log({ outputs: [1] });
  log({ status: 500, outputs: null });
  await flushPredictions();
  const labels = [
    { predictionId: one, value: true },
    { predictionId: one, row: 1, value: 1 },
    { predictionId: one, row: 2, value: 3 },
    { predictionId: two, value: "cat" },
  ];
  await postLabels(ada, { deployment: "churn", ...labelsInput.parse({ labels }) });
  expect(await getQuality(ada, { deployment: "churn" })).toEqual([
    {
      ...{ revision: 1, isShadow: false, rows: 4, labelled: 3, accuracy: 1 / 3 },
      ...{ meanAbsoluteError: 0.5, rootMeanSquaredError: Math.sqrt((0 + 1 + 0.25) / 3) },
    },
    {
      ...{ revision: 2, isShadow: false, rows: 1, labelled: 1, accuracy: 1 },
      ...{ meanAbsoluteError: null, rootMeanSquaredError: null },
    },
    {
      ...{ revision: 2, isShadow: true, rows: 1, labelled: 1, accuracy: 0 },
      ...{ meanAbsoluteError: null, rootMeanSquaredError: null },
    },
  ]);
});

test("erasing a key leaves neither predictions nor labels of it, and no word of it in the audit", async () => {
  const secret = "maria.secret@example.org";
  const id = logPrediction(actor, deploymentId, { key: secret });
  const other = logPrediction(actor, deploymentId, { key: "somebody else" });
  await flushPredictions();
  await post({ key: secret, value: 1 }, { predictionId: id, value: 1 });
  expect(await eraseByKey(actor, { deployment: "churn", key: secret })).toEqual({
    predictions: 1,
    labels: 2,
  });
  const list = (key: string) => listPredictions(actor, { deployment: "churn", limit: 50, key });
  expect((await list(secret)).items).toEqual([]);
  expect((await list("somebody else")).items).toMatchObject([{ id: other }]);
  const events = await db().auditEvent.findMany({
    where: { action: { startsWith: "prediction-log." } },
    include: { payload: true },
  });
  expect(events.filter(({ action }) => action === "prediction-log.erased")).toHaveLength(1);
  expect(
    JSON.stringify(events, (_key, value) => (typeof value === "bigint" ? Number(value) : value)),
  ).not.toContain(secret);
});

test("the list is read page by page and narrowed", async () => {
  const ada = await makeActor();
  const id = await makeQuietDeployment(ada);
  const ids = Array.from({ length: 5 }, (_id, n) =>
    logPrediction(ada, id, {
      at: at(n).getTime(),
      revision: (n % 2) + 1,
      latencyMs: n * 10,
      ...(n === 4 ? { status: 422, error: "no" } : {}),
    }),
  ).reverse();
  await flushPredictions();
  const list = (more: object) => listPredictions(ada, { deployment: "churn", limit: 50, ...more });
  const idsOf = async (more: object) => (await list(more)).items.map((one) => one.id);
  expect(await idsOf({})).toEqual(ids);
  const first = await list({ limit: 2 });
  expect(first.items.map((one) => one.id)).toEqual(ids.slice(0, 2));
  expect(await idsOf({ pageToken: first.nextPageToken })).toEqual(ids.slice(2));
  expect(await idsOf({ revision: 2 })).toEqual([ids[1], ids[3]]);
  expect(await idsOf({ outcome: "failed" })).toEqual([ids[0]]);
  expect(await idsOf({ minLatencyMs: 25 })).toEqual(ids.slice(0, 2));
  expect(await idsOf({ from: said(1), to: said(3) })).toEqual([ids[2], ids[3]]);
  await postLabels(ada, {
    deployment: "churn",
    ...labelsInput.parse({ labels: [{ predictionId: ids[2], value: 1 }] }),
  });
  expect(await idsOf({ isLabelled: true })).toEqual([ids[2]]);
  expect(await idsOf({ isLabelled: false })).toHaveLength(4);
});

test("viewers read and do not label, only who operates erases", async () => {
  const { viewer, contributor } = await makeActors();
  await makeQuietDeployment(contributor);
  const labels = labelsInput.parse({ labels: [{ key: "k", value: 1 }] });
  await expect(postLabels(viewer, { deployment: "churn", ...labels })).rejects.toThrow(
    /permission/i,
  );
  await expect(eraseByKey(contributor, { deployment: "churn", key: "k" })).rejects.toThrow(
    /permission/i,
  );
  expect((await listPredictions(viewer, { deployment: "churn", limit: 1 })).items).toEqual([]);
});
