import { randomUUID } from "node:crypto";
import { gzipSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { logInputs } from "@/lib/datasets/commands/log-inputs";
import { db } from "@/lib/db/client";
import { createExperiment } from "@/lib/experiments/commands";
import { getLineage } from "@/lib/lineage/queries/graph";
import { lineageInput } from "@/lib/lineage/schema";
import { createRun } from "@/lib/runs/commands/run-lifecycle";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import {
  openLineageDataset as dataset,
  openLineageEvent as event,
  sendEvent,
} from "@/lib/testing/open-lineage";
import { makeToken, setUpProgramDoor } from "@/lib/testing/program-door";

setUpDatabase();
const door = setUpProgramDoor();
const HASH = "a".repeat(64);

let actor: Actor;
let token: string;
beforeAll(async () => {
  actor = await makeActor();
  token = await makeToken(actor);
});

const send = (body: unknown, more: { token?: string; headers?: Record<string, string> } = {}) =>
  sendEvent(door, actor, body, { token, ...more });

async function nodeNamed(name: string, kind: string, version = "") {
  const row = await db().lineageNode.findFirstOrThrow({
    where: { workspaceId: actor.workspaceId, kind, name, version },
  });
  return `${kind}:${row.id}`;
}
const around = (node: string, more: Record<string, unknown> = {}) =>
  getLineage(actor, lineageInput.parse({ node, depth: 4, ...more }));
const roles = (edges: readonly { role: string }[]) => edges.map(({ role }) => role).toSorted();

describe("an event", () => {
  it("becomes nodes and edges of the graph, and changes nothing when it comes again", async () => {
    const [source, target] = [`in ${randomUUID()}`, `out ${randomUUID()}`];
    const sent = event({ inputs: [dataset(source)], outputs: [dataset(target)] });
    expect(await send(sent)).toMatchObject({ status: 201, body: "" });
    const count = async () => [
      await db().lineageNode.findMany({
        where: { workspaceId: actor.workspaceId },
        orderBy: { id: "asc" },
      }),
      await db().lineageEdge.count({ where: { workspaceId: actor.workspaceId } }),
      await db().auditEvent.count({
        where: { workspaceId: actor.workspaceId, action: "lineage.told" },
      }),
    ];
    const before = await count();
    expect((await send(sent)).status).toBe(201);
    expect(await count()).toEqual(before);
    const { nodes, edges } = await around(await nodeNamed(target, "external-dataset"));
    expect(nodes.map(({ kind, state }) => [kind, state]).toSorted()).toEqual([
      ["external-dataset", ""],
      ["external-dataset", ""],
      ["external-job", ""],
      ["external-run", "COMPLETE"],
    ]);
    expect(roles(edges)).toEqual(["ran", "read", "wrote"]);
  });

  it("adds to what earlier and later ones told of the same run, in any order", async () => {
    const whole = event();
    const start = {
      ...whole,
      eventType: "START",
      eventTime: "2026-01-02T03:00:00Z",
      inputs: [dataset("o-in")],
    };
    const end = { ...whole, outputs: [dataset("o-out")], inputs: undefined };
    for (const one of [end, start]) expect((await send(one)).status).toBe(201);
    const row = await db().lineageNode.findFirstOrThrow({
      where: { workspaceId: actor.workspaceId, identity: whole.run.runId },
    });
    expect([row.state, Number(row.firstAt)]).toEqual(["COMPLETE", Date.parse(start.eventTime)]);
    const { edges } = await around(`external-run:${row.id}`, { depth: 1 });
    expect(roles(edges)).toEqual(["ran", "read", "wrote"]);
  });

  it("is kept when many tell of the same nodes at once", async () => {
    const job = { namespace: "spark", name: `busy ${randomUUID()}`, facets: {} };
    const names = ["a", "b", "c", "d"].map((name) => `${name} ${job.name}`);
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, n) =>
        send(
          event({
            job,
            inputs: (n % 2 ? names : names.toReversed()).map((name) => dataset(name)),
            outputs: [dataset(`out ${job.name}`)],
          }),
        ),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(12).fill(201));
    const id = await nodeNamed(job.name, "external-job");
    expect(
      await db().lineageEdge.count({ where: { sourceId: BigInt(id.split(":")[1] ?? 0) } }),
    ).toBe(12);
  });

  it("may be packed with gzip, have times without offsets and facets that nobody knows", async () => {
    const sent = event({
      eventTime: "2026-01-02T03:04:05.123456789",
      run: { runId: randomUUID(), facets: { own_facet: { anything: [1] }, odd: "no object" } },
      unknown: true,
    });
    const response = await fetch(`${door.url}/api/v1/lineage`, {
      method: "POST",
      headers: {
        "X-MLFLOW-WORKSPACE": actor.workspaceSlug,
        Authorization: `Bearer ${token}`,
        "Content-Type": "application/json; charset=utf-8",
        "Content-Encoding": "gzip",
      },
      body: gzipSync(JSON.stringify(sent)),
    });
    expect(response.status).toBe(201);
    const row = await db().lineageNode.findFirstOrThrow({
      where: { workspaceId: actor.workspaceId, identity: sent.run.runId },
    });
    expect(Object.keys(row.facets ?? {})).toEqual(["own_facet"]);
    expect(Number(row.firstAt)).toBe(Date.parse("2026-01-02T03:04:05.123Z"));
  });
});

