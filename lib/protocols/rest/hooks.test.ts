import { randomUUID } from "node:crypto";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { settleEnv } from "@/lib/core/env";
import { db } from "@/lib/db/client";
import { sign } from "@/lib/events/jobs/send-delivery";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { fillQueue } from "@/lib/testing/full-queue";
import { makeToken, setUpProgramDoor } from "@/lib/testing/program-door";

setUpDatabase();
const door = setUpProgramDoor();

const declaration = `command: [train]
parameters:
  rows: { type: integer, default: 1 }
`;

let actor: Actor;
let path: string;
let token: string;
let hookId: string;
let secret: string;

const call = (method: string, place: string, body?: unknown) =>
  door.call(method, path + place, body === undefined ? { token } : { token, body });
const jobs = () => db().job.count({ where: { workspaceId: actor.workspaceId } });

beforeAll(() => settleEnv({ LOCAL_JOBS: 1 }));

beforeEach(async () => {
  actor = await makeActor({ role: "contributor" });
  token = await makeToken(actor);
  path = `/api/slipway/v1/workspaces/${actor.workspaceSlug}/pipelines`;
  const { id } = Object((await call("POST", "", { name: "train", declaration })).body);
  path = `${path}/${id}/hooks`;
  const made = await call("POST", "", { name: "from CI" });
  expect(made).toMatchObject({ status: 201, body: { hook: { savedBy: actor.name } } });
  ({ secret } = Object(made.body));
  hookId = Object(made.body).hook.id;
});

interface Sending {
  body?: string;
  deliveryId?: string;
  secondsAgo?: number;
  with?: string;
  /** What is sent in place of what was signed. */
  sent?: string;
}

async function send(sending: Sending = {}) {
  const { body = '{"rows": 7}', deliveryId = randomUUID(), secondsAgo = 0 } = sending;
  const timestamp = String(Math.floor(Date.now() / 1_000) - secondsAgo);
  const response = await fetch(`${door.url}/api/slipway/v1/hooks/${hookId}`, {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      "X-Slipway-Delivery-Id": deliveryId,
      "X-Slipway-Timestamp": timestamp,
      "X-Slipway-Signature": sign(sending.with ?? secret, deliveryId, timestamp, body),
    },
    body: sending.sent ?? body,
  });
  return { status: response.status, body: Object(await response.json()) };
}

const deliveries = async () => Object((await call("GET", `/${hookId}/deliveries`)).body).items;

test("a signed delivery launches the pipeline, in the name of whoever made the webhook", async () => {
  expect(await send()).toEqual({ status: 201, body: { job: 1 } });
  const job = await db().job.findFirstOrThrow({ where: { workspaceId: actor.workspaceId } });
  expect(job).toMatchObject({ requestedById: actor.userId, spec: { parameters: { rows: 7 } } });
  expect(await send({ body: "" })).toMatchObject({ status: 201, body: { job: 2 } });
  expect(await deliveries()).toMatchObject([{ job: 2 }, { outcome: "launched", job: 1 }]);
});

test("a delivery that comes again launches nothing more, at the same time or later", async () => {
  const deliveryId = randomUUID();
  const answers = await Promise.all(Array.from({ length: 5 }, () => send({ deliveryId })));
  expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409, 409, 409, 409]);
  expect((await send({ deliveryId })).status).toBe(409);
  expect(await jobs()).toBe(1);
});

