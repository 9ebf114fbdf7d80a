import { connect } from "node:net";
import Fastify from "fastify";
import { beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { defaultExperimentId } from "@/lib/experiments/sql";
import { createRun } from "@/lib/runs/commands/run-lifecycle";
import { getRun } from "@/lib/runs/queries/get-run";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { makeToken, setUpProgramDoor } from "@/lib/testing/program-door";
import { parseBodies } from "./body";

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

/** Sends bytes as they are and answers all that comes back until the connection is closed. */
function raw(port: number, parts: readonly string[], ends: boolean): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1");
    let answer = "";
    socket.setEncoding("utf8");
    socket.on("data", (data) => {
      answer += data;
    });
    socket.on("error", () => resolve(answer));
    socket.on("close", () => resolve(answer));
    socket.setTimeout(15_000, () => reject(new Error("The connection was left open.")));
    for (const part of parts) socket.write(part);
    if (ends) socket.end();
  });
}

const head = (length: number) =>
  `POST ${API}/runs/set-tag HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n`;

describe("a body whose length is a lie", () => {
  const tag = () => JSON.stringify({ run_id: runId, key: "k", value: "v" });

  it("and that ends early writes nothing", async () => {
    const answer = await raw(
      Number(new URL(door.url).port),
      [`${head(5_000)}Connection: close\r\n\r\n`, tag()],
      true,
    );
    expect(answer).not.toContain("200 OK");
    expect(await tags()).toEqual(["mlflow.runName"]);
  });

  it("and that goes on is cut where it said it would end", async () => {
    const answer = await raw(
      Number(new URL(door.url).port),
      [`${head(10)}\r\n`, tag(), tag()],
      false,
    );
    expect(answer).toContain("400 Bad Request");
    expect(await tags()).toEqual(["mlflow.runName"]);
  });

  it.each(["-1", "abc", "1e3", "99999999999999999999"])(
    "or no length at all closes the connection: %s",
    async (length) => {
      const request = head(0).replace("Content-Length: 0", `Content-Length: ${length}`);
      const answer = await raw(Number(new URL(door.url).port), [`${request}\r\n`, tag()], true);
      expect(answer).not.toContain("200 OK");
    },
  );
});

describe("a body that does not arrive", () => {
  it("closes the connection once its time is over", async () => {
    const app = Fastify();
    parseBodies(app, 50);
    app.post("/", async (request) => request.body);
    await app.listen({ port: 0, host: "127.0.0.1" });
    const port = Number(new URL(app.listeningOrigin).port);
    const slow =
      "POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{";
    expect(await raw(port, [slow], false)).not.toContain("200 OK");
    const whole = await fetch(app.listeningOrigin, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: '{"a": 1}',
    });
    expect(await whole.json()).toEqual({ a: 1 });
    await app.close();
  });
});
