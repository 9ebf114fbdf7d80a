import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { createModelVersion } from "@/lib/models/commands/versions";
import { aliasOf, enforce, makeRegistry, sign, wanted } from "@/lib/testing/approvals";
import { lastAudit } from "@/lib/testing/audit";
import { setUpDatabase } from "@/lib/testing/database";
import { listRequestEvents } from "../queries/requests";
import { comment, delegate, resolveComment } from "./discussion";
import { openRequest, reviseRequest, withdrawRequest } from "./requests";

setUpDatabase();

const refused = (code: string, message?: RegExp) =>
  expect.objectContaining({
    code,
    ...(message ? { message: expect.stringMatching(message) } : {}),
  });

async function withRequest(more: Parameters<typeof wanted>[0] = {}) {
  const registry = await makeRegistry();
  const { number } = await openRequest(registry.owner, wanted(more));
  return { ...registry, number };
}

const statusOf = async (workspaceId: string, number: number) =>
  (
    await db().approvalRequest.findUniqueOrThrow({
      where: { workspaceId_number: { workspaceId, number } },
    })
  ).status;

describe("a request", () => {
  it("ends with a rejection, and waits after changes were requested until they are made", async () => {
    const { owner, ada, ben, number } = await withRequest();
    expect(await sign(ada, number, { decision: "request_changes" })).toMatchObject({
      status: "pending",
    });
    expect(await sign(ben, number)).toMatchObject({
      status: "pending",
      missing: [expect.stringMatching(/requested changes/)],
    });
    expect(await sign(ben, number, { decision: "reject" })).toMatchObject({ status: "rejected" });
    await expect(sign(ada, number)).rejects.toEqual(refused("CONFLICT", /rejected already/));
    expect(await aliasOf(owner)).toBeNull();
  });

  it("is asked for once by the same key, and once while the same waits", async () => {
    const { owner } = await makeRegistry();
    const idempotencyKey = randomUUID();
    const first = await openRequest(owner, wanted({ idempotencyKey }));
    const again = await Promise.all(
      Array.from({ length: 4 }, () => openRequest(owner, wanted({ idempotencyKey }))),
    );
    expect(again.every(({ number, isNew }) => number === first.number && !isNew)).toBe(true);
    expect(await openRequest(owner, wanted())).toEqual({ number: first.number, isNew: false });
  });

  it("is taken back by whoever opened it or an admin, and is then over", async () => {
    const { owner, ada, admin, number } = await withRequest();
    await expect(withdrawRequest(ada, { number, reason: "" })).rejects.toEqual(
      refused("FORBIDDEN"),
    );
    await withdrawRequest(admin, { number, reason: "no longer" });
    await expect(sign(ada, number)).rejects.toEqual(refused("CONFLICT", /withdrawn/));
    expect(await statusOf(owner.workspaceId, number)).toBe("withdrawn");
  });

  it("is held up by a blocking comment until somebody who may sign resolves it", async () => {
    const { owner, ada, ben, number } = await withRequest();
    await expect(comment(owner, { number, severity: "blocking", body: "no" })).rejects.toEqual(
      refused("FORBIDDEN"),
    );
    const { commentId } = await comment(ben, { number, severity: "blocking", body: "Which data?" });
    expect(await sign(ada, number)).toMatchObject({
      status: "pending",
      missing: ["A blocking comment is not resolved."],
    });
    await expect(resolveComment(owner, { number, commentId })).rejects.toEqual(
      refused("FORBIDDEN"),
    );
    await resolveComment(ben, { number, commentId });
    expect(await sign(ada, number)).toMatchObject({ status: "promoted" });
  });

  it("is not let go by an approver who has a part in the version", async () => {
    const { ada, ben, admin, owner } = await makeRegistry();
    await createModelVersion(ada, { name: "churn", source: "s3://bucket/hers", tags: [] });
    const { number } = await openRequest(owner, wanted({ version: 3 }));
    const blocking = { number, severity: "blocking", body: "Which data?" } as const;
    const { commentId } = await comment(ben, blocking);
    await expect(resolveComment(ada, { number, commentId })).rejects.toEqual(
      refused("FORBIDDEN", /You registered version 3/),
    );
    await resolveComment(admin, { number, commentId });
    expect(await sign(ben, number)).toMatchObject({ status: "promoted" });
  });

  it("keeps on record what it asked for before it was changed", async () => {
    const { owner, number } = await withRequest();
    await reviseRequest(owner, { number, note: "Low risk.", ticketUrl: null });
    const { items } = await listRequestEvents(owner, { number, limit: 10 });
    expect(items.at(-1)?.text).toBe("Changed the note.");
    expect(await lastAudit(owner)).toMatchObject({
      action: "approval-request.revised",
      before: { note: "" },
      after: { note: "Low risk." },
    });
  });
});

describe("a turn", () => {
  it("handed over lets the other sign for the group, and not oneself", async () => {
    const { workspace, owner, ada, ben } = await makeRegistry();
    await enforce(workspace, {
      roles: [],
      groups: [{ name: "Risk", members: [ada.userId], needed: 1 }],
    });
    const { number } = await openRequest(owner, wanted());
    await expect(sign(ben, number)).rejects.toEqual(refused("FORBIDDEN", /in no group/));
    await expect(delegate(ben, { number, toUserId: ada.userId, reason: "" })).rejects.toEqual(
      refused("FORBIDDEN"),
    );
    await expect(delegate(ada, { number, toUserId: owner.userId, reason: "" })).rejects.toEqual(
      refused("INVALID"),
    );
    await delegate(ada, { number, toUserId: ben.userId, reason: "on leave" });
    await expect(sign(ada, number)).rejects.toEqual(refused("FORBIDDEN", /handed your turn/));
    expect(await sign(ben, number, { onBehalfOf: ada.userId })).toMatchObject({
      status: "promoted",
    });
  });
});
