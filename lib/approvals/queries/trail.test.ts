import { randomUUID } from "node:crypto";
import pg from "pg";
import { describe, expect, it } from "vitest";
import { env } from "@/lib/core/env";
import { db } from "@/lib/db/client";
import { enforce, hashOf, makeRegistry, makeSigner, sign, wanted } from "@/lib/testing/approvals";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { comment, delegate } from "../commands/discussion";
import { openRequest, reviseRequest } from "../commands/requests";
import { getInboxNeighbours } from "./inbox-neighbours";
import { verifyRequest } from "./proof";
import { getRecord } from "./record";
import { getRequest } from "./requests";
import { getChangesSince, listRevisions } from "./revisions";

setUpDatabase();

/** What the owner of the database can do: every trigger is off. */
async function asOwner(statement: string, values: unknown[] = []): Promise<void> {
  const client = new pg.Client({ connectionString: env().DATABASE_URL });
  await client.connect();
  await client.query("SET session_replication_role = replica");
  await client.query(statement, values);
  await client.end();
}

const plan = (description: string) => ({ description, steps: [], abortRule: "" });

async function withTwo() {
  const registry = await makeRegistry();
  await enforce(registry.workspace, { quorum: 2 });
  const { number } = await openRequest(registry.owner, wanted());
  return { ...registry, number };
}

describe("an approval until a time", () => {
  const later = new Date(Date.now() + 3 * 86_400_000);

  it("says so in what is signed, and bounds what it brings about", async () => {
    const { ada, ben, owner, number } = await withTwo();
    await sign(ada, number, { validUntil: later });
    await sign(ben, number);
    const request = await getRequest(owner, { number });
    expect(request).toMatchObject({ status: "promoted", reapprovalDueAt: later.toISOString() });
    const bounded = request.votes.find(({ userId }) => userId === ada.userId);
    expect(bounded?.validUntil).toBe(later.toISOString());
    expect(bounded?.statement).toContain(`until ${later.toISOString().slice(0, 10)}`);
  });

  it("counts no longer once it is over", async () => {
    const { ada, ben, owner, number } = await withTwo();
    await sign(ada, number, { validUntil: later });
    await asOwner("UPDATE approval_votes SET valid_until = now() WHERE user_id = $1", [ada.userId]);
    expect(await sign(ben, number)).toMatchObject({ status: "pending" });
    const request = await getRequest(owner, { number });
    expect(request.votes[0]).toMatchObject({ counts: false });
    expect(await sign(ada, number)).toMatchObject({ status: "promoted" });
    expect((await getRequest(owner, { number })).reapprovalDueAt).toBeNull();
  });

  it("lies ahead, and is an approval", async () => {
    const { ada, number } = await withTwo();
    const cases = [
      { validUntil: new Date(Date.now() - 1) },
      { validUntil: later, decision: "reject" as const },
    ];
    for (const more of cases)
      await expect(sign(ada, number, more)).rejects.toMatchObject({ code: "INVALID" });
    expect(await db().approvalVote.count({ where: { userId: ada.userId } })).toBe(0);
  });
});

