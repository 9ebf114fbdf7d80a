import { beforeAll, expect, test } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { db } from "@/lib/db/client";
import { describeInput, tryPrediction } from "@/lib/gateway/queries/playground";
import { exportRevisionLog, followRevisionLog } from "@/lib/gateway/queries/revision-log";
import { appendLog } from "@/lib/gateway/sql/revision-log";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { columnModel, linearModel } from "@/lib/testing/onnx-model";
import { setUpProgramDoor } from "@/lib/testing/program-door";
import { awaitReady, columnSignature, deploy } from "@/lib/testing/serving";

setUpDatabase();
setUpProgramDoor();

let actor: Actor;
beforeAll(async () => {
  actor = await makeActor();
  const onnx = { kind: "onnx" };
  await deploy(actor, "columns", [
    {
      files: {
        "model.onnx": columnModel({ age: 1, income: 2 }),
        "input_example.json": JSON.stringify({ columns: ["age", "income"], data: [[41, 5.5]] }),
      },
      signature: columnSignature({ age: "long", income: "double", note: "string" }, ["note"]),
      backend: onnx,
    },
  ]);
  await deploy(actor, "bare", [{ files: { "m.onnx": linearModel([1, 10], 0.5) }, backend: onnx }]);
  await awaitReady(actor, 2);
}, 60_000);

test("a form is filled with the example that was logged, or with what has the right form", async () => {
  const input = await describeInput(actor, { deployment: "columns" });
  expect(input).toMatchObject({ revision: 1, isLogged: true });
  expect(input.columns).toEqual([
    { name: "age", type: "long", isRequired: true },
    { name: "income", type: "double", isRequired: true },
    { name: "note", type: "string", isRequired: false },
  ]);
  expect(JSON.parse(input.example)).toEqual({
    dataframe_split: { columns: ["age", "income"], data: [[41, 5.5]] },
  });
  expect(await describeInput(actor, { deployment: "bare" })).toMatchObject({
    columns: null,
    isLogged: false,
  });
  await expect(describeInput(actor, { deployment: "columns", revision: 9 })).rejects.toMatchObject({
    code: "NOT_FOUND",
  });
});

const send = (body: unknown, more: object = {}) =>
  tryPrediction(actor, {
    deployment: "columns",
    revision: null,
    body: typeof body === "string" ? body : JSON.stringify(body),
    ...more,
  });
const split = (age: unknown) => ({
  dataframe_split: { columns: ["age", "income"], data: [[age, 5]] },
});

test("what is tried is answered and logged as any request, and a refusal names the column", async () => {
  const tried = await send(split(41));
  expect(tried).toMatchObject({ status: 200, revision: 1, message: "", columns: {} });
  expect(JSON.parse(tried.answer ?? "")).toEqual({ predictions: [51] });
  expect(tried.latencyMs).toBeGreaterThan(0);
  await expect
    .poll(() => db().prediction.findMany({ where: { id: tried.predictionId ?? "" } }))
    .toMatchObject([{ protocol: "playground", status: 200 }]);

  expect(await send(split("old"))).toMatchObject({
    status: 400,
    predictionId: null,
    answer: null,
    columns: { age: expect.stringContaining('The column "age" must be a whole number') },
  });
  expect(await send("no JSON")).toMatchObject({ status: 400, columns: {} });
  expect(await send(split(1), { deployment: "none" })).toMatchObject({ status: 404 });
  expect(await send(split(1), { revision: 7 })).toMatchObject({ status: 404 });
  await expect(
    tryPrediction(
      { ...actor, role: "viewer" },
      { deployment: "columns", revision: null, body: "{}" },
    ),
  ).rejects.toMatchObject({ code: "FORBIDDEN" });
});

test("the log of a revision is read on from where it was left", async () => {
  const { id } = await db().deploymentRevision.findFirstOrThrow({
    where: { deployment: { name: "bare" } },
  });
  const revision = { id, workspaceId: actor.workspaceId };
  const asked = { deployment: "bare", revision: 1 };
  expect(await followRevisionLog(actor, { ...asked, after: 0 })).toEqual({ text: "", next: 0 });
  await appendLog(revision, "one\n");
  const first = await followRevisionLog(actor, { ...asked, after: 0 });
  expect(first.text).toBe("one\n");
  await appendLog(revision, "two\n");
  expect((await followRevisionLog(actor, { ...asked, after: first.next })).text).toBe("two\n");
  const file = await exportRevisionLog(actor, asked);
  let text = "";
  for await (const chunk of file.chunks) text += chunk;
  expect([file.name, text]).toEqual(["bare-1.log", "one\ntwo\n"]);
});
