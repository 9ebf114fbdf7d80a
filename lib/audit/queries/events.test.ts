import { beforeAll, describe, expect, test } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { db } from "@/lib/db/client";
import { makeActor, makeActors, setUpDatabase } from "@/lib/testing/database";
import { recordAudit } from "../record";
import { type ExportAuditInput, listAuditInput } from "../schema";
import { exportAudit, getAuditEvent, listAuditEvents } from "./events";
import { listCheckpoints, verifyTrail } from "./proof";

setUpDatabase();

let admin: Actor;
let actors: Awaited<ReturnType<typeof makeActors>>;

const record = (actor: Actor, action: string, subject: string, label?: string) =>
  db().$transaction((tx) =>
    recordAudit(tx, actor, { action, subject, label, before: { a: 1 }, after: { a: "=2" } }),
  );

beforeAll(async () => {
  actors = await makeActors();
  admin = actors.admin;
  for (let index = 0; index < 5; index += 1) await record(admin, "run.updated", `run ${index}`);
  await record(actors.contributor, "run.tagged", "run 1", "the best_one");
  await record(actors.contributor, "model.created", "model churn");
  await record(await makeActor(), "run.updated", "run of strangers");
});

const find = async (filter: Record<string, unknown>) =>
  (await listAuditEvents(admin, listAuditInput.parse(filter))).items.map(
    ({ action, subject }) => `${action} ${subject}`,
  );

describe("the audit of a workspace", () => {
  test("is read newest first, in pages that neither repeat nor leave out an event", async () => {
    const seen: string[] = [];
    let pageToken: string | undefined;
    do {
      const page = await listAuditEvents(admin, { limit: 2, pageToken });
      seen.push(...page.items.map(({ subject }) => subject));
      pageToken = page.nextPageToken;
    } while (pageToken);
    expect(seen).toEqual(["model churn", "run 1", "run 4", "run 3", "run 2", "run 1", "run 0"]);
  });

  test("is filtered by actor, action, subject and time, all at once", async () => {
    expect(await find({ actor: actors.contributor.userId })).toHaveLength(2);
    expect(await find({ actor: actors.contributor.email.toUpperCase() })).toHaveLength(2);
    expect(await find({ action: "run" })).toHaveLength(6);
    expect(await find({ action: "run.tagged" })).toEqual(["run.tagged run 1"]);
    expect(await find({ subject: "run 1", action: "run.updated" })).toEqual(["run.updated run 1"]);
    expect(await find({ subject: "best_one" })).toEqual(["run.tagged run 1"]);
    expect(await find({ subject: "best%one" })).toEqual([]);
    expect(await find({ object: "run 1" })).toEqual(["run.tagged run 1", "run.updated run 1"]);
    expect(await find({ object: "run" })).toEqual([]);
    expect(await find({ to: "2020-01-01T00:00:00Z" })).toEqual([]);
    expect(await find({ from: "2020-01-01T00:00:00+02:00" })).toHaveLength(7);
  });

  test("is filtered by role, by what proved who it was, by the kind of object and by any text", async () => {
    expect(await find({ role: "contributor" })).toHaveLength(2);
    expect(await find({ kind: "run" })).toHaveLength(6);
    const token = { ...admin, credential: "token:one" };
    await record(token, "model-version.created", "model version churn/1");
    expect(await find({ credential: "token:one" })).toEqual([
      "model-version.created model version churn/1",
    ]);
    expect(await find({ credential: "token" })).toHaveLength(1);
    expect(await find({ credential: "session" })).toEqual([]);
    expect(await find({ kind: "model" })).toEqual(["model.created model churn"]);
    expect(await find({ kind: "model version" })).toHaveLength(1);
    expect(await find({ text: "BEST_one" })).toEqual(["run.tagged run 1"]);
    expect(await find({ text: "best%one" })).toEqual([]);
  });

  test("shows an event with its link and the checkpoint that covers it", async () => {
    await listCheckpoints(admin, { after: 0, limit: 1 });
    const [item] = (await listAuditEvents(admin, { limit: 1 })).items;
    const event = await getAuditEvent(admin, { eventId: item?.id ?? 0 });
    expect(event.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(event.prevHash).toMatch(/^[0-9a-f]{64}$/);
    expect(event.checkpoint?.seq).toBeGreaterThanOrEqual(event.seq ?? Infinity);
  });

  test("is for approvers and admins of that workspace", async () => {
    const input = { limit: 5 };
    expect((await listAuditEvents(actors.approver, input)).items).toHaveLength(5);
    for (const actor of [actors.contributor, actors.viewer])
      for (const read of [
        () => listAuditEvents(actor, input),
        () => getAuditEvent(actor, { eventId: 1 }),
        () => exportAudit(actor, { format: "csv" }),
        () => verifyTrail(actor),
        () => listCheckpoints(actor, { after: 0, limit: 1 }),
      ])
        await expect(read()).rejects.toMatchObject({ code: "FORBIDDEN" });
    const stranger = await db().auditEvent.findFirstOrThrow({
      where: { subject: "run of strangers" },
    });
    await expect(getAuditEvent(admin, { eventId: Number(stranger.id) })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });

  const read = async (input: ExportAuditInput) => {
    let text = "";
    const { chunks } = await exportAudit(admin, input);
    for await (const chunk of chunks) text += chunk;
    return text;
  };

  test("is exported as JSON and as CSV, each event with its place in the chain", async () => {
    const events = JSON.parse(await read({ format: "json", action: "model" }));
    expect(events).toEqual([
      expect.objectContaining({ subject: "model churn", seq: expect.any(Number) }),
    ]);
    const lines = (await read({ format: "csv", actor: actors.contributor.userId }))
      .trim()
      .split("\r\n");
    expect(lines).toHaveLength(3);
    expect(lines[1]).toContain('"{""a"":1}"');
  });

  test("keeps text that a spreadsheet would run as a formula text", async () => {
    await record(admin, "run.updated", "run 99", "=HYPERLINK(A1)");
    expect(await read({ format: "csv", subject: "run 99" })).toContain(",'=HYPERLINK(A1),");
  });

  test("has every export on record, with what was asked for", async () => {
    await read({ format: "csv", role: "contributor" });
    const [last] = (await listAuditEvents(admin, { limit: 1 })).items;
    expect(last).toMatchObject({
      action: "audit.exported",
      userId: admin.userId,
      details: { format: "csv", role: "contributor" },
    });
  });

  test("is verified by whoever may read it, and signed where it is now", async () => {
    const { items } = await listCheckpoints(admin, { after: 0, limit: 10 });
    const result = await verifyTrail(actors.approver, { checkpoints: items });
    expect(result).toMatchObject({ isIntact: true, isComplete: true });
    expect(items.at(-1)?.seq).toBe(result.head?.seq);
    // Those in the database, in the file beside it and in the hands of who asks are the same.
    expect(result.checkpoints).toBe(items.length);
  });
});
