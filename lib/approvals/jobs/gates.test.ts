import { createHmac } from "node:crypto";
import { Readable } from "node:stream";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { settleEnv } from "@/lib/core/env";
import { db } from "@/lib/db/client";
import { putRunArtifact } from "@/lib/runs/commands/artifacts";
import { sign, wanted } from "@/lib/testing/approvals";
import { setUpDatabase } from "@/lib/testing/database";
import { auc, gateOf, makeGatedRegistry } from "@/lib/testing/gates";
import { setUpReceiver } from "@/lib/testing/receiver";
import { revealGateSecret } from "../commands/gate-secrets";
import { reportGate, runGatesAgain } from "../commands/gates";
import { draftPolicy } from "../commands/policies";
import { openRequest } from "../commands/requests";
import { getRequest } from "../queries/requests";
import { reportGateInput } from "../schema/gate-reports";
import type { GateDefinition, GateOf } from "../schema/gates";
import { gateHandler } from "./gates";
import { reviewRequest } from "./requests";

setUpDatabase();
const receiver = setUpReceiver();
beforeEach(() => {
  settleEnv({ OUTBOUND_ALLOWED_HOSTS: ["127.0.0.1"] });
});

const refused = (code: string, message = /./) =>
  expect.objectContaining({ code, message: expect.stringMatching(message) });
const attempt = (isLast = false) => ({ signal: AbortSignal.timeout(20_000), number: 1, isLast });

const common = { key: "slow", title: "Slow", isBlocking: true } as const;
const verified: GateDefinition = { ...common, kind: "artifact_verified", config: {} };
const compatible: GateDefinition = {
  ...common,
  kind: "signature_compatible",
  config: { withoutProduction: "pass" },
};
const webhook = (more: Partial<GateOf<"webhook">["config"]> = {}): GateOf<"webhook"> => ({
  ...common,
  kind: "webhook",
  config: { url: `${receiver.url}/check`, deadlineMinutes: 60, ...more },
});

/** Does what is queued of a workspace's slow gates, as the worker does. */
async function work(workspaceId: string, isLast = false): Promise<number> {
  const items = await db().queueItem.findMany({
    where: { kind: gateHandler.kind, payload: { path: ["workspaceId"], equals: workspaceId } },
  });
  for (const { id, payload } of items) {
    await gateHandler.run(payload, attempt(isLast));
    await db().queueItem.delete({ where: { id } });
  }
  return items.length;
}

const columns = (...names: string[]) =>
  JSON.stringify(names.map((name) => ({ type: "double", name, required: true })));

const mlmodel = (...inputs: string[]) => `flavors:
  python_function:
    env: {conda: conda.yaml, virtualenv: python_env.yaml}
    loader_module: mlflow.sklearn
    model_path: model.pkl
    python_version: 3.12.1
  sklearn: {pickled_model: model.pkl, serialization_format: cloudpickle}
signature:
  inputs: '${columns(...inputs)}'
  outputs: '[{"type": "double"}]'
`;

const PICKLE = Buffer.from([0x80, 4, 0x4e, 0x2e]);

/** A request for version 3, whose files are what a run of scikit-learn logs. */
async function setUp(gate: GateDefinition, files: Record<string, string | Buffer> = {}) {
  const registry = await makeGatedRegistry([gate]);
  const { owner, runUuid } = registry;
  const put = (path: string, content: string | Buffer) =>
    putRunArtifact(owner, { runUuid, path: `model/${path}` }, Readable.from([content]));
  const all = {
    MLmodel: mlmodel("age"),
    "conda.yaml": "dependencies: []",
    "python_env.yaml": "python: 3.12.1",
    "model.pkl": PICKLE,
    ...files,
  };
  for (const [path, content] of Object.entries(all)) await put(path, content);
  const { number } = await openRequest(owner, wanted({ version: 3 }));
  return { ...registry, put, number, workspaceId: owner.workspaceId };
}

