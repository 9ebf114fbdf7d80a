import { beforeEach, expect, test } from "vitest";
import type { Actor } from "@/lib/access/actor";
import type { RiskTier } from "@/lib/approvals/schema/policies";
import { recordAudit } from "@/lib/audit/record";
import { verifyAudit } from "@/lib/audit/verify";
import { db } from "@/lib/db/client";
import {
  createRegisteredModel,
  deleteRegisteredModel,
  renameRegisteredModel,
} from "@/lib/models/commands/registered-models";
import { bringToTier } from "@/lib/testing/approvals";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { placeHold, releaseHold } from "../commands/holds";
import { reviseRetention } from "../commands/retention";
import { eraseExpired } from "./erase";

setUpDatabase();

let actor: Actor;

async function makeModel(name: string, riskTier: RiskTier) {
  await createRegisteredModel(actor, { name, tags: [] });
  await bringToTier(actor, name, riskTier);
}

const record = (subject: string) =>
  db().$transaction((tx) =>
    recordAudit(tx, actor, { action: "thing.changed", subject, after: { by: actor.email } }),
  );

/** What of the things that were recorded still has its names and values. */
async function kept(): Promise<string[]> {
  const rows = await db().auditEvent.findMany({
    where: { workspaceId: actor.workspaceId, action: "thing.changed", payload: { isNot: null } },
    orderBy: { id: "asc" },
  });
  return rows.map(({ subject }) => subject);
}

const after = (months: number) => {
  const date = new Date();
  date.setUTCMonth(date.getUTCMonth() + months, 28);
  return date;
};

beforeEach(async () => {
  actor = await makeActor();
  await makeModel("cheap", "low");
  await makeModel("dear", "critical");
  for (const subject of ["model cheap", "model version cheap/1", "model dear", "run x"])
    await record(subject);
});

test("names and values go by risk tier when their time has come, and the chain stays whole", async () => {
  await reviseRetention(actor, { tiers: { low: 6, critical: 24, other: 12 } });
  await eraseExpired(after(5));
  expect(await kept()).toHaveLength(4);
  await eraseExpired(after(8));
  expect(await kept()).toEqual(["model dear", "run x"]);
  await eraseExpired(after(14));
  expect(await kept()).toEqual(["model dear"]);
  await eraseExpired(after(26));
  expect(await kept()).toEqual([]);
  const result = await verifyAudit();
  expect(result).toMatchObject({ isIntact: true, firstBreak: null });
  expect(result.erased).toBeGreaterThanOrEqual(4);
  expect(result.checkpoints).toBeGreaterThan(0);
  expect(await eraseExpired(after(26))).toBeLessThanOrEqual(1);
});

test("without a retention everything is kept for good", async () => {
  await eraseExpired(after(500));
  expect(await kept()).toHaveLength(4);
});

test("no personal data stays of what was erased, and none is in the chain", async () => {
  await reviseRetention(actor, { tiers: { low: 6, critical: 6, other: 6 } });
  await eraseExpired(after(8));
  const chained = await db().auditEvent.findMany({ where: { workspaceId: actor.workspaceId } });
  expect(JSON.stringify(chained, (_, value) => String(value))).not.toContain("@example.org");
  const payloads = await db().auditPayload.findMany({
    where: { event: { workspaceId: actor.workspaceId } },
  });
  expect(JSON.stringify(payloads.map(({ content }) => content))).not.toContain(actor.email);
});

test("a hold on a model keeps what is about it, and refuses to delete it, until it is released", async () => {
  // A name that no model has any more goes with the longest of all tiers.
  await reviseRetention(actor, { tiers: { low: 6, medium: 6, high: 6, critical: 6, other: 6 } });
  const hold = await placeHold(actor, { model: "cheap", reason: "a complaint" });
  await eraseExpired(after(8));
  expect(await kept()).toEqual(["model cheap", "model version cheap/1"]);
  await expect(deleteRegisteredModel(actor, "cheap")).rejects.toMatchObject({
    code: "CONFLICT",
    message: expect.stringContaining("a complaint"),
  });
  await renameRegisteredModel(actor, { name: "cheap", newName: "renamed" });
  await eraseExpired(after(9));
  expect(await kept(), "under its old name").toHaveLength(2);
  await releaseHold(actor, { holdId: hold.id, reason: "settled" });
  await eraseExpired(after(9));
  expect(await kept()).toEqual([]);
  await deleteRegisteredModel(actor, "renamed");
  expect(await verifyAudit()).toMatchObject({ isIntact: true });
});

test("a hold on everything keeps everything, and is released once", async () => {
  await reviseRetention(actor, { tiers: { low: 6, other: 6 } });
  const hold = await placeHold(actor, { reason: "an inquiry" });
  await eraseExpired(after(100));
  expect(await kept()).toHaveLength(4);
  await expect(deleteRegisteredModel(actor, "dear")).rejects.toMatchObject({ code: "CONFLICT" });
  await releaseHold(actor, { holdId: hold.id, reason: "over" });
  await expect(releaseHold(actor, { holdId: hold.id, reason: "again" })).rejects.toMatchObject({
    code: "CONFLICT",
  });
});

test("retention is for admins; approvers place holds and do not release them", async () => {
  const workspace = { id: actor.workspaceId, slug: actor.workspaceSlug };
  const approver = await makeActor({ role: "approver", workspace });
  await expect(reviseRetention(approver, { tiers: {} })).rejects.toMatchObject({
    code: "FORBIDDEN",
  });
  const hold = await placeHold(approver, { reason: "an inquiry" });
  await expect(releaseHold(approver, { holdId: hold.id, reason: "over" })).rejects.toMatchObject({
    code: "FORBIDDEN",
  });
  await expect(
    releaseHold(await makeActor(), { holdId: hold.id, reason: "over" }),
  ).rejects.toMatchObject({ code: "NOT_FOUND" });
  await expect(
    placeHold(approver, { model: "nowhere", reason: "an inquiry" }),
  ).rejects.toMatchObject({ code: "NOT_FOUND" });
});
