import { encode } from "next-auth/jwt";
import { beforeAll, describe, expect, test } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { ROLES, SCOPES, type Scope, type Standing } from "@/lib/access/permissions";
import { hashSecret, newToken } from "@/lib/access/secrets";
import { SESSION_COOKIE, sessionSecret } from "@/lib/access/sessions";
import { db } from "@/lib/db/client";
import { createRegisteredModel } from "@/lib/models/commands/registered-models";
import { makeActor, makeActors, setUpDatabase } from "./database";
import { PERMISSIONS } from "./expected-access/permissions";
import { PROGRAM_ROUTES } from "./expected-access/routes";
import { setUpProgramDoor } from "./program-door";

setUpDatabase();
const door = setUpProgramDoor();

const ZERO = "00000000-0000-7000-8000-000000000000";
const STANDINGS: readonly Standing[] = [...ROLES, "operator"];
const RANKS: readonly Standing[] = ["person", ...STANDINGS];

interface Cast {
  slug: string;
  tokens: Record<string, string>;
  session: string;
}
const cast: Cast = { slug: "", tokens: {}, session: "" };

async function makeSecret(
  actor: Actor,
  more: { scopes?: readonly Scope[]; expiresAt?: Date } = {},
) {
  const secret = newToken();
  await db().apiToken.create({
    data: {
      userId: actor.userId,
      name: "test",
      hash: hashSecret(secret),
      prefix: secret.slice(0, 8),
      scopes: [...(more.scopes ?? SCOPES)],
      expiresAt: more.expiresAt ?? null,
    },
  });
  return secret;
}

beforeAll(async () => {
  const actors = await makeActors();
  const { workspaceId: id, workspaceSlug: slug } = actors.admin;
  const operator = await makeActor({ isOperator: true, workspace: { id, slug } });
  cast.slug = slug;
  // A workspace that holds something cannot be deleted, and every route is asked to do what it does.
  await createRegisteredModel(actors.admin, { name: "kept", tags: [] });
  for (const role of ROLES) cast.tokens[role] = await makeSecret(actors[role]);
  cast.tokens.operator = await makeSecret(operator);
  cast.tokens.stranger = await makeSecret(await makeActor());
  cast.tokens.expired = await makeSecret(operator, { expiresAt: new Date(Date.now() - 1) });
  for (const scope of SCOPES)
    cast.tokens[`without ${scope}`] = await makeSecret(operator, {
      scopes: SCOPES.filter((one) => one !== scope),
    });
  cast.session = await encode({
    token: { userId: operator.userId, epoch: 0 },
    secret: sessionSecret(),
  });
});

const addressOf = (url: string) =>
  url
    .replace(/:workspace(_name)?\b/, cast.slug)
    .replace(":uuid", "m-0123456789abcdef0123456789abcdef")
    .replace(":key", "k")
    .replace("*", "nowhere/file")
    .replace(/:\w+Id\b/, ZERO);

interface Answer {
  status: number;
  body: string;
}

/** Calls a route in the workspace of the cast, with a message that says nothing. A stream is left at its first byte. */
async function call(route: string, credentials: Record<string, string>): Promise<Answer> {
  const [method = "", url = ""] = route.split(" ");
  const response = await fetch(door.url + addressOf(url), {
    method,
    headers: {
      "X-MLFLOW-WORKSPACE": cast.slug,
      ...(method === "GET" ? {} : { "Content-Type": "application/json" }),
      ...credentials,
    },
    ...(method === "GET" ? {} : { body: "{}" }),
  });
  if (response.headers.get("content-type")?.startsWith("text/event-stream")) {
    await response.body?.cancel();
    return { status: response.status, body: "" };
  }
  return { status: response.status, body: await response.text() };
}

const callAs = (route: string, who: string) =>
  call(route, { Authorization: `Bearer ${cast.tokens[who] ?? ""}` });

