import { readFile } from "node:fs/promises";
import { Readable } from "node:stream";
import { beforeEach, expect, test } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { db } from "@/lib/db/client";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { makeQuietDeployment } from "@/lib/testing/predictions";
import { listPredictions } from "../queries/predictions";
import type { PostedFormat } from "../schema/posted-predictions";
import { postPredictions } from "./post-predictions";

setUpDatabase();

/** The same all along, whatever the clock does meanwhile. */
const NOW = Date.now() - 60_000;

let actor: Actor;
beforeEach(async () => {
  actor = await makeActor({ role: "contributor" });
  await makeQuietDeployment(actor, "nightly", {
    sent: ["amount", "age"],
    backend: "elsewhere",
  });
});

function post(body: string | Buffer, format: PostedFormat = "lines", idempotencyKey?: string) {
  const input = { deployment: "nightly", format, idempotencyKey };
  return postPredictions(actor, input, Readable.from([Buffer.from(body)]));
}

const row = (id: string, more: object = {}) => ({
  ...{ id, inputs: { amount: 3, age: 40 }, outputs: 1 },
  ...more,
});
const lines = (...rows: unknown[]) =>
  rows.map((one) => (typeof one === "string" ? one : JSON.stringify(one))).join("\n");
const logged = async () =>
  (await listPredictions(actor, { deployment: "nightly", limit: 100 })).items;
const stored = () =>
  db().$queryRaw<{ key: string; inputs: object[]; outputs: unknown[] }[]>`
    SELECT key, inputs, outputs FROM predictions WHERE workspace_id = ${actor.workspaceId}::uuid ORDER BY key`;

test("rows are kept with their revision, key and answer; broken ones are refused with line and reason", async () => {
  const inAnHour = new Date(NOW + 3_600_000).toISOString().replace("Z", "");
  const answer = await post(
    lines(
      row("a", { at: `${inAnHour}+01:00`, key: "order 7", version: 2 }),
      "{not json",
      row("b", { revision: 9 }),
      "",
      { id: "c" },
      row("d", { revision: 2, surprise: 1 }),
      '{"id": "e", "inputs": {"amount": NaN}, "outputs": 1}',
      row("f", { at: Date.now() + 3_600_000 }),
      row("g", { at: "2020-01-01T00:00:00Z" }),
      row("h", { inputs: [5] }),
      row("i", { inputs: [5, 6], outputs: "yes" }),
    ),
  );
  expect(answer).toMatchObject({ received: 10, kept: 2, duplicates: 0, refused: 8, stopped: null });
  expect(answer.problems).toEqual([
    { line: 2, reason: "The line is no JSON." },
    { line: 3, reason: "The deployment has no revision 9." },
    { line: 5, reason: expect.stringMatching(/^inputs: /) },
    { line: 6, reason: expect.stringContaining("surprise") },
    { line: 7, reason: "The line is no JSON: write NaN and Infinity in quotes." },
    { line: 8, reason: expect.stringContaining("lies in the future") },
    { line: 9, reason: expect.stringContaining("older than the 30 days") },
    { line: 10, reason: "It has 1 inputs; the model takes 2." },
  ]);
  const items = await logged();
  expect(items.map(({ key, revision, answer: said }) => [key, revision, said])).toEqual([
    ["i", 1, "yes"],
    ["order 7", 2, 1],
  ]);
  expect(items.find(({ key }) => key === "order 7")?.at).toBe(NOW);
  expect((await stored())[0]).toMatchObject({ inputs: [{ amount: 5, age: 6 }] });
});

test("only the first hundred refused rows are listed, and all of them are counted", async () => {
  const answer = await post(lines(...Array.from({ length: 150 }, () => "{"), row("a")));
  expect(answer).toMatchObject({ received: 151, kept: 1, refused: 150 });
  expect(answer.problems).toHaveLength(100);
  expect(answer.problems[99]?.line).toBe(100);
});

test("the same predictions again are duplicates, in one body or in another, whatever else they say", async () => {
  const uuid = "018F3A52-0000-7000-8000-000000000001";
  const first = await post(lines(row("a"), row(uuid), row("a", { outputs: 0 })));
  expect(first).toMatchObject({ received: 3, kept: 2, duplicates: 1 });
  const [again, other] = await Promise.all([
    post(lines(row("a"), row("b"), row(uuid.toLowerCase()))),
    post(lines(row("a"), row("b"), row("c"))),
  ]);
  expect(again.kept + other.kept).toBe(2);
  expect(again.duplicates + other.duplicates).toBe(4);
  expect(await logged()).toHaveLength(4);
});

test("the same key with the same body is answered the same; with another body it is refused", async () => {
  const first = await post(lines(row("a"), "{"), "lines", "monday");
  expect(await post(lines(row("a"), "{"), "lines", "monday")).toEqual(first);
  await expect(post(lines(row("b")), "lines", "monday")).rejects.toMatchObject({
    code: "CONFLICT",
  });
  expect(await logged()).toHaveLength(1);
  const trail = await db().auditEvent.count({
    where: { workspaceId: actor.workspaceId, action: "prediction-log.posted" },
  });
  expect(trail).toBe(1);
});