describe("the files of a version", () => {
  it("are read once, and must stay as they were", async () => {
    const { owner, ada, put, number, workspaceId } = await setUp(verified);
    expect(await gateOf(ada, number, "slow")).toMatchObject({
      verdict: "not_run",
      summary: expect.stringMatching(/Waits/),
    });
    expect(await work(workspaceId)).toBe(1);
    expect(await gateOf(ada, number, "slow")).toMatchObject({
      verdict: "pass",
      observed: expect.stringMatching(/^4 files/),
    });
    await runGatesAgain(owner, { number });
    expect(await work(workspaceId)).toBe(1);
    const { gateResults, evidence } = await getRequest(ada, { number });
    expect(gateResults).toMatchObject([{ verdict: "pass" }]);
    await runGatesAgain(owner, { number });
    await work(workspaceId);
    expect((await getRequest(ada, { number })).evidence.revision).toBe(evidence.revision);
    await put("model.pkl", Buffer.from([0x80, 4, 0x4e, 0x30, 0x2e]));
    await put("extra.txt", "more");
    await runGatesAgain(owner, { number });
    await work(workspaceId);
    expect(await gateOf(ada, number, "slow")).toMatchObject({
      verdict: "fail",
      summary: "model.pkl has changed; extra.txt is new.",
    });
    expect(await sign(ada, number)).toMatchObject({ missing: ['The gate "Slow" fails.'] });
    await expect(db().modelVersionManifest.deleteMany({ where: { workspaceId } })).rejects.toThrow(
      /immutable/,
    );
  });

  it.each([
    [
      "an MLmodel that names what is not there",
      { MLmodel: mlmodel("age").replaceAll("model.pkl", "gone.pkl") },
      "fail",
      /gone\.pkl/,
    ],
    [
      "a pickle that breaks off",
      { "model.pkl": Buffer.from([0x80, 4, 0x4e]) },
      "fail",
      /ends before/,
    ],
    ["an ONNX file that is none", { "model.onnx": "hello" }, "fail", /ONNX/],
    ["an MLmodel that is none", { MLmodel: "- 1\n" }, "inconclusive", /no MLmodel file/],
  ] as const)("are not loaded with %s", async (_title, files, verdict, sentence) => {
    const { ada, number, workspaceId } = await setUp(verified, files);
    await work(workspaceId);
    expect(await gateOf(ada, number, "slow")).toMatchObject({
      verdict,
      summary: expect.stringMatching(sentence),
    });
  });

  it("that Slipway does not keep prove nothing", async () => {
    const { owner, ada, workspaceId } = await setUp(verified);
    const { number } = await openRequest(owner, wanted({ version: 1 }));
    await work(workspaceId);
    expect(await gateOf(ada, number, "slow")).toMatchObject({
      verdict: "inconclusive",
      summary: expect.stringMatching(/s3:\/\/bucket\/one, which Slipway does not read/),
    });
  });
});

it("a signature is compared with that of the version at the target, whenever another one is there", async () => {
  const { owner, ada, put, number, version, workspaceId } = await setUp(compatible);
  expect(await gateOf(ada, number, "slow")).toMatchObject({ verdict: "pass" });
  expect(await sign(ada, number)).toMatchObject({ status: "promoted" });
  await version();
  const next = await openRequest(owner, wanted({ version: 4 }));
  expect(await gateOf(ada, next.number, "slow")).toMatchObject({ verdict: "not_run" });
  await work(workspaceId);
  expect(await gateOf(ada, next.number, "slow")).toMatchObject({
    verdict: "pass",
    summary: "Callers of version 3 notice nothing.",
  });
  await put("MLmodel", "flavors: {}\n");
  await runGatesAgain(owner, next);
  await work(workspaceId);
  expect(await gateOf(ada, next.number, "slow")).toMatchObject({ verdict: "inconclusive" });
});

