import { beforeAll, describe, expect, test } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { db } from "@/lib/db/client";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { makeToken, setUpProgramDoor } from "@/lib/testing/program-door";

setUpDatabase();
const door = setUpProgramDoor();
let token: string;
let writer: string;
let actor: Actor;
beforeAll(async () => {
  actor = await makeActor({ role: "admin" });
  writer = await makeToken(actor);
  const { workspaceId: id, workspaceSlug: slug } = actor;
  token = await makeToken(await makeActor({ role: "viewer", workspace: { id, slug } }));
});
const post = (path: string, body: unknown) =>
  door.call("POST", `/api/slipway/v1/statistics${path}`, { token, body });

test("two samples are compared by every method, each with its definition", async () => {
  const answer = await post("/compare", {
    kind: "numeric",
    reference: [1, 2, null, 3, 4, 5, "NaN"],
    current: [2, 3, 4, 5, 6, "Infinity"],
  });
  expect(answer).toMatchObject({
    status: 200,
    body: {
      reference: { rows: 7, missing: 1, nonFinite: 1 },
      current: { rows: 6, missing: 0, nonFinite: 1 },
    },
  });
  const { results } = Object(answer.body);
  expect(results).toHaveLength(25);
  for (const { parameters } of results) expect(parameters.definition.length).toBeGreaterThan(20);
  const find = (method: string, preset: string) =>
    results.find(
      (one: { method: string; preset: string }) => one.method === method && one.preset === preset,
    );
  expect(find("wasserstein", "raw")).toMatchObject({ statistic: 1, pValue: null, drifted: null });
  expect(find("psi", "deciles").parameters.edges[0]).toBe("-Infinity");
});

test("a long column is compared in a thread, with the answer that a short one has", async () => {
  const reference = Array.from({ length: 40_000 }, (_, at) => at);
  const methods = [
    { method: "wasserstein", preset: "raw" },
    { method: "ks", preset: "asymptotic" },
  ];
  const answer = await post("/compare", {
    kind: "numeric",
    reference,
    current: reference.map((value) => value + 4_000),
    methods,
  });
  expect(answer).toMatchObject({
    status: 200,
    body: { results: [{ statistic: 4_000 }, { statistic: 0.1, pValue: expect.closeTo(0, 10) }] },
  });
});

test.each([
  ["no JSON", "{"],
  ["a text among numbers", { kind: "numeric", reference: [1, "two"], current: [1] }],
  ["a list among numbers", { kind: "numeric", reference: [1, [2]], current: [1] }],
  ["no list", { kind: "numeric", reference: 1, current: [1] }],
  ["an unknown kind", { kind: "texts", reference: [], current: [] }],
  [
    "a method of the other kind",
    { kind: "categorical", reference: ["a"], current: ["a"], methods: [{ method: "ks" }] },
  ],
  [
    "a dataset version that is none",
    { kind: "numeric", reference: [1], current: { datasetVersion: "sales", column: "x" } },
  ],
])("%s is the sender's mistake", async (_what, body) => {
  const answer = await post("/compare", body);
  expect(answer).toMatchObject({
    status: 400,
    body: { error: { code: "INVALID", message: expect.any(String) } },
  });
});

describe("a column of a dataset version", () => {
  const upload = async (name: string, text: string) => {
    const response = await fetch(
      `${door.url}/api/slipway/v1/workspaces/${actor.workspaceSlug}/datasets/upload?name=${name}&fileName=${name}.csv`,
      {
        method: "POST",
        headers: { Authorization: `Bearer ${writer}`, "Content-Type": "application/octet-stream" },
        body: text,
      },
    );
    expect(response.status).toBe(201);
    return Object(await response.json()).version as { id: number; number: number };
  };
  const compare = (reference: unknown, current: unknown, kind = "numeric") =>
    post("/compare", {
      kind,
      reference,
      current,
      methods: [{ method: kind === "numeric" ? "wasserstein" : "l_infinity" }],
    });

  test("stands in place of its values", async () => {
    const { id } = await upload("prices", "price,city\n1,Oslo\n2,\n,Oslo\ninf,Rome\n3,Rome\n");
    const byId = { datasetVersion: String(id), column: "price" };
    expect(await compare(byId, [2, 3, 4])).toMatchObject({
      status: 200,
      body: {
        results: [{ statistic: expect.any(Number) }, { statistic: 1 }, { statistic: 1 }],
        reference: { rows: 5, missing: 1, nonFinite: 1 },
      },
    });
    const byName = { datasetVersion: "prices@latest", column: "city" };
    expect(await compare(byName, ["Oslo", "Rome"], "categorical")).toMatchObject({
      status: 200,
      body: { results: [{ statistic: 0 }, { statistic: 0 }], reference: { rows: 5, missing: 1 } },
    });
  });

  test("is refused where it cannot be read, with what to do", async () => {
    const { id } = await upload("words", "word\none\n");
    const of = (datasetVersion: string, column: string) => compare({ datasetVersion, column }, [1]);
    expect(await of(String(id), "other")).toMatchObject({
      status: 400,
      body: { error: { message: expect.stringContaining('no column "other". It has word') } },
    });
    expect(await of(String(id), "word")).toMatchObject({
      status: 400,
      body: { error: { message: expect.stringContaining("is no number") } },
    });
    expect(await of("999999999", "word")).toMatchObject({ status: 404 });
    expect(await of("nowhere@3", "word")).toMatchObject({ status: 400 });
    const dataset = await db().dataset.findFirstOrThrow({ where: { name: "words" } });
    const elsewhere = await db().datasetVersion.create({
      data: {
        workspaceId: actor.workspaceId,
        datasetId: dataset.id,
        number: 2,
        contentKey: "weak:x",
        sourceType: "http",
        source: "https://example.org/words.csv",
        createdAt: 0n,
      },
    });
    expect(await of(String(elsewhere.id), "word")).toMatchObject({
      status: 400,
      body: { error: { message: expect.stringContaining("not kept here") } },
    });
  });

  test("of another workspace is not there", async () => {
    const { id } = await upload("secret", "x\n1\n");
    const stranger = await makeToken(await makeActor());
    const answer = await door.call("POST", "/api/slipway/v1/statistics/compare", {
      token: stranger,
      body: {
        kind: "numeric",
        reference: { datasetVersion: String(id), column: "x" },
        current: [1],
      },
    });
    expect(answer).toMatchObject({ status: 404 });
  });

  test("is not read by a token without the scope for it", async () => {
    const { id } = await upload("scoped", "x\n1\n");
    const blind = await makeToken(actor, { scopes: ["registry:read"] });
    const answer = await door.call("POST", "/api/slipway/v1/statistics/compare", {
      token: blind,
      body: {
        kind: "numeric",
        reference: { datasetVersion: String(id), column: "x" },
        current: [1],
      },
    });
    expect(answer).toMatchObject({ status: 403 });
  });
});

