import { beforeAll, expect, test } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { makeQuietDeployment } from "@/lib/testing/predictions";
import { makeToken, setUpProgramDoor } from "@/lib/testing/program-door";

setUpDatabase();
const door = setUpProgramDoor();

let actor: Actor;
let path: string;
beforeAll(async () => {
  actor = await makeActor();
  await makeQuietDeployment(actor, "nightly", { backend: "elsewhere" });
  path = `/api/slipway/v1/workspaces/${actor.workspaceSlug}/deployments/nightly`;
});

async function post(body: string, headers: Record<string, string>, token?: string) {
  const response = await fetch(`${door.url}${path}/predictions`, {
    method: "POST",
    body,
    headers: { Authorization: `Bearer ${token ?? (await makeToken(actor))}`, ...headers },
  });
  return { status: response.status, body: await response.json() };
}

test("predictions are posted by the type of their body, and found in the log", async () => {
  const rows = ["id,input.age,output.score", "1,40,0.5", "2,41,0.25", "3,1"].join("\n");
  expect(await post(rows, { "Content-Type": "text/csv; charset=utf-8" })).toMatchObject({
    status: 200,
    body: { received: 3, kept: 2, refused: 1, problems: [{ line: 4 }] },
  });
  const line = JSON.stringify({ id: "4", inputs: { age: 3 }, outputs: 1 });
  const keyed = { "Content-Type": "application/x-ndjson", "Idempotency-Key": "once" };
  const first = await post(line, keyed);
  expect(first).toMatchObject({ status: 200, body: { kept: 1 } });
  expect(await post(line, keyed)).toEqual(first);
  expect(await post(`${line}\n`, keyed)).toMatchObject({ status: 409 });
  const token = await makeToken(actor);
  const found = await door.call("GET", `${path}/predictions?key=1`, { token });
  expect(found.body).toMatchObject({ items: [{ answer: 0.5, protocol: "posted", latencyMs: 0 }] });
});

test("another type, a compressed body and a token that may only read are refused", async () => {
  expect(await post("x", { "Content-Type": "text/plain" })).toMatchObject({ status: 400 });
  const zipped = { "Content-Type": "text/csv", "Content-Encoding": "gzip" };
  expect(await post("x", zipped)).toMatchObject({ status: 400 });
  const reader = await makeToken(actor, { scopes: ["serving:read"] });
  expect(await post("", { "Content-Type": "text/csv" }, reader)).toMatchObject({ status: 403 });
});
