import { gzipSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { env, settleEnv } from "@/lib/core/env";
import { closeDatabase, db } from "@/lib/db/client";
import { closePool } from "@/lib/db/pool";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import {
  openLineageDataset as dataset,
  openLineageEvent as event,
  sendEvent,
} from "@/lib/testing/open-lineage";
import { makeToken, setUpProgramDoor } from "@/lib/testing/program-door";

setUpDatabase();
const door = setUpProgramDoor();

let actor: Actor;
let token: string;
beforeAll(async () => {
  actor = await makeActor();
  token = await makeToken(actor);
});

const workspace = () => ({ "X-MLFLOW-WORKSPACE": actor.workspaceSlug });
const send = (body: unknown, more: { token?: string; headers?: Record<string, string> } = {}) =>
  sendEvent(door, actor, body, { token, ...more });

describe("a bad event", () => {
  it.each([
    ["no object", [1], "JSON object"],
    ["no time", event({ eventTime: undefined }), "eventTime"],
    ["a time that is none", event({ eventTime: "yesterday" }), "eventTime"],
    ["a far future", event({ eventTime: "2226-01-01T00:00:00Z" }), "eventTime"],
    ["no producer", event({ producer: undefined }), "producer"],
    ["an unknown type", event({ eventType: "EXPLODED" }), "eventType"],
    ["a run without UUID", event({ run: { runId: "7" } }), "run.runId"],
    ["a run without job", event({ job: undefined }), "job"],
    ["a job without name", event({ job: { namespace: "x", name: "" } }), "job.name"],
    ["inputs that are none", event({ inputs: { a: 1 } }), "inputs"],
    ["an input without namespace", event({ inputs: [{ name: "x" }] }), "inputs.0.namespace"],
    [
      "facets that are none",
      event({ outputs: [{ namespace: "x", name: "x", facets: 3 }] }),
      "outputs.0.facets",
    ],
    [
      "too many inputs",
      event({ inputs: Array.from({ length: 1_001 }, (_, n) => dataset(`${n}`)) }),
      "inputs",
    ],
    ["nothing that it tells of", event({ run: undefined, job: undefined }), "run"],
    ["a NUL", event({ job: { namespace: "x", name: "a\0b" } }), "name"],
  ])("with %s is refused with 400, and says where", async (_, body, where) => {
    const before = await db().lineageNode.count();
    const answer = await send(body);
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ error: { message: expect.stringContaining(where) } });
    expect(await db().lineageNode.count()).toBe(before);
  });

  const raw = (body: BodyInit, headers: Record<string, string> = {}) =>
    fetch(`${door.url}/api/v1/lineage`, {
      method: "POST",
      headers: {
        ...workspace(),
        Authorization: `Bearer ${token}`,
        "Content-Type": "application/json",
        ...headers,
      },
      body,
    });

  it("that is no JSON, nested without end or of another type is the client's mistake", async () => {
    expect((await raw("{")).status).toBe(400);
    expect((await raw("")).status).toBe(400);
    expect((await raw(`{"a":${"[".repeat(5_000)}${"]".repeat(5_000)}}`)).status).toBe(400);
    expect((await raw("x", { "Content-Type": "text/plain" })).status).toBe(415);
    expect((await raw("not gzip", { "Content-Encoding": "gzip" })).status).toBe(400);
    expect((await raw("{}", { "Content-Encoding": "br" })).status).toBe(400);
  });

  it("that is too large is refused with 413, packed or not", async () => {
    const large = JSON.stringify(event({ padding: "x".repeat(5 * 2 ** 20) }));
    expect((await raw(large)).status).toBe(413);
    expect((await raw(gzipSync(large), { "Content-Encoding": "gzip" })).status).toBe(413);
  });

  it("of nobody who may tell is refused", async () => {
    const viewer = await makeActor({
      role: "viewer",
      workspace: { id: actor.workspaceId, slug: actor.workspaceSlug },
    });
    expect((await send(event(), { token: "slw_wrong" })).status).toBe(401);
    expect((await send(event(), { token: await makeToken(viewer) })).status).toBe(403);
    expect((await send(event(), { token: await makeToken(await makeActor()) })).status).toBe(404);
  });
});

it("is to be sent again while the database is away", async () => {
  const address = env().DATABASE_URL;
  await closeDatabase();
  await closePool();
  settleEnv({ DATABASE_URL: "postgres://nobody@127.0.0.1:9/none" });
  try {
    const answer = await send(event());
    expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "2"]);
  } finally {
    await closeDatabase();
    await closePool();
    if (address) settleEnv({ DATABASE_URL: address });
  }
});