test("values that are no numbers, texts of a megabyte and rows out of order are said or kept as they are", async () => {
  const answer = await post(
    lines(
      row("late", { at: Date.now() }),
      row("early", { at: Date.now() - 86_400_000 }),
      row("nan", { inputs: { amount: "NaN", age: "-Infinity" } }),
      row("type", { inputs: { amount: "many", age: { years: 3 } } }),
      row("long", { inputs: { amount: "x".repeat(500_000), age: 1 } }),
      row("longest", { inputs: { amount: "x".repeat(2 ** 20), age: 1 } }),
      row("null", { inputs: { amount: null }, outputs: null }),
    ),
  );
  expect(answer).toMatchObject({ received: 7, kept: 5, refused: 2 });
  expect(answer.problems).toEqual([
    { line: 5, reason: "Its inputs are longer than the 16384 bytes that the log keeps." },
    { line: 6, reason: "The line is longer than 1 MiB." },
  ]);
  expect(await stored()).toMatchObject([
    { key: "early" },
    { key: "late" },
    { key: "nan", inputs: [{ amount: "NaN", age: "-Infinity" }] },
    { key: "null", inputs: [{ amount: null }], outputs: [null] },
    { key: "type", inputs: [{ amount: "many", age: { years: 3 } }] },
  ]);
});

test("columns of a CSV file go by their prefix, by the signature, or as inputs", async () => {
  const answer = await post(
    [
      "id,at,amount,age,input.version,output.score,prediction",
      `1,${new Date(NOW).toISOString()},NaN,41,x,0.5,yes`,
      `2,${NOW},twelve,,007,0.25,no`,
      `3,${NOW},1`,
      "4,yesterday,1,2,3,4,5",
    ].join("\n"),
    "csv",
  );
  expect(answer).toMatchObject({ received: 4, kept: 2, refused: 2 });
  expect(answer.problems).toEqual([
    { line: 4, reason: "It has 3 values; the header names 7." },
    { line: 5, reason: expect.stringMatching(/^at: /) },
  ]);
  expect(await stored()).toEqual([
    {
      key: "1",
      inputs: [{ amount: "NaN", age: 41, version: "x" }],
      outputs: [{ score: 0.5, prediction: "yes" }],
    },
    {
      key: "2",
      inputs: [{ amount: "twelve", age: null, version: 7 }],
      outputs: [{ score: 0.25, prediction: "no" }],
    },
  ]);
});

test("JSON comes as a list or as an object with one; a body that cannot be read is refused as a whole", async () => {
  expect(await post(JSON.stringify([row("a"), 7]), "json")).toMatchObject({ kept: 1, refused: 1 });
  const predictions = JSON.stringify({ predictions: [row("b")] });
  expect(await post(predictions, "json")).toMatchObject({ kept: 1 });
  const invalid = { code: "INVALID" };
  await expect(post('{"rows": []}', "json")).rejects.toMatchObject(invalid);
  await expect(post("[1,", "json")).rejects.toMatchObject(invalid);
  await expect(post("no parquet", "parquet")).rejects.toMatchObject(invalid);
});

test("what comes before a file breaks is kept, and it is said where it broke", async () => {
  const answer = await post('id,amount,age,prediction\n1,2,3,4\n2,"2,3,4\n', "csv");
  expect(answer).toMatchObject({ received: 1, kept: 1 });
  expect(answer.stopped).toMatch(/^The file is no CSV/);
});

test("a deployment that is served here takes none, and neither does one whose log is off", async () => {
  await makeQuietDeployment(actor, "here");
  const input = { deployment: "here", format: "lines" as const, idempotencyKey: undefined };
  await expect(postPredictions(actor, input, Readable.from([]))).rejects.toThrow(/is served here/);
  const viewer = await makeActor({
    workspace: { id: actor.workspaceId, slug: actor.workspaceSlug },
    role: "viewer",
  });
  await expect(
    postPredictions(viewer, { ...input, deployment: "nightly" }, Readable.from([])),
  ).rejects.toMatchObject({ code: "FORBIDDEN" });
});

test("a Parquet file is read with its times, whole numbers and values that are no numbers", async () => {
  const at = new URL("fixtures/predictions.parquet", import.meta.url);
  const answer = await post(await readFile(at), "parquet");
  expect(answer).toMatchObject({ received: 3, kept: 3, refused: 0, stopped: null });
  expect((await logged()).map(({ key, revision }) => [key, revision]).toSorted()).toEqual([
    ["p1", 1],
    ["p2", 1],
    ["p3", 2],
  ]);
  expect(await stored()).toEqual([
    {
      key: "p1",
      inputs: [{ seen: "2026-11-30T08:00:00.000Z", amount: 1.5, age: 40 }],
      outputs: [0.5],
    },
    {
      key: "p2",
      inputs: [{ seen: "2026-11-30T08:01:00.000Z", amount: "NaN", age: 41 }],
      outputs: [0.25],
    },
    {
      key: "p3",
      inputs: [{ seen: "2026-11-30T08:02:00.000Z", amount: "Infinity", age: 42 }],
      outputs: [0.75],
    },
  ]);
});
