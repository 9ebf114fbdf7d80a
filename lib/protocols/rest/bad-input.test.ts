import { beforeAll, describe, expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { makeToken, setUpProgramDoor } from "@/lib/testing/program-door";
import { sendBytes } from "@/lib/testing/raw-socket";

setUpDatabase();
const door = setUpProgramDoor();

const WORKSPACES = "/api/slipway/v1/workspaces";
let token: string;
let slug: string;

beforeAll(async () => {
  const operator = await makeActor({ role: "admin", isOperator: true });
  token = await makeToken(operator);
  slug = operator.workspaceSlug;
});

async function post(path: string, body: BodyInit, type = "application/json") {
  const response = await fetch(door.url + path, {
    method: "POST",
    headers: { "Content-Type": type, Authorization: `Bearer ${token}` },
    body,
  });
  return { status: response.status, body: await response.json() };
}

const refused = { status: 400, body: { error: { code: "INVALID", message: expect.any(String) } } };

/** Bodies that would make a workspace if what is wrong with them went unnoticed. */
const CREATIONS: readonly [what: string, body: BodyInit][] = [
  ["a NUL character", '{"slug": "odd", "name": "a\\u0000b"}'],
  ["half of a surrogate pair", '{"slug": "odd", "name": "a\\ud83d"}'],
  ["what is not UTF-8", Buffer.from('{"slug": "odd", "name": "caf\xe9"}', "latin1")],
  ["lists 10,000 deep", `{"slug": "odd", "name": ${"[".repeat(10_000)}${"]".repeat(10_000)}}`],
  [
    "objects 10,000 deep",
    `{"slug": "odd", "name": ${'{"a":'.repeat(10_000)}1${"}".repeat(10_000)}}`,
  ],
  ["a prototype", '{"__proto__": {"slug": "odd", "name": "Odd"}}'],
  ["a prototype of a prototype", '{"constructor": {"prototype": {"slug": "odd", "name": "Odd"}}}'],
  ["no JSON", '{"slug": "odd", "name": "Odd"'],
  ["no object", '["odd"]'],
  ["nothing", ""],
];

describe("a body with", () => {
  it.each(CREATIONS)("%s is refused, and nothing is made", async (_what, body) => {
    expect(await post(WORKSPACES, body)).toMatchObject(refused);
    expect(await db().workspace.count({ where: { slug: "odd" } })).toBe(0);
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  it("another type than JSON is refused", async () => {
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "///;;"])
      expect((await post(WORKSPACES, '{"slug": "odd", "name": "Odd"}', type)).status).toBe(415);
  });

  it("equal keys counts the last of them", async () => {
    const made = await post(WORKSPACES, '{"slug": "twice", "name": "One", "name": "Two"}');
    expect(made).toMatchObject({ status: 201, body: { name: "Two" } });
  });

  it("more than a mebibyte is refused by its length, before it is sent", async () => {
    const head = `POST ${WORKSPACES} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\nContent-Length: 2000000\r\n\r\n`;
    const answer = await sendBytes(Number(new URL(door.url).port), [head, "{"]);
    expect(answer).toContain("413 Payload Too Large");
  });
});

describe("a path or query of a strange form", () => {
  it.each(["%00", "a%00b", "..%2f..", "__proto__", "constructor", "%F0%9F%9A%80"])(
    "names nothing: %s",
    async (name) => {
      for (const path of [
        `/workspaces/${name}`,
        `/users/${name}`,
        `/workspaces/${slug}/members/${name}`,
        `/workspaces/${slug}/tokens/${name}`,
        `/workspaces/${slug}/invitations/${name}`,
      ])
        for (const method of ["GET", "PATCH", "DELETE"]) {
          const body = method === "PATCH" ? { body: {} } : {};
          const { status } = await door.call(method, `/api/slipway/v1${path}`, { token, ...body });
          expect(status).toBeGreaterThanOrEqual(400);
          expect(status).toBeLessThan(500);
        }
    },
  );

  it.each([
    "limit=abc",
    "limit=-1",
    "limit=1e9",
    "limit=1&limit=2",
    "pageToken=%00",
    "pageToken=zz",
  ])("is refused where it is not understood: ?%s", async (query) => {
    const { status } = await door.call("GET", `/api/slipway/v1/users?${query}`, { token });
    expect(status).toBe(400);
  });
});
