import { randomUUID } from "node:crypto";
import { afterEach, describe, expect, it, vi } from "vitest";
import { db } from "@/lib/db/client";
import { saveModelCard } from "@/lib/models/commands/cards";
import { saveCardInput } from "@/lib/models/schema/cards";
import { aliasOf, hashOf, makeRegistry, sign, wanted } from "@/lib/testing/approvals";
import { setUpDatabase } from "@/lib/testing/database";
import { auc, gateOf, makeGatedRegistry, scan } from "@/lib/testing/gates";
import { reviewRequest } from "../jobs/requests";
import { getRequest } from "../queries/requests";
import { reportGateInput } from "../schema/gate-reports";
import type { GateDefinition } from "../schema/gates";
import { promoteInEmergency } from "./emergency";
import { reportGate, runGatesAgain } from "./gates";
import { openRequest } from "./requests";

setUpDatabase();
afterEach(() => {
  vi.useRealTimers();
});

const DAY_MS = 86_400_000;
const refused = (code: string, message = /./) =>
  expect.objectContaining({ code, message: expect.stringMatching(message) });

const report = (number: number, more: object = {}) =>
  reportGateInput.parse({
    number,
    gateKey: "scan",
    verdict: "pass",
    summary: "Nothing was found.",
    link: "https://ci.example.org/17",
    reportKey: randomUUID(),
    ...more,
  });

describe("gates", () => {
  it("hold a promotion up until they pass, and are part of what is signed", async () => {
    const { owner, ada, log } = await makeGatedRegistry([auc]);
    const { number } = await openRequest(owner, wanted({ version: 3 }));
    expect(await gateOf(ada, number)).toMatchObject({
      verdict: "fail",
      threshold: "auc >= 0.9",
      observed: "0.8",
      summary: expect.stringContaining("not >= 0.9"),
    });
    expect(await sign(ada, number)).toMatchObject({
      status: "pending",
      missing: ['The gate "AUC" fails.'],
    });
    const seen = await hashOf(ada, number);
    await log(0.95);
    await expect(sign(ada, number, { evidenceHash: seen })).rejects.toEqual(
      refused("CONFLICT", /not what you have seen/),
    );
    expect(await gateOf(ada, number)).toMatchObject({ verdict: "pass", observed: "0.95" });
    expect(await sign(ada, number)).toMatchObject({ status: "promoted" });
    expect(await aliasOf(owner)).toBe(3);
  });

  it("warn without holding up where the policy does not let them block", async () => {
    const { owner, ada } = await makeGatedRegistry([{ ...auc, isBlocking: false }]);
    const { number } = await openRequest(owner, wanted({ version: 3 }));
    expect(await sign(ada, number)).toMatchObject({ status: "promoted" });
  });

  it("keep one row for as long as they find the same", async () => {
    const { owner, ada, log } = await makeGatedRegistry([auc]);
    const { number } = await openRequest(owner, wanted({ version: 3 }));
    await runGatesAgain(owner, { number });
    await runGatesAgain(ada, { number });
    const { workspaceId } = owner;
    expect(await db().gateResult.count({ where: { workspaceId } })).toBe(1);
    await log(0.85);
    await runGatesAgain(owner, { number });
    expect(await db().gateResult.count({ where: { workspaceId } })).toBe(2);
    await expect(db().gateResult.deleteMany({ where: { workspaceId } })).rejects.toThrow(
      /immutable/,
    );
  });

  it("compare with what is at the target, and with nothing where nothing is", async () => {
    const better: GateDefinition = {
      ...auc,
      kind: "metric_vs_production",
      config: { metric: "auc", minimumDifference: 0.01, withoutProduction: "pass" },
    };
    const { owner, ada, log, version } = await makeGatedRegistry([better]);
    const first = await openRequest(owner, wanted({ version: 3 }));
    expect(await gateOf(ada, first.number)).toMatchObject({ verdict: "pass", observed: "" });
    await sign(ada, first.number);
    await version();
    const { number } = await openRequest(owner, wanted({ version: 4 }));
    expect(await gateOf(ada, number)).toMatchObject({
      verdict: "fail",
      observed: "0.8 against 0.8 of version 3",
    });
    await log(0.9);
    await reviewRequest(owner.workspaceId, number);
    // Both versions are of one run, so both have its metric.
    expect(await gateOf(ada, number)).toMatchObject({ observed: "0.9 against 0.9 of version 3" });
  });

  it("know whether lineage ends at content, and how old an evaluation is", async () => {
    const { owner, ada } = await makeGatedRegistry([
      { ...auc, key: "lineage", kind: "lineage_known", config: { weakDigests: "fail" } },
      { ...auc, key: "fresh", kind: "evaluation_fresh", config: { maxAgeDays: 7 } },
    ]);
    const { number } = await openRequest(owner, wanted({ version: 3 }));
    expect(await gateOf(ada, number, "lineage")).toMatchObject({
      verdict: "fail",
      summary: expect.stringContaining("weather"),
    });
    expect(await gateOf(ada, number, "fresh")).toMatchObject({ verdict: "pass" });
    const bare = await openRequest(owner, wanted({ version: 1 }));
    expect(await gateOf(ada, bare.number, "lineage")).toMatchObject({ verdict: "fail" });
    expect(await gateOf(ada, bare.number, "fresh")).toMatchObject({ verdict: "not_run" });
  });

  it("ask for a card, and a new card asks everybody again", async () => {
    const { owner, ada } = await makeGatedRegistry([
      { ...auc, key: "card", kind: "card_complete", config: { fields: ["intendedUse"] } },
    ]);
    const { number } = await openRequest(owner, wanted({ version: 3 }));
    expect(await gateOf(ada, number, "card")).toMatchObject({ verdict: "not_run" });
    const save = (basedOn: number, text: string) => {
      const document = { intendedUse: text };
      const input = { name: "churn", version: "3", basedOn, document };
      return saveModelCard(owner, saveCardInput.parse(input));
    };
    await save(0, "Weekly calls.");
    const seen = await hashOf(ada, number);
    await expect(sign(ada, number, { evidenceHash: seen })).rejects.toEqual(refused("CONFLICT"));
    const { evidence, gateResults } = await getRequest(ada, { number });
    expect(gateResults).toMatchObject([{ verdict: "pass" }]);
    expect(evidence).toMatchObject({
      bundle: { card: { number: 1 } },
      changes: ["The model card has changed.", "The gates have new results."],
    });
    await save(1, "Monthly calls.");
    await reviewRequest(owner.workspaceId, number);
    expect(await hashOf(ada, number)).not.toBe(evidence.hash);
    expect(await sign(ada, number)).toMatchObject({ status: "promoted" });
  });

  it("are none of the business of taking a version away", async () => {
    const { owner, ada, admin } = await makeGatedRegistry([auc]);
    await promoteInEmergency(admin, {
      ...wanted({ version: 3 }),
      reason: "outage",
      signatureKey: "emergency-one",
      password: "a password of the tests",
    });
    const { number } = await openRequest(owner, wanted({ version: 3, action: "clear" }));
    expect(await sign(ada, number)).toMatchObject({ status: "promoted" });
    expect(await aliasOf(owner)).toBeNull();
  });
});