describe("nothing is launched", () => {
  test("by what is not signed with the secret, over all of it, within five minutes", async () => {
    for (const sending of [
      { with: "another" },
      { sent: '{"rows": 8}' },
      { secondsAgo: 301 },
      { secondsAgo: -310 },
    ])
      expect(await send(sending)).toMatchObject({ status: 403 });
    const bare = await door.call("POST", `/api/slipway/v1/hooks/${hookId}`, { body: {} });
    expect(bare.status).toBe(403);
    const unknown = hookId;
    hookId = randomUUID();
    expect((await send()).status).toBe(404);
    hookId = unknown;
    expect(await jobs()).toBe(0);
    expect(await deliveries()).toMatchObject([{ outcome: "unsigned", deliveryId: null }]);
  });

  test("by what is no JSON object, or by values that the declaration does not take, and it says why", async () => {
    for (const body of ["[1]", "{", '{"rows": "7"}', '{"other": 1}'])
      expect(await send({ body })).toMatchObject({ status: 400 });
    expect(await jobs()).toBe(0);
    expect(await deliveries()).toMatchObject([
      { outcome: "refused", reason: 'parameters.other: There is no parameter "other".' },
      { outcome: "refused" },
      { outcome: "refused" },
      { outcome: "refused" },
    ]);
  });

  test("while it is switched off, nor when whoever made it may launch no more", async () => {
    await call("PATCH", `/${hookId}`, { isEnabled: false });
    expect((await send()).status).toBe(409);
    await call("PATCH", `/${hookId}`, { isEnabled: true });
    await db().membership.updateMany({ where: { userId: actor.userId }, data: { role: "viewer" } });
    expect(await send()).toMatchObject({ status: 403 });
    expect(await jobs()).toBe(0);
    await db().membership.deleteMany({ where: { userId: actor.userId } });
    const gone = await send();
    expect(gone.status).toBe(403);
    expect(gone.body.error.message).toBe("Whoever saved this webhook may launch jobs no more.");
    expect(await jobs()).toBe(0);
  });

  test("by a pipeline that cannot be launched as it is, and only the workspace is told why", async () => {
    await db().computeBackend.updateMany({
      where: { workspaceId: actor.workspaceId },
      data: { isEnabled: false },
    });
    const deliveryId = randomUUID();
    const answer = await send({ deliveryId });
    expect(answer.status).toBe(409);
    expect(answer.body.error.message).toBe("The pipeline cannot be launched as it is now.");
    expect(await deliveries()).toMatchObject([
      { outcome: "refused", deliveryId, reason: expect.stringContaining("is switched off") },
    ]);
  });

  test("while too many wait, and the same delivery launches later", async () => {
    await send();
    const fill = (change: object) =>
      db().job.updateMany({ where: { workspaceId: actor.workspaceId }, data: change });
    await fillQueue(actor.workspaceId);
    const deliveryId = randomUUID();
    const answer = await send({ deliveryId });
    expect(answer.status).toBe(429);
    expect(answer.body.error.message).toBe(
      "Nothing can be launched just now. Send it again later.",
    );
    await fill({ status: "cancelled" });
    expect((await send({ deliveryId })).status).toBe(201);
  });

  test("by more than sixty deliveries a minute", async () => {
    await db().pipelineDelivery.createMany({
      data: Array.from({ length: 60 }, () => ({
        hookId,
        workspaceId: actor.workspaceId,
        deliveryId: randomUUID(),
        outcome: "refused",
      })),
    });
    expect((await send()).status).toBe(429);
  });
});

test("another secret is made, and the one before is taken for as long as is said", async () => {
  const before = secret;
  const rotated = Object((await call("POST", `/${hookId}/rotate`, { graceHours: 1 })).body);
  expect(rotated.secret).not.toBe(before);
  expect((await send({ with: rotated.secret })).status).toBe(201);
  expect((await send({ with: before })).status).toBe(201);
  await call("POST", `/${hookId}/rotate`, { graceHours: 0 });
  expect((await send({ with: rotated.secret })).status).toBe(403);
});

test("its secret is answered once, and kept where nobody reads it", async () => {
  const shown = [await call("GET", ""), await call("GET", `/${hookId}`)];
  const row = await db().pipelineHook.findUniqueOrThrow({ where: { id: hookId } });
  const payloads = await db().auditPayload.findMany({ select: { content: true } });
  const kept = JSON.stringify([shown.map(({ body }) => body), payloads]);
  expect(kept).not.toContain(secret);
  expect(Buffer.from(row.sealedSecret).includes(secret)).toBe(false);
});

test("another workspace finds no webhook of this one", async () => {
  const stranger = await makeActor();
  const theirs = await makeToken(stranger);
  const elsewhere = path.replace(actor.workspaceSlug, stranger.workspaceSlug);
  for (const [method, place] of [
    ["GET", `/${hookId}`],
    ["POST", `/${hookId}/rotate`],
    ["DELETE", `/${hookId}`],
    ["GET", `/${hookId}/deliveries`],
  ] as const) {
    const body = method === "POST" ? { body: {} } : {};
    const answer = await door.call(method, elsewhere + place, { token: theirs, ...body });
    expect([method, place, answer.status]).toEqual([method, place, 404]);
  }
});