/** Let in: whatever the empty message leads to, it is neither a refusal nor a failure of ours. */
function expectAdmission({ status, body }: Answer): void {
  expect([401, 403], body).not.toContain(status);
  expect(status, body).toBeLessThan(500);
}

const guarded = Object.entries(PROGRAM_ROUTES).flatMap(([route, access]) =>
  access === "public" || access === "signed link" ? [] : [{ route, access }],
);

describe("the door for programs", () => {
  test("serves what the table of expected access names, and nothing else", () => {
    const known = new Set(Object.keys(PROGRAM_ROUTES));
    const served = new Set(door.routes.map(({ method, url }) => `${method} ${url}`));
    expect([...known].filter((route) => !served.has(route))).toEqual([]);
    // Other methods of MLflow's paths are served only to say 405, which the next test checks.
    const urls = new Set([...known].map((route) => route.split(" ")[1]));
    const strays = door.routes.filter(({ url }) => !urls.has(url) && url !== "*");
    expect(strays).toEqual([]);
  });

  test("does nothing for a method that the table does not name", async () => {
    const others = door.routes
      .map(({ method, url }) => `${method} ${url}`)
      .filter((route) => !(route in PROGRAM_ROUTES) && !route.endsWith(" *"));
    expect(others.length).toBeGreaterThan(100);
    for (const route of others) {
      const { status } = await callAs(route, "operator");
      expect(status, route).toBe(405);
    }
  });

  test("answers preflights and unknown paths without letting anybody in", async () => {
    for (const path of ["/api/2.0/mlflow/nothing", "/api/slipway/v1/nothing", "/v1/nothing"]) {
      const answer = await door.call("GET", path, { token: cast.tokens.operator });
      expect(answer.status, path).toBe(404);
    }
  });

  test.each(guarded)("keeps strangers out of $route", async ({ route, access }) => {
    const [, scope] = PERMISSIONS[access];
    expect((await call(route, {})).status, "without credentials").toBe(401);
    expect((await callAs(route, "expired")).status, "with an expired token").toBe(401);
    const foreign = await callAs(route, "stranger");
    expect(foreign.status, "in a foreign workspace").toBe(404);
    expect(foreign.body).toContain("does not exist, or you are not a member of it");
    if (scope === null) return;
    const limited = await callAs(route, `without ${scope}`);
    expect(limited.status, `without the scope ${scope}`).toBe(403);
    expect(limited.body).toContain(scope);
  });

  test.each(guarded)("lets in to $route whoever has $access", async ({ route, access }) => {
    const [least] = PERMISSIONS[access];
    for (const standing of STANDINGS) {
      const answer = await callAs(route, standing);
      if (RANKS.indexOf(standing) >= RANKS.indexOf(least)) expectAdmission(answer);
      else expect(answer.status, standing).toBe(403);
    }
  });

  test.each(guarded)("takes a browser's session for reading only, at $route", async ({ route }) => {
    const answer = await call(route, { Cookie: `${SESSION_COOKIE}=${cast.session}` });
    if (route.startsWith("GET ")) expectAdmission(answer);
    else expect(answer.status).toBe(401);
  });

  test.each(
    Object.entries(PROGRAM_ROUTES).flatMap(([route, access]) =>
      access === "signed link" ? [route] : [],
    ),
  )("gives nobody anything at %s without a signature, not even an operator", async (route) => {
    expect((await call(route, {})).status).toBe(403);
    expect((await callAs(route, "operator")).status).toBe(403);
    expect((await call(`${route}?grant=bm90aGluZw.bm90aGluZw`, {})).status).toBe(403);
  });

  test.each(
    Object.entries(PROGRAM_ROUTES).flatMap(([route, access]) =>
      access === "public" ? [route] : [],
    ),
  )("lets anybody in to %s", async (route) => {
    const { status } = await call(route, {});
    expect([401, 403, 500]).not.toContain(status);
  });
});