describe("the other statistics of columns", () => {
  const steps = (length: number, shift = 0) => Array.from({ length }, (_, at) => at + shift);

  test("judge a table", async () => {
    const answer = await post("/dataset", {
      preset: "evidently",
      columns: [
        { name: "price", kind: "numeric", reference: steps(100), current: steps(100, 90) },
        { name: "city", kind: "categorical", reference: ["a", "b"], current: ["a", "b", null] },
        { name: "empty", kind: "numeric", reference: [1, 2], current: [null] },
      ],
    });
    expect(answer).toMatchObject({
      status: 200,
      body: {
        columns: [
          { name: "price", method: "ks", threshold: 0.05, drifted: true },
          { name: "city", method: "z_test", score: 1, drifted: false },
          { name: "empty", score: null, drifted: null, reason: "The current side has no value." },
        ],
        share: 0.5,
        drifted: true,
      },
    });
  });

  test("follow drift chunk by chunk", async () => {
    const answer = await post("/chunks", {
      preset: "nannyml",
      kind: "numeric",
      reference: [...steps(50), ...steps(50)],
      analysis: [...steps(50), ...steps(50, 500), 7],
      chunkSize: 50,
      incomplete: "drop",
    });
    const { results } = Object(answer.body);
    expect(results.map(({ method }: { method: string }) => method)).toEqual([
      "jensen_shannon",
      "ks",
      "wasserstein",
      "hellinger",
    ]);
    for (const result of results)
      expect(result).toMatchObject({ lowerThreshold: null, alerts: [false, true] });
  });

  test("estimate how well a model does", async () => {
    const y_pred_proba = steps(200).map((at) => (at % 100) / 100);
    const y_pred = y_pred_proba.map((score) => Number(score > 0.5));
    const y_true = steps(200).map((at) => Number(at % 100 > (at * 37) % 100));
    const answer = await post("/estimate", {
      problem: "binary",
      reference: { y_pred, y_true, y_pred_proba },
      analysis: { y_pred, y_pred_proba },
      chunkSize: 100,
    });
    expect(answer).toMatchObject({
      status: 200,
      body: {
        metrics: {
          roc_auc: {
            estimated: [expect.any(Number), expect.any(Number)],
            realised: [null, null],
            samplingError: [expect.any(Number), expect.any(Number)],
            upperThreshold: expect.any(Number),
            alerts: [expect.any(Boolean), expect.any(Boolean)],
          },
        },
        calibrated: { y_pred_proba: expect.any(Boolean) },
      },
    });
  });

  test.each([
    ["/dataset", { preset: "evidently", columns: [] }],
    [
      "/dataset",
      { preset: "tfdv", columns: [{ name: "x", kind: "numeric", reference: [], current: [] }] },
    ],
    [
      "/chunks",
      { preset: "nannyml", kind: "numeric", reference: [1], analysis: [1], chunkSize: 0 },
    ],
    ["/estimate", { problem: "binary", reference: {}, analysis: {}, chunkSize: 5 }],
    ["/estimate", { problem: "ranking", reference: {}, analysis: {}, chunkSize: 5 }],
  ])("refuse what they cannot compute at %s", async (path, body) => {
    expect(await post(path, body)).toMatchObject({
      status: 400,
      body: { error: { code: "INVALID", message: expect.any(String) } },
    });
  });
});
