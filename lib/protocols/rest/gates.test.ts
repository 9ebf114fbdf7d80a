import { describe, expect, test } from "vitest";
import { sign, wanted } from "@/lib/testing/approvals";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { auc, makeGatedRegistry, scan } from "@/lib/testing/gates";
import { makeToken, setUpProgramDoor } from "@/lib/testing/program-door";

setUpDatabase();
const door = setUpProgramDoor();

const API = "/api/slipway/v1";

describe("policies of approvals", () => {
  test("takes gates that are configured, and says of each other one what is wrong", async () => {
    const admin = await makeActor({ role: "admin" });
    const token = await makeToken(admin);
    const draft = (gates: object[]) =>
      door.call("POST", `${API}/approval-policies`, {
        token,
        body: {
          name: "Careful",
          reason: "Two are better than one.",
          document: {
            targets: [{ kind: "alias", value: "careful" }],
            quorum: 2,
            roles: ["approver"],
            gates,
          },
        },
      });
    const auc = { key: "auc", title: "AUC" };
    const threshold = { metric: "auc", operator: ">=", threshold: 0.9 };
    for (const [gate, problem] of [
      [{ ...auc, kind: "magic", config: {} }, /kind/],
      [{ ...auc, kind: "metric_threshold", config: {} }, /metric/],
      [{ ...auc, kind: "metric_threshold", config: { ...threshold, operator: "~" } }, /operator/],
      [{ ...auc, kind: "push", config: { reporter: "ci" } }, /reporter/],
    ] as const) {
      const refused = await draft([gate]);
      expect(refused.status).toBe(400);
      expect(JSON.stringify(refused.body)).toMatch(problem);
    }
    const gate = { ...auc, kind: "metric_threshold", config: threshold };
    expect((await draft([gate])).status).toBe(201);
  });
});

describe("gates of a request", () => {
  test("take a report of CI and a waiver of somebody who may sign, each with a token of their own", async () => {
    const { owner, ada, ben } = await makeGatedRegistry([auc, scan]);
    const tokens = {
      ci: await makeToken(owner, { scopes: ["approvals:report", "approvals:request"] }),
      ben: await makeToken(ben, { scopes: ["approvals:sign", "approvals:read"] }),
    };
    const request = `${API}/approval-requests`;
    const opened = await door.call("POST", request, {
      token: tokens.ci,
      body: wanted({ version: 3 }),
    });
    expect(opened).toMatchObject({ status: 201, body: { number: 1 } });
    const report = { verdict: "pass", summary: "Clean.", reportKey: "build-17" };
    const push = (token: string, body: object) =>
      door.call("POST", `${request}/1/gates/scan/reports`, { token, body });
    expect(await push(tokens.ben, report)).toMatchObject({ status: 403 });
    expect(await push(tokens.ci, { ...report, verdict: "not_run" })).toMatchObject({ status: 400 });
    expect(await push(tokens.ci, report)).toMatchObject({ status: 201, body: { isNew: true } });
    expect(await push(tokens.ci, report)).toMatchObject({ status: 201, body: { isNew: false } });
    const until = new Date(Date.now() + 86_400_000).toISOString();
    const waive = (token: string) =>
      door.call("POST", `${request}/1/gates/auc/waivers`, {
        token,
        body: { reason: "A first version.", until },
      });
    expect(await waive(tokens.ci)).toMatchObject({ status: 403 });
    const waived = await waive(tokens.ben);
    expect(waived).toMatchObject({ status: 201, body: { waiverId: expect.any(String) } });
    expect(await door.call("GET", `${request}/1`, { token: tokens.ben })).toMatchObject({
      body: {
        gateResults: [
          { key: "auc", verdict: "waived", waiver: { until } },
          { key: "scan", verdict: "pass", source: "push" },
        ],
      },
    });
    const revoke = (id: string) =>
      door.call("DELETE", `${request}/1/waivers/${id}`, { token: tokens.ben });
    expect((await revoke("999999")).status).toBe(404);
    expect(await sign(ada, 1)).toMatchObject({ status: "promoted" });
    expect(await push(tokens.ci, { ...report, reportKey: "build-18" })).toMatchObject({
      status: 409,
    });
  });
});
