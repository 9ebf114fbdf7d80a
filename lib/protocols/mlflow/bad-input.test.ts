import { beforeAll, describe, expect, it } from "vitest";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { makeToken, setUpProgramDoor } from "@/lib/testing/program-door";

setUpDatabase();
const door = setUpProgramDoor();

const API = "/api/2.0/mlflow";
let token: string;
let runId: string;

/** A field of an answer, by path. */
function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  let found = value;
  for (const key of path) found = Object(found)[key];
  return found;
}

async function send(path: string, raw: BodyInit) {
  const response = await fetch(`${door.url}${API}/${path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json", Authorization: `Bearer ${token}` },
    body: raw,
    ...(raw instanceof ReadableStream ? { duplex: "half" } : {}),
  });
  return { status: response.status, body: await response.json() };
}

const call = (method: string, path: string, body?: unknown) =>
  door.call(method, `${API}/${path}`, { token, ...(body === undefined ? {} : { body }) });

const refused = (message: RegExp) => ({
  status: 400,
  body: { error_code: "INVALID_PARAMETER_VALUE", message: expect.stringMatching(message) },
});

beforeAll(async () => {
  const actor = await makeActor({ role: "contributor" });
  token = await makeToken(actor);
  const created = await call("POST", "runs/create", { experiment_id: "0", run_name: "subject" });
  runId = String(at(created.body, "run", "info", "run_id"));
});

async function untouched(): Promise<void> {
  const { body } = await call("GET", `runs/get?run_id=${runId}`);
  expect(at(body, "run", "data")).toEqual({ tags: [{ key: "mlflow.runName", value: "subject" }] });
}

describe("text that cannot be stored", () => {
  it.each([
    ["a NUL character", '"a\\u0000b"'],
    ["the first half of a surrogate pair", '"a\\ud83d"'],
    ["the second half of a surrogate pair", '"\\uDE00a"'],
  ])("is refused where it stands: %s", async (_what, text) => {
    expect(
      await send("runs/set-tag", `{"run_id": "${runId}", "key": "k", "value": ${text}}`),
    ).toMatchObject(refused(/'value'/));
    expect(
      await send(
        "runs/log-batch",
        `{"run_id": "${runId}", "params": [{"key": "fine", "value": "1"}, {"key": ${text}, "value": "1"}]}`,
      ),
    ).toMatchObject(refused(/'key'/));
    await untouched();
  });

  it("is refused in a query string too", async () => {
    expect(await call("GET", "experiments/get-by-name?experiment_name=a%00b")).toMatchObject(
      refused(/experiment_name/),
    );
    expect(await call("GET", `runs/get?run_id=${runId}%00`)).toMatchObject(refused(/run_id/));
  });

  it("is refused when the body is not UTF-8", async () => {
    expect(
      await send(
        "experiments/create",
        Uint8Array.from(Buffer.from('{"name": "caf\xe9"}', "latin1")),
      ),
    ).toMatchObject(refused(/UTF-8/));
  });

  it("stays possible to write about: whole pairs and escapes of escapes are kept", async () => {
    const created = await send(
      "experiments/create",
      '{"name": "\\ud83d\\ude80 and \\\\u0000 and \\\\ud800"}',
    );
    const { body } = await call(
      "GET",
      `experiments/get?experiment_id=${at(created.body, "experiment_id")}`,
    );
    expect(at(body, "experiment", "name")).toBe("🚀 and \\u0000 and \\ud800");
  });
});

describe("a body of a strange form", () => {
  it.each([10, 1_000, 10_000, 200_000])("may be nested %i levels without harm", async (depth) => {
    const lists = "[".repeat(depth) + "]".repeat(depth);
    const objects = `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`;
    for (const value of [lists, objects])
      expect((await send("experiments/create", `{"name": ${value}}`)).status).toBe(400);
    expect((await send("experiments/create", lists)).status).toBe(400);
  });

  it("lets the last of equal keys win, as MLflow does", async () => {
    const { body } = await send("experiments/create", '{"name": "one", "name": "two"}');
    const read = await call("GET", `experiments/get?experiment_id=${at(body, "experiment_id")}`);
    expect(at(read.body, "experiment", "name")).toBe("two");
  });

  it("cannot reach the prototype of anything", async () => {
    for (const key of ["__proto__", "constructor", "prototype"]) {
      expect(await send("experiments/create", `{"${key}": {"name": "x"}}`)).toMatchObject(
        refused(/'name'/),
      );
      expect(await call("GET", `runs/get?${key}=1&${key}[run_id]=2`)).toMatchObject(
        refused(/'run_id'/),
      );
    }
    expect(Object.keys(Object.prototype)).toEqual([]);
    const tagged = await send(
      "runs/create",
      '{"experiment_id": "0", "run_name": "t", "tags": [{"key": "__proto__", "value": "kept"}]}',
    );
    expect(at(tagged.body, "run", "data", "tags")).toContainEqual({
      key: "__proto__",
      value: "kept",
    });
  });

  it.each(["", "null", "[]", "12", '"text"', "{", "\u{FEFF}", "{'name': 1}"])(
    "that is no message counts as an empty one: %j",
    async (raw) => {
      expect(await send("runs/log-metric", raw)).toMatchObject(refused(/'run_id'/));
    },
  );
});

describe("a number that does not fit", () => {
  it.each([
    ["timestamp", "9223372036854775808"],
    ["timestamp", '"9223372036854775808"'],
    ["timestamp", "1e30"],
    ["timestamp", "1.5"],
    ["timestamp", "-1"],
    ["step", "9223372036854775808"],
    ["step", "-1e300"],
    ["step", '"99999999999999999999"'],
    ["step", "true"],
    ["value", "1e999"],
    ["value", "-1e999"],
    ["value", '"1e999"'],
    ["value", '"0x10"'],
    ["value", "[]"],
  ])("is refused by name and nothing is written: %s of %s", async (field, number) => {
    const metric = { key: '"m"', value: "1", timestamp: "1", step: "0", [field]: number };
    const fields = Object.entries(metric).map(([name, text]) => `"${name}": ${text}`);
    expect(
      await send("runs/log-metric", `{"run_id": "${runId}", ${fields.join(", ")}}`),
    ).toMatchObject(refused(new RegExp(`'${field}'`)));
    expect(
      await send(
        "runs/log-batch",
        `{"run_id": "${runId}", "params": [{"key": "p", "value": "1"}],
          "metrics": [{"key": "ok", "value": 1, "timestamp": 1}, {${fields.join(", ")}}]}`,
      ),
    ).toMatchObject(refused(new RegExp(`'metrics\\[1\\]\\.${field}'`)));
    await untouched();
  });

  it("is accepted when it is one of the three that JSON cannot write", async () => {
    const created = await call("POST", "runs/create", { experiment_id: "0" });
    const run_id = String(at(created.body, "run", "info", "run_id"));
    for (const value of ["NaN", "Infinity", "-Infinity"])
      await call("POST", "runs/log-metric", { run_id, key: value, value, timestamp: 1 });
    const { body } = await call("GET", `runs/get?run_id=${run_id}`);
    expect(at(body, "run", "data", "metrics")).toMatchObject(
      ["-Infinity", "Infinity", "NaN"].map((value) => ({ key: value, value })),
    );
  });
});

describe("too much", () => {
  it("is answered with 413 in MLflow's shape, whether the length is told or not", async () => {
    const mebibytes = 33;
    const text = "x".repeat(2 ** 20);
    const body = `{"run_id": "${text.repeat(mebibytes)}"}`;
    expect(await send("runs/log-batch", body)).toMatchObject({
      status: 413,
      body: { error_code: "BAD_REQUEST", message: expect.any(String) },
    });
    const chunks = new ReadableStream({
      start(controller) {
        for (let index = 0; index < mebibytes; index += 1)
          controller.enqueue(new TextEncoder().encode(text));
        controller.close();
      },
    });
    const outcome = await send("runs/log-batch", chunks).catch(() => "closed");
    expect(outcome === "closed" || at(outcome, "status")).toBeTruthy();
    if (outcome !== "closed") expect(at(outcome, "status")).toBe(413);
    await untouched();
  });

  it.each([
    ["name", "experiments/create", { name: "n".repeat(501) }],
    ["run_name", "runs/create", { experiment_id: "0", run_name: "n".repeat(501) }],
    ["user_id", "runs/create", { experiment_id: "0", user_id: "n".repeat(257) }],
  ])("of a name is refused by name: %s", async (field, path, body) => {
    expect(await call("POST", path, body)).toMatchObject(refused(new RegExp(`'${field}'`)));
  });
});

describe("a path that is not served", () => {
  it("is a 404 that is not JSON, so that clients fall back", async () => {
    for (const path of ["/api/2.0/mlflow/nothing", "/api/3.0/mlflow/traces/search"]) {
      const answer = await door.call("POST", path, { token, body: {} });
      expect(answer.status).toBe(404);
      expect(answer.headers.get("content-type")).toContain("text/html");
    }
  });

  it("with a method that it does not know is a 405 that is not JSON", async () => {
    for (const [method, path] of [
      ["GET", "runs/create"],
      ["DELETE", "runs/create"],
      ["POST", "runs/get"],
      ["PUT", "experiments/search"],
    ] as const) {
      const answer = await door.call(method, `${API}/${path}`, { token });
      expect(answer.status).toBe(405);
      expect(answer.headers.get("content-type")).toContain("text/html");
    }
  });
});
