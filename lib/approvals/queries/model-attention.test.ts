import { beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { db } from "@/lib/db/client";
import { createRegisteredModel } from "@/lib/models/commands/registered-models";
import { listModels } from "@/lib/models/queries/list-models";
import { getModelOverview } from "@/lib/models/queries/model-overview";
import { listModelsInput } from "@/lib/models/schema";
import { makeRegistry, sign, wanted } from "@/lib/testing/approvals";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { openRequest } from "../commands/requests";

setUpDatabase();

type Registry = Awaited<ReturnType<typeof makeRegistry>>;
let registry: Registry;
let owner: Actor;

const list = (more: object = {}) =>
  listModels(owner, listModelsInput.parse({ sort: "name", isAscending: true, ...more }));
const namesOf = async (more: object) => (await list(more)).items.map(({ name }) => name);
const attention = async () => (await getModelOverview(owner, "churn")).attention;

const backdate = (number: number, data: object) =>
  db().approvalRequest.update({
    where: { workspaceId_number: { workspaceId: owner.workspaceId, number } },
    data,
  });

beforeAll(async () => {
  registry = await makeRegistry();
  owner = registry.owner;
  await createRegisteredModel(owner, { name: "idle", tags: [] });
});

describe("what is known of a model", () => {
  it("is that a request waits, that it is overdue, and that one of its gates fails", async () => {
    expect(await namesOf({ health: "attention" })).toEqual([]);
    const { number } = await openRequest(owner, wanted());
    expect(await attention()).toMatchObject({ waiting: 1, overdue: 0, failing: 0 });
    expect(await namesOf({ health: "waiting" })).toEqual(["churn"]);
    expect(await namesOf({ health: "failing" })).toEqual([]);

    const { id } = await backdate(number, { dueAt: new Date(0) });
    const gate = { gateKey: "auc", kind: "metric_threshold", title: "AUC", evidenceHash: "" };
    const at = { ...gate, workspaceId: owner.workspaceId, requestId: id };
    await db().gateResult.create({ data: { ...at, verdict: "fail" } });
    expect(await attention()).toMatchObject({ waiting: 1, overdue: 1, failing: 1 });
    expect(await namesOf({ health: "failing" })).toEqual(["churn"]);

    await db().gateResult.create({ data: { ...at, verdict: "pass" } });
    expect(await attention()).toMatchObject({ failing: 0 });
    await backdate(number, { status: "withdrawn" });
    expect(await namesOf({ health: "attention" })).toEqual([]);
  });

  it("is that its approval has run out, as long as the version is where it was brought", async () => {
    const { ada, ben, admin } = registry;
    const { number } = await openRequest(owner, wanted());
    for (const signer of [ada, ben, admin]) await sign(signer, number).catch(() => undefined);
    expect(await namesOf({ isServing: true })).toEqual(["churn"]);
    expect(await attention()).toMatchObject({ renewals: 0 });
    await backdate(number, { reapprovalDueAt: new Date(Date.now() - 1_000) });
    expect(await attention()).toMatchObject({ renewals: 1 });
    expect(await namesOf({ health: "renewals" })).toEqual(["churn"]);
    const [item] = (await list({ health: "attention" })).items;
    expect(item?.places).toEqual([{ kind: "alias", value: "champion", version: 1 }]);

    const overview = await getModelOverview(owner, "churn");
    const champion = overview.places.find(({ value }) => value === "champion");
    expect(champion).toMatchObject({ isProtected: true, version: 1, request: number });
    expect(champion?.since).toBeGreaterThan(0);
    expect(overview.places).toContainEqual({
      kind: "stage",
      value: "Production",
      isProtected: true,
      version: null,
      since: null,
      request: null,
    });
    expect(overview.activity.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(["registered", "requested", "decided", "arrived"]),
    );
    expect(overview.activity.length).toBeLessThanOrEqual(20);
  });

  it("is hidden from another workspace", async () => {
    const stranger = await makeActor();
    await expect(getModelOverview(stranger, "churn")).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});
