import { NextRequest } from "next/server";
import { describe, expect, test } from "vitest";
import { authRoute } from "./next-auth";

const nobody = () => Promise.reject(new Error("Nobody may get as far as signing in."));
const handler = authRoute({ withPassword: nobody, withProvider: nobody, end: nobody });

function ask(path: string, init: { method?: string; body?: string; type?: string } = {}) {
  const { method = "POST", body = "", type = "application/json" } = init;
  const [action = ""] = path.split("?");
  return handler(
    new NextRequest(`http://localhost/api/auth/${path}`, {
      method,
      ...(method === "GET"
        ? {}
        : { body, headers: { "Content-Type": type, "Content-Length": String(body.length) } }),
    }),
    { params: Promise.resolve({ nextauth: action.split("/") }) },
  );
}

describe("a request that next-auth cannot read is the sender's mistake", () => {
  test.each(["{", "[".repeat(10_000), "[]", "null", '"text"', '{"email": {"$ne": ""}}', ""])(
    "as JSON: %.20s",
    async (body) => {
      for (const path of ["callback/password", "signin/oidc", "signout", "csrf"])
        expect((await ask(path, { body })).status).toBe(400);
    },
  );

  test("in its query", async () => {
    for (const path of ["error?error=%00", "signin?callbackUrl=a%00b"])
      expect((await ask(path, { method: "GET" })).status).toBe(400);
  });

  test.each(["\\\\evil.example", "javascript:alert(1)", "evil.example", "http://"])(
    "in where it wants to go afterwards: %s",
    async (callbackUrl) => {
      const form = new URLSearchParams({ callbackUrl, email: "a@example.org", password: "x" });
      const type = "application/x-www-form-urlencoded";
      const sent = [
        ask("callback/password", { body: String(form), type }),
        ask("callback/password", { body: JSON.stringify({ callbackUrl }) }),
        ask(`signin?${form}`, { method: "GET" }),
      ];
      for (const answer of await Promise.all(sent)) expect(answer.status).toBe(400);
    },
  );

  test("by its method", async () => {
    expect((await ask("callback/password", { method: "GET" })).status).toBe(405);
  });

  test("by its size", async () => {
    const body = `email=${"a".repeat(20_000)}`;
    const type = "application/x-www-form-urlencoded";
    expect((await ask("callback/password", { body, type })).status).toBe(413);
  });

  test("by what it asks for", async () => {
    for (const path of ["session", "_log", "constructor", "__proto__"])
      expect((await ask(path, { method: "GET" })).status).toBe(404);
  });
});
