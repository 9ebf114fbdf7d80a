import { beforeAll, expect, test } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { settleEnv } from "@/lib/core/env";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { linearModel } from "@/lib/testing/onnx-model";
import { makeToken, setUpProgramDoor } from "@/lib/testing/program-door";
import { awaitReady, deploy } from "@/lib/testing/serving";

setUpDatabase();
const door = setUpProgramDoor();
const A_SECOND = 3;

let actor: Actor;
beforeAll(async () => {
  settleEnv({ SERVING_RATE_LIMIT: A_SECOND });
  actor = await makeActor();
  const files = { "model.onnx": linearModel([2], 0) };
  await deploy(actor, "limited", [{ files, backend: { kind: "onnx" } }]);
  await awaitReady(actor, 1);
}, 60_000);

test("a token that asks too often is told when to come again, and another is not held up by it", async () => {
  const [busy, other] = [await makeToken(actor), await makeToken(actor)];
  const ask = (token: string) =>
    door.call("POST", "/serve/limited/invocations", { token, body: { inputs: [[2]] } });
  const answers = await Promise.all(Array.from({ length: 20 }, () => ask(busy)));
  const refused = answers.filter(({ status }) => status === 429);
  expect(answers.length - refused.length).toBeGreaterThanOrEqual(A_SECOND);
  expect(refused.length).toBeGreaterThan(10);
  expect(refused[0]?.body).toMatchObject({ error_code: "REQUEST_LIMIT_EXCEEDED" });
  expect(Number(refused[0]?.headers.get("retry-after"))).toBeGreaterThanOrEqual(1);
  expect((await ask(other)).status).toBe(200);
});
