import { beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { defaultExperimentId } from "@/lib/experiments/sql";
import { createRun } from "@/lib/runs/commands/run-lifecycle";
import { getRun } from "@/lib/runs/queries/get-run";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { makeToken, setUpProgramDoor } from "@/lib/testing/program-door";
import { sendBytes } from "@/lib/testing/raw-socket";

setUpDatabase();
const door = setUpProgramDoor();

const API = "/api/2.0/mlflow";
let actor: Actor;
let token: string;
let runId: string;

beforeAll(async () => {
  actor = await makeActor({ role: "contributor" });
  token = await makeToken(actor);
  const experimentId = await defaultExperimentId(actor.workspaceId);
  const blank = { experimentId, name: "subject", userId: "", startTime: 1, tags: [] };
  runId = (await createRun(actor, blank)).uuid;
});

const tags = async () => (await getRun(actor, runId)).tags.map(({ key }) => key);

const head = (length: number) =>
  `POST ${API}/runs/set-tag HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n`;

describe("a body whose length is a lie", () => {
  const tag = () => JSON.stringify({ run_id: runId, key: "k", value: "v" });

  it("and that ends early writes nothing", async () => {
    const answer = await sendBytes(
      Number(new URL(door.url).port),
      [`${head(5_000)}Connection: close\r\n\r\n`, tag()],
      true,
    );
    expect(answer).not.toContain("200 OK");
    expect(await tags()).toEqual(["mlflow.runName"]);
  });

  it("and that goes on is cut where it said it would end", async () => {
    const answer = await sendBytes(Number(new URL(door.url).port), [
      `${head(10)}\r\n`,
      tag(),
      tag(),
    ]);
    expect(answer).toContain("400 Bad Request");
    expect(await tags()).toEqual(["mlflow.runName"]);
  });

  it.each(["-1", "abc", "1e3", "99999999999999999999"])(
    "or no length at all closes the connection: %s",
    async (length) => {
      const request = head(0).replace("Content-Length: 0", `Content-Length: ${length}`);
      const answer = await sendBytes(
        Number(new URL(door.url).port),
        [`${request}\r\n`, tag()],
        true,
      );
      expect(answer).not.toContain("200 OK");
    },
  );
});

describe("a path that cannot be read", () => {
  it("is refused in MLflow's shape, whatever was to be done with it", async () => {
    for (const path of [
      "runs/get%ZZ",
      "runs/%ff",
      "logged-models/%c0%ae",
      `logged-models/${"m".repeat(5_000)}`,
    ])
      expect(await door.call("GET", `${API}/${path}`, { token })).toMatchObject({
        status: expect.toSatisfy((status: number) => status === 400 || status === 414),
        body: { error_code: "BAD_REQUEST", message: expect.any(String) },
      });
    expect(await door.call("GET", "/api/slipway/v1/users/%ff", { token })).toMatchObject({
      status: 400,
      body: { error: { code: "INVALID", message: expect.any(String) } },
    });
  });
});

describe("a path that nothing is at", () => {
  it("is answered without waiting for the body that was announced", async () => {
    for (const path of ["/api/nothing", "/events", `${API}/traces`]) {
      const request = `${head(500).replace(`${API}/runs/set-tag`, path)}Connection: close\r\n\r\n{`;
      expect(await sendBytes(Number(new URL(door.url).port), [request])).toContain("404 Not Found");
    }
  });
});