describe("what is on record of a request", () => {
  it("has each state of the evidence with what it changed", async () => {
    const { owner, number } = await withTwo();
    await reviseRequest(owner, { number, plan: plan("Slowly.") });
    const { items } = await listRevisions(owner, { number, limit: 10 });
    expect(items.map(({ revision }) => revision)).toEqual([2, 1]);
    expect(items[0]?.differences).toEqual([{ what: "Rollout plan", before: "", after: "Slowly." }]);
    const first = await listRevisions(owner, { number, limit: 1 });
    expect(first.items[0]?.differences).toHaveLength(1);
    const rest = await listRevisions(owner, { number, limit: 1, pageToken: first.nextPageToken });
    expect(rest.items.map(({ revision }) => revision)).toEqual([1]);
  });

  it("tells whoever has seen a revision what is other now, over all between", async () => {
    const { owner, ada, number } = await withTwo();
    await sign(ada, number);
    await reviseRequest(owner, { number, plan: plan("Slowly.") });
    await reviseRequest(owner, { number, plan: { ...plan("Slower."), abortRule: "Errors" } });
    expect(await getChangesSince(ada, { number, since: 1 })).toEqual({
      since: 1,
      revision: 3,
      differences: [
        { what: "Rule to abort", before: "", after: "Errors" },
        { what: "Rollout plan", before: "", after: "Slower." },
      ],
    });
    await reviseRequest(owner, { number, plan: plan("") });
    expect((await getChangesSince(ada, { number, since: 1 })).differences).toEqual([]);
    await expect(getChangesSince(ada, { number, since: 9 })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    await expect(getChangesSince(await makeActor(), { number, since: 1 })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });

  it("is one document, with the audit for whoever may read that", async () => {
    const { owner, ada, number } = await withTwo();
    await sign(ada, number, { statement: "Fine." });
    await comment(ada, { number, severity: "minor", body: "Mind the tail." });
    const record = await getRecord(ada, { number });
    expect(record.request.votes).toHaveLength(1);
    expect(record.events.map(({ kind }) => kind)).toEqual(["requested", "signed", "commented"]);
    expect(record.audit?.map(({ action }) => action)).toEqual([
      "approval-request.requested",
      "approval-request.signed",
      "approval-request.commented",
    ]);
    expect(record.audit?.every(({ seq, hash }) => seq !== null && hash !== null)).toBe(true);
    expect((await getRecord(owner, { number })).audit).toBeNull();
    await expect(getRecord(await makeActor(), { number })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });

  it("is proven by the audit, until somebody who owns the database changes a signature", async () => {
    const { owner, ada, number } = await withTwo();
    await sign(ada, number);
    const proof = await verifyRequest(ada, { number });
    expect(proof).toMatchObject({ isIntact: true, events: 2, signatures: 1, problems: [] });
    await expect(verifyRequest(owner, { number })).rejects.toMatchObject({ code: "FORBIDDEN" });

    const { workspaceId } = owner;
    await asOwner("UPDATE approval_votes SET decision = 'reject' WHERE workspace_id = $1", [
      workspaceId,
    ]);
    const changed = await verifyRequest(ada, { number });
    expect(changed.isIntact).toBe(false);
    expect(changed.problems).toContain(
      `A signature of ${ada.email} is not what the audit tells of.`,
    );
    await asOwner("DELETE FROM approval_votes WHERE workspace_id = $1", [workspaceId]);
    expect((await verifyRequest(ada, { number })).problems).toEqual([
      expect.stringMatching(/^The signature that event \d+ tells of is not on record\.$/),
    ]);
    await asOwner(
      "UPDATE audit_events SET role = 'admin' WHERE workspace_id = $1 AND action = 'approval-request.signed'",
      [workspaceId],
    );
    const broken = await verifyRequest(ada, { number });
    expect(broken.problems.join(" ")).toMatch(/\(approval-request\.signed\) was changed/);
    expect(broken.problems.join(" ")).toMatch(/The audit breaks at row \d+/);
    await asOwner(
      "UPDATE audit_events SET role = 'approver' WHERE workspace_id = $1 AND action = 'approval-request.signed'",
      [workspaceId],
    );
  });
});

describe("somebody's turn", () => {
  it("goes only to people who could sign, have no part in it and have not given theirs away", async () => {
    const { workspace, owner, ada, ben, admin, number } = await withTwo();
    await makeActor({ workspace, role: "viewer" });
    const names = async (actor: typeof ada) =>
      (await getRequest(actor, { number })).delegates.map(({ userId }) => userId).toSorted();
    expect(await names(ada)).toEqual([ben.userId, admin.userId].toSorted());
    expect(await names(owner)).toEqual([]);
    await delegate(ben, { number, toUserId: admin.userId, reason: "" });
    expect(await names(ada)).toEqual([admin.userId]);
    expect(await names(ben), "handed over already").toEqual([]);
    expect(await names(admin), "turns are not handed on").toEqual([]);
  });
});

describe("the inbox around a request", () => {
  it("has the requests before and after it that wait for the same person", async () => {
    const { workspace, owner, ada } = await makeRegistry();
    const open = (value: string, version = 1) =>
      openRequest(owner, wanted({ version, target: { kind: "alias", value } }));
    const numbers = [
      await open("champion"),
      await open("production"),
      await open("champion", 2),
    ].map(({ number }) => number);
    const [first = 0, second = 0, third = 0] = numbers;
    const around = (actor: typeof ada, number: number) => getInboxNeighbours(actor, { number });
    expect(await around(ada, second)).toEqual({ previous: first, next: third });
    await sign(ada, third, {
      evidenceHash: await hashOf(ada, third),
      decision: "reject",
      signatureKey: randomUUID(),
    });
    expect(await around(ada, second)).toEqual({ previous: first, next: null });
    expect(await around(await makeSigner(workspace), first)).toMatchObject({
      previous: null,
      next: second,
    });
    expect(await around(owner, first), "whoever signs nothing sees what is open").toMatchObject({
      next: second,
    });
  });
});