describe("a report", () => {
  it("counts once for its key, and only while it is fresh", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const { owner, ada } = await makeGatedRegistry([scan]);
    const { number } = await openRequest(owner, wanted({ version: 3 }));
    const one = report(number, { freshUntil: new Date(Date.now() + DAY_MS) });
    expect(await reportGate(owner, one)).toEqual({ number, isNew: true });
    expect(await reportGate(owner, one)).toEqual({ number, isNew: false });
    await expect(reportGate(owner, { ...one, verdict: "fail" })).rejects.toEqual(
      refused("CONFLICT", /another report/),
    );
    expect(await gateOf(ada, number, "scan")).toMatchObject({
      verdict: "pass",
      source: "push",
      reportedBy: owner.email,
      link: "https://ci.example.org/17",
    });
    const before = await hashOf(ada, number);
    const longer = report(number, { freshUntil: new Date(Date.now() + 2 * DAY_MS) });
    await reportGate(owner, longer);
    expect(await hashOf(ada, number)).toBe(before);
    vi.setSystemTime(Date.now() + 3 * DAY_MS);
    await reviewRequest(owner.workspaceId, number);
    expect(await gateOf(ada, number, "scan")).toMatchObject({
      verdict: "not_run",
      summary: expect.stringMatching(/Report again/),
    });
    await reportGate(owner, report(number));
    expect(await sign(ada, number)).toMatchObject({ status: "promoted" });
    await expect(reportGate(owner, report(number))).rejects.toEqual(refused("CONFLICT"));
    expect(await reportGate(owner, longer)).toEqual({ number, isNew: false });
  });

  it("is taken for gates that wait for one, of those who may report, from this workspace", async () => {
    const { owner, ada, ben } = await makeGatedRegistry([auc]);
    const { number } = await openRequest(owner, wanted({ version: 3 }));
    await expect(reportGate(owner, report(number))).rejects.toEqual(refused("NOT_FOUND", /"scan"/));
    await expect(reportGate(owner, report(number, { gateKey: "auc" }))).rejects.toEqual(
      refused("INVALID", /evaluates itself/),
    );
    const { owner: stranger } = await makeRegistry();
    await expect(reportGate(stranger, report(number))).rejects.toEqual(refused("NOT_FOUND"));
    const named = await makeGatedRegistry([
      { ...scan, kind: "push", config: { reporters: [ben.userId] } },
    ]);
    const other = await openRequest(named.owner, wanted({ version: 3 }));
    await expect(reportGate(named.ada, report(other.number))).rejects.toEqual(
      refused("FORBIDDEN", /names who reports/),
    );
    const token = { ...owner, tokenName: "ci", scopes: new Set(["approvals:request"] as const) };
    await expect(reportGate(token, report(number))).rejects.toEqual(
      refused("FORBIDDEN", /approvals:report/),
    );
    await expect(
      reportGate(ada, report(number, { gateKey: "scan", freshUntil: new Date(0) })),
    ).rejects.toEqual(refused("NOT_FOUND"));
  });
});