it("shows who owns a dataset, its fields and what each was made of", async () => {
  const name = `described ${randomUUID()}`;
  const inputFields = [{ namespace: "postgres://db", name: "orders", field: "price" }];
  const facets = {
    schema: { fields: [{ name: "total", type: "double" }] },
    columnLineage: { fields: { total: { inputFields } } },
    ownership: { owners: [{ name: "team:shop" }] },
  };
  expect((await send(event({ outputs: [dataset(name, facets)] }))).status).toBe(201);
  const node = await nodeNamed(name, "external-dataset");
  const path = `/api/slipway/v1/workspaces/${actor.workspaceSlug}/lineage/external-node?node=${node}`;
  expect((await door.call("GET", path, { token })).body).toMatchObject({
    name,
    owners: ["team:shop"],
    fields: [{ name: "total", type: "double", from: inputFields }],
    leftOut: [],
  });
  expect((await door.call("GET", path.replace(/=.*/, "=run:1"), { token })).status).toBe(400);
});

describe("external data that Slipway has too", () => {
  it("is one node with it by its content, whichever was told of first, and never by MLflow's digest", async () => {
    const experimentId = await createExperiment(actor, { name: `e ${randomUUID()}`, tags: [] });
    const run = { experimentId, name: "training", userId: "", startTime: 1, tags: [] };
    const { uuid } = await createRun(actor, run);
    const first = dataset("joined", { tags: { tags: [{ key: "sha256", value: HASH }] } });
    const digest = dataset("weak", { tags: { tags: [{ key: "digest", value: "0a1b2c3d" }] } });
    const writing = event({ outputs: [first, digest] });
    expect((await send(writing)).status).toBe(201);
    const logged = { sourceType: "s3", source: '{"uri": "s3://elsewhere/d"}' };
    await logInputs(actor, {
      runUuid: uuid,
      datasets: [
        { name: "own", digest: "0a1b2c3d", ...logged, tags: [{ key: "sha256", value: HASH }] },
        { name: "weak", digest: "0a1b2c3d", ...logged, tags: [] },
      ],
      modelUuids: [],
    });
    const { nodes, edges } = await around(`run:${uuid}`, { directions: "upstream" });
    const writer = nodes.find(({ kind }) => kind === "external-run");
    const own = nodes.find(({ title }) => title === "own v1");
    expect(edges).toContainEqual({
      source: writer?.id,
      target: own?.id,
      role: "wrote",
      details: [],
    });
    expect(nodes.filter(({ kind }) => kind === "external-dataset")).toEqual([]);
    // The other way about, and an external reader of the same content.
    const reading = event({
      inputs: [dataset("elsewhere", { version: { datasetVersion: `sha256:${HASH}` } })],
    });
    expect((await send(reading)).status).toBe(201);
    const down = await around(own?.id ?? "", { directions: "downstream", depth: 1 });
    expect(down.nodes.map(({ kind }) => kind).toSorted()).toEqual([
      "dataset-version",
      "external-run",
      "run",
    ]);
    const whole = await around(writer?.id ?? "", { directions: "downstream", depth: 2 });
    expect(whole.nodes.map(({ id }) => id)).toContain(`run:${uuid}`);
    expect(whole.nodes.map(({ title }) => title)).toContain("weak");
    expect(whole.nodes.map(({ title }) => title)).not.toContain("weak v1");
  });

  it("is said to lie at the same place where no version was told", async () => {
    const experimentId = await createExperiment(actor, { name: `e ${randomUUID()}`, tags: [] });
    const run = { experimentId, name: "training", userId: "", startTime: 1, tags: [] };
    const { uuid } = await createRun(actor, run);
    const source = {
      name: "placed",
      digest: "1",
      sourceType: "s3",
      source: '{"uri": "s3://bucket/placed.csv"}',
      tags: [],
    };
    await logInputs(actor, { runUuid: uuid, datasets: [source], modelUuids: [] });
    expect((await send(event({ outputs: [dataset("placed.csv")] }))).status).toBe(201);
    const { edges } = await around(`run:${uuid}`, { directions: "upstream" });
    expect(roles(edges)).toEqual(["place", "ran", "read", "wrote"]);
    const early = await around(`run:${uuid}`, {
      directions: "upstream",
      asOf: "2026-01-01T00:00:00Z",
    });
    expect(roles(early.edges)).not.toContain("place");
  });

  it("is not another workspace's", async () => {
    const stranger = await makeActor();
    const node = await nodeNamed("placed.csv", "external-dataset");
    await expect(getLineage(stranger, lineageInput.parse({ node }))).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });
});