describe("a webhook gate", () => {
  const answer = (body: unknown, status = 200) => {
    receiver.answer = () => ({ status, body: JSON.stringify(body) });
  };

  it("asks, signed, and takes the answer", async () => {
    answer({ verdict: "warn", summary: "Two new terms.", link: "https://legal.example.org/7" });
    const { ada, admin, number, workspaceId } = await setUp(webhook());
    await work(workspaceId);
    expect(await gateOf(ada, number, "slow")).toMatchObject({
      verdict: "warn",
      source: "webhook",
      summary: "Two new terms.",
      link: "https://legal.example.org/7",
    });
    const [asked] = receiver.received;
    const { policy } = await getRequest(ada, { number });
    const ref = { policyId: policy.policyId, gateKey: "slow" };
    const { secret } = await revealGateSecret(admin, ref);
    await expect(revealGateSecret(ada, ref)).rejects.toEqual(refused("FORBIDDEN"));
    await expect(revealGateSecret(admin, { ...ref, gateKey: "no" })).rejects.toEqual(
      refused("NOT_FOUND"),
    );
    const signed = `${asked?.headers["x-slipway-timestamp"]}.${asked?.body}`;
    const mac = createHmac("sha256", secret).update(signed).digest("base64");
    expect(asked?.headers["x-slipway-signature"]).toBe(`v1,${mac}`);
    expect(JSON.parse(asked?.body ?? "")).toMatchObject({
      request: number,
      model: "churn",
      version: 3,
      target: { kind: "alias", value: "champion" },
    });
  });

  it("takes an answer that comes later, from whoever was asked", async () => {
    answer({}, 202);
    const { owner, ada, number, workspaceId } = await setUp(webhook());
    await work(workspaceId);
    expect(await gateOf(ada, number, "slow")).toMatchObject({ verdict: "not_run" });
    const { delivery } = JSON.parse(receiver.received[0]?.body ?? "");
    const report = (more: object) =>
      reportGate(
        owner,
        reportGateInput.parse({
          ...{ number, gateKey: "slow", verdict: "pass", summary: "Fine." },
          ...{ reportKey: "later-one", ...more },
        }),
      );
    for (const wrong of [{}, { delivery: "0".repeat(64) }])
      await expect(report(wrong)).rejects.toEqual(refused("CONFLICT", /answers no question/));
    await report({ delivery });
    expect(await gateOf(ada, number, "slow")).toMatchObject({ verdict: "pass", source: "webhook" });
    expect(await sign(ada, number)).toMatchObject({ status: "promoted" });
  });

  it("is inconclusive once nobody has answered in time, and asks again when told to", async () => {
    answer({}, 202);
    const { owner, ada, number, workspaceId } = await setUp(webhook());
    await work(workspaceId);
    vi.useFakeTimers({ toFake: ["Date"] });
    vi.setSystemTime(Date.now() + 61 * 60_000);
    await reviewRequest(workspaceId, number);
    vi.useRealTimers();
    expect(await gateOf(ada, number, "slow")).toMatchObject({
      verdict: "inconclusive",
      summary: expect.stringMatching(/no result by/),
    });
    answer({ verdict: "pass", summary: "Fine." });
    await runGatesAgain(owner, { number });
    await work(workspaceId);
    expect(await gateOf(ada, number, "slow")).toMatchObject({ verdict: "pass" });
  });

  it.each([
    ["what is no verdict", { verdict: "maybe", summary: "?" }, 200, /something else/],
    ["that there is nothing", {}, 404, /answered 404/],
  ])("concludes nothing of %s", async (_title, body, status, sentence) => {
    answer(body, status);
    const { ada, number, workspaceId } = await setUp(webhook());
    await work(workspaceId);
    expect(await gateOf(ada, number, "slow")).toMatchObject({
      verdict: "inconclusive",
      summary: expect.stringMatching(sentence),
    });
  });

  it("is tried again while its receiver fails, and then says that it did", async () => {
    answer({}, 503);
    const { ada, number, workspaceId } = await setUp(webhook());
    await expect(work(workspaceId)).rejects.toThrow(/503/);
    await work(workspaceId, true);
    expect(await gateOf(ada, number, "slow")).toMatchObject({
      verdict: "inconclusive",
      summary: expect.stringMatching(/503/),
    });
  });

  it("asks only addresses that may be asked, when it is written and when it asks", async () => {
    const { ada, admin, number, workspaceId } = await setUp(webhook());
    settleEnv({ OUTBOUND_ALLOWED_HOSTS: [] });
    await work(workspaceId);
    expect(receiver.received).toEqual([]);
    expect(await gateOf(ada, number, "slow")).toMatchObject({
      verdict: "inconclusive",
      summary: expect.stringMatching(/not an address of the public Internet/),
    });
    const { policy } = await getRequest(ada, { number });
    const draft = { name: policy.name, document: policy.document, reason: "x" };
    await expect(draftPolicy(admin, { policyId: policy.policyId, ...draft })).rejects.toEqual(
      refused("INVALID", /Slow/),
    );
  });
});

it("what a slow gate found of something else is thrown away", async () => {
  const { owner, ada } = await makeGatedRegistry([webhook(), auc]);
  const { number } = await openRequest(owner, wanted({ version: 3 }));
  const item = await db().queueItem.findFirstOrThrow({ where: { kind: gateHandler.kind } });
  const payload = { ...Object(item.payload), basis: "0".repeat(64) };
  await gateHandler.run(payload, attempt());
  expect(receiver.received).toEqual([]);
  expect(await gateOf(ada, number, "slow")).toMatchObject({ verdict: "not_run" });
});
