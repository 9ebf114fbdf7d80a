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

test("arms are compared as on the result page", async () => {
  const arms = [
    { n: 3_000, sum: 1_396.87, sumSquares: 52_377.9767 },
    { n: 3_461, sum: 2_422.7, sumSquares: 134_698.29 },
  ];
  const answer = await post("/ab", { arms, kind: "mean", difference: "relative", tuning: 1_000 });
  expect(answer).toMatchObject({
    status: 200,
    body: {
      sequential: { estimate: expect.closeTo(0.50336, 5), lower: expect.closeTo(-0.55844, 5) },
      fixed: { standardError: expect.any(Number) },
      sampleRatio: { flagged: true },
      recommendation: "keep_running",
    },
  });
});

test("what is not defined is null with its reason; words stand for numbers that JSON lacks", async () => {
  const arms = [
    { n: 10, sum: "NaN", sumSquares: 3 },
    { n: 10, sum: 3, sumSquares: "Infinity" },
  ];
  const answer = await post("/ab", { arms, kind: "mean", difference: "absolute" });
  expect(answer).toMatchObject({
    status: 200,
    body: { sequential: { pValue: null, reason: expect.stringContaining("finite") } },
  });
});

test("a split is checked", async () => {
  const answer = await post("/srm", { counts: [5_000, 5_200], weights: [0.5, 0.5] });
  expect(answer).toMatchObject({
    status: 200,
    body: { pValue: expect.closeTo(0.04767, 5), flagged: false },
  });
  expect(await post("/srm", { counts: [1, 2], weights: [1] })).toMatchObject({ status: 400 });
  expect(await post("/srm", { counts: [-1, 2], weights: [1, 1] })).toMatchObject({ status: 400 });
});

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
