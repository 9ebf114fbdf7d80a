import type { IncomingMessage, ServerResponse } from "node:http";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { settleEnv } from "@/lib/core/env";
import { sendBytes } from "@/lib/testing/raw-socket";
import { HttpServer } from "./http-server";

let server: HttpServer;
let port: number;
/** Requests that reached a door, and who answers them. */
let reached: string[];
let answer: (response: ServerResponse) => void;

beforeEach(async () => {
  settleEnv({ PORT: 0 });
  reached = [];
  answer = (response) => response.end("hello");
  const door = (name: string) => ({
    handle: (request: IncomingMessage, response: ServerResponse) => {
      reached.push(`${name} ${request.method} ${request.url}`);
      answer(response);
    },
  });
  server = new HttpServer({
    programs: door("programs"),
    people: { ...door("people"), upgrade: () => undefined, close: async () => undefined },
  });
  port = await server.listen();
});

afterEach(() => server.drain());

const request = (line: string, ...headers: string[]) =>
  [`${line} HTTP/1.1`, "Host: localhost", "Connection: close", ...headers, "", ""].join("\r\n");
const statusOf = async (...parts: string[]) =>
  Number(/^HTTP\/1\.1 (\d{3})/.exec(await sendBytes(port, parts))?.[1] ?? 0);

describe("a request that names no page", () => {
  test.each([
    ["GET /default/runs/%ff", 400],
    ["GET /%ZZ", 400],
    ["GET /default/models/%ed%a0%80?tab=files", 400],
    ["OPTIONS *", 400],
    ["GET http://evil.example/health", 400],
    ["GET http://evil.example/api/2.0/mlflow/runs/get", 400],
    ["TRACE /default/experiments", 405],
    ["DELETE /default/experiments", 405],
    ["PUT /api/ui/default/experiments", 405],
  ])("is refused before any door: %s", async (line, status) => {
    expect(await statusOf(request(line))).toBe(status);
    expect(reached).toEqual([]);
  });

  test("may still have an odd query, and programs have methods of their own", async () => {
    expect(await statusOf(request("GET /default/experiments?search=%ff"))).toBe(200);
    expect(await statusOf(request("DELETE /api/2.0/mlflow-artifacts/artifacts/a"))).toBe(200);
    expect(reached).toEqual([
      "people GET /default/experiments?search=%ff",
      "programs DELETE /api/2.0/mlflow-artifacts/artifacts/a",
    ]);
  });
});

describe("who asks from elsewhere", () => {
  test("gets nothing under a name that is not ours, and changes nothing from another site", async () => {
    expect(await statusOf("GET /sign-in HTTP/1.1\r\nHost: evil.example\r\n\r\n")).toBe(403);
    expect(await statusOf(request("POST /sign-in", "Origin: http://evil.example"))).toBe(403);
    expect(await statusOf(request("POST /sign-in", "Origin: null"))).toBe(403);
    expect(reached).toEqual([]);
    expect(await statusOf(request("POST /sign-in", "Origin: http://localhost"))).toBe(200);
  });
});

describe("one connection", () => {
  test("may not send many requests without waiting for their answers", async () => {
    answer = () => undefined;
    const flood = "GET /api/2.0/mlflow/experiments/search HTTP/1.1\r\nHost: localhost\r\n\r\n";
    expect(await sendBytes(port, [flood.repeat(200)])).toBe("");
    expect(reached).toHaveLength(32);
  });

  test("may send as many as it likes one after the other", async () => {
    const one = "GET /version HTTP/1.1\r\nHost: localhost\r\n\r\n";
    const few = await sendBytes(port, [one.repeat(20), request("GET /version")]);
    expect(few.match(/200 OK/g)).toHaveLength(21);
  });

  test("is closed when its headers are too long", async () => {
    expect(await statusOf(request("GET /version", `X-Long: ${"x".repeat(20_000)}`))).toBe(431);
  });
});
