import { describe, expect, it } from "vitest";
import { enforce, makeRegistry, sign, wanted } from "@/lib/testing/approvals";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { promoteInEmergency } from "../commands/emergency";
import { openRequest } from "../commands/requests";
import { listPolicies, listProtectedTargets } from "./policies";
import { countMyRequests, getRequest, listRequestEvents, listRequests } from "./requests";

setUpDatabase();

const list = (actor: Parameters<typeof listRequests>[0], view: "mine" | "all" | "decided") =>
  listRequests(actor, { view, limit: 50 });

describe("the inbox", () => {
  it("holds what waits for me, oldest first, and says why the rest does not", async () => {
    const { workspace, owner, ada, ben } = await makeRegistry();
    const first = await openRequest(owner, wanted());
    const own = await openRequest(ada, wanted({ version: 2 }));
    const third = await openRequest(
      owner,
      wanted({ target: { kind: "stage", value: "production" } }),
    );
    expect((await list(ada, "mine")).items.map(({ number }) => number)).toEqual([
      first.number,
      third.number,
    ]);
    expect(await countMyRequests(ben)).toBe(3);
    const all = (await list(ada, "all")).items;
    expect(all.find(({ number }) => number === own.number)?.eligibility).toMatchObject({
      mayVote: false,
      reason: "You requested this.",
    });
    await sign(ben, first.number, { decision: "reject" });
    expect((await list(ada, "decided")).items).toMatchObject([
      { number: first.number, status: "rejected" },
    ]);
    const viewer = await makeActor({ workspace, role: "viewer" });
    expect(await countMyRequests(viewer)).toBe(0);
    expect((await list(viewer, "all")).items[0]?.eligibility.reason).toMatch(/Your role is viewer/);
  });

  it("goes on page by page", async () => {
    const { owner, ada } = await makeRegistry();
    for (const value of ["champion", "production"])
      for (const version of [1, 2])
        await openRequest(owner, wanted({ version, target: { kind: "alias", value } }));
    const first = await listRequests(ada, { view: "mine", limit: 3 });
    const second = await listRequests(ada, {
      view: "mine",
      limit: 3,
      pageToken: first.nextPageToken,
    });
    expect([first.items.length, second.items.length, second.nextPageToken]).toEqual([
      3,
      1,
      undefined,
    ]);
  });

  it("shows nothing of another workspace", async () => {
    const { owner } = await makeRegistry();
    const { number } = await openRequest(owner, wanted());
    const { ada: stranger } = await makeRegistry();
    expect((await list(stranger, "all")).items).toEqual([]);
    await expect(getRequest(stranger, { number })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("the page of a request", () => {
  it("shows who may sign, what is signed, what is missing and what happened", async () => {
    const { workspace, owner, ada } = await makeRegistry();
    await enforce(workspace, {
      gates: [
        { key: "auc", kind: "push", title: "AUC", isBlocking: true, config: { reporters: [] } },
      ],
    });
    const { number } = await openRequest(owner, wanted({ note: "better recall" }));
    expect(await sign(ada, number)).toMatchObject({ status: "pending" });
    const request = await getRequest(ada, { number });
    expect(request).toMatchObject({
      note: "better recall",
      policy: { name: "Production", number: 2 },
      evidence: { revision: 1, changes: [] },
      standing: { approvals: 1, needed: 1, missing: ['The gate "AUC" has not run.'] },
      gateResults: [{ key: "auc", verdict: "not_run" }],
      votes: [{ userId: ada.userId, counts: true, method: "password" }],
      signing: { method: "password", needsSignIn: false },
      statements: { approve: expect.stringMatching(/^I approve bringing version 1 of churn/) },
      mayWithdraw: false,
    });
    expect(request.signers.map(({ userId }) => userId)).not.toContain(owner.userId);
    const { items } = await listRequestEvents(ada, { number, limit: 10 });
    expect(items.map(({ text }) => text)).toEqual(["Asked for approval.", "Signed an approval."]);
  });

  it("shows an emergency and its open follow-up", async () => {
    const { admin } = await makeRegistry();
    const { number } = await promoteInEmergency(admin, {
      ...wanted(),
      reason: "outage",
      signatureKey: "emergency-one",
      password: "a password of the tests",
    });
    expect(await getRequest(admin, { number })).toMatchObject({
      isEmergency: true,
      emergencyReason: "outage",
      status: "promoted",
      followUp: { isOverdue: false, closedAt: null },
    });
  });
});

it("a new workspace protects champion, production and the stage Production", async () => {
  const { owner } = await makeRegistry();
  const { items } = await listPolicies(owner, { limit: 10 });
  expect(items).toMatchObject([
    { name: "Production", isDefault: true, versionCount: 1, draft: null },
  ]);
  const targets = await listProtectedTargets(owner, { model: "churn" });
  expect(targets.map(({ target }) => `${target.kind} ${target.value}`)).toEqual([
    "alias champion",
    "alias production",
    "stage Production",
    "environment production",
  ]);
});
