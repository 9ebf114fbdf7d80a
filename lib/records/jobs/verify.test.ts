import pg from "pg";
import { beforeAll, expect, test } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { writeCheckpoint } from "@/lib/audit/checkpoints";
import { recordAudit } from "@/lib/audit/record";
import { sealAudit } from "@/lib/audit/seal";
import { env } from "@/lib/core/env";
import { db } from "@/lib/db/client";
import { lastAudit } from "@/lib/testing/audit";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { startVerification } from "../commands/verifications";
import { getVerification, listVerifications } from "../queries/verifications";
import { verifyHandler } from "./verify";

setUpDatabase();

let actor: Actor;

beforeAll(async () => {
  actor = await makeActor({ role: "approver" });
  for (let index = 0; index < 5; index += 1)
    await db().$transaction((tx) =>
      recordAudit(tx, actor, { action: "thing.changed", subject: `thing ${index}` }),
    );
});

const attempt = { number: 1, isLast: true, signal: AbortSignal.timeout(60_000) };

async function verify(checkpoints?: Parameters<typeof startVerification>[1]["checkpoints"]) {
  const { id } = await startVerification(actor, { checkpoints });
  await verifyHandler.run({ id, workspaceId: actor.workspaceId }, attempt);
  return getVerification(actor, { verificationId: id });
}

test("runs in a thread and leaves its result, which goes on record", async () => {
  await sealAudit();
  const checkpoint = await writeCheckpoint();
  const run = await verify(checkpoint ? [checkpoint] : []);
  expect(run).toMatchObject({
    state: "done",
    requestedBy: actor.name,
    result: { isIntact: true, isComplete: true, firstBreak: null },
  });
  // The one that was kept elsewhere is the one in the database.
  expect(run.result?.checkpoints).toBe(1);
  expect(run.verified).toBe(run.result?.verified);
  expect(await lastAudit(actor)).toMatchObject({
    action: "audit.verified",
    role: "system",
    details: { isIntact: true },
  });
});

test("one at a time: asking again meanwhile is refused, and a finished one is not done twice", async () => {
  const { id } = await startVerification(actor, {});
  await expect(startVerification(actor, {})).rejects.toMatchObject({ code: "CONFLICT" });
  await verifyHandler.run({ id, workspaceId: actor.workspaceId }, attempt);
  const before = await db().auditEvent.count();
  await verifyHandler.run({ id, workspaceId: actor.workspaceId }, attempt);
  expect(await db().auditEvent.count()).toBe(before);
});

test("names the first row that is not as it was written", async () => {
  const client = new pg.Client({ connectionString: env().DATABASE_URL });
  await client.connect();
  await client.query("SET session_replication_role = replica");
  await client.query("UPDATE audit_events SET subject = 'thing 9' WHERE subject = 'thing 2'");
  const run = await verify();
  expect(run.result).toMatchObject({
    isIntact: false,
    firstBreak: { seq: 3, reason: "its event was changed" },
  });
  await client.query("UPDATE audit_events SET subject = 'thing 2' WHERE subject = 'thing 9'");
  await client.end();
});

test("is for whoever reads the trail, and of their own workspace", async () => {
  const viewer = await makeActor({ role: "contributor" });
  await expect(startVerification(viewer, {})).rejects.toMatchObject({ code: "FORBIDDEN" });
  const [mine] = (await listVerifications(actor, { limit: 1 })).items;
  const stranger = await makeActor();
  expect((await listVerifications(stranger, { limit: 1 })).items).toEqual([]);
  await expect(getVerification(stranger, { verificationId: mine?.id ?? 0 })).rejects.toMatchObject({
    code: "NOT_FOUND",
  });
});
