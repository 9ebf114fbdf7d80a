import { afterEach, describe, expect, test, vi } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { SCOPES, type Scope } from "@/lib/access/permissions";
import { hashSecret, newToken } from "@/lib/access/secrets";
import { db } from "@/lib/db/client";
import { makeActor, makeWorkspace, setUpDatabase } from "@/lib/testing/database";
import { setUpProgramDoor } from "@/lib/testing/program-door";

setUpDatabase();
const door = setUpProgramDoor();
afterEach(() => {
  vi.useRealTimers();
});

/** From here on time goes on only when a test says so, however long things take; timers run as ever. */
function stopTheClock(): number {
  vi.useFakeTimers({ toFake: ["Date"] });
  return Date.now();
}

const SEARCH = "/api/2.0/mlflow/experiments/search";
const CREATE = "/api/2.0/mlflow/experiments/create";
const ME = "/api/slipway/v1/me";

interface TokenOptions {
  scopes?: readonly Scope[];
  workspaceId?: string | null;
  expiresAt?: Date | null;
}

async function makeSecret(actor: Actor, options: TokenOptions = {}) {
  const { scopes = SCOPES, workspaceId = null, expiresAt = null } = options;
  const secret = newToken();
  const { id } = await db().apiToken.create({
    data: {
      userId: actor.userId,
      name: "test",
      hash: hashSecret(secret),
      prefix: secret.slice(0, 8),
      scopes: [...scopes],
      workspaceId,
      expiresAt,
    },
  });
  return { id, secret };
}

const search = (headers: Record<string, string>) =>
  door.call("GET", `${SEARCH}?max_results=5`, { headers });
const bearer = (secret: string) => ({ Authorization: `Bearer ${secret}` });
const basic = (user: string, secret: string) => ({
  Authorization: `Basic ${Buffer.from(`${user}:${secret}`).toString("base64")}`,
});

describe("an API token", () => {
  test("is taken as Bearer, and as the password of Basic whatever the user name", async () => {
    const { secret } = await makeSecret(await makeActor());
    for (const headers of [
      bearer(secret),
      { Authorization: `bearer ${secret}` },
      basic("token", secret),
      basic("", secret),
      basic("ada@example.org", secret),
    ])
      expect(await search(headers)).toMatchObject({ status: 200 });
  });

  test.each([
    ["nothing", {}],
    ["an unknown token", bearer("slw_unknown")],
    ["an empty one", { Authorization: "Bearer " }],
    ["another scheme", { Authorization: "Digest abc" }],
    ["Basic without a colon", { Authorization: `Basic ${btoa("abc")}` }],
    ["Basic without a password", basic("ada", "")],
    ["no base64", { Authorization: "Basic %%%" }],
  ])("is asked for, in MLflow's shape, of whoever sends %s", async (_title, headers) => {
    const answer = await search(headers);
    expect(answer).toMatchObject({
      status: 401,
      body: { error_code: "UNAUTHENTICATED", message: expect.any(String) },
    });
    expect(answer.headers.get("www-authenticate")).toMatch(/^Basic/);
  });

  test("is not a user's password", async () => {
    const actor = await makeActor();
    const { hashPassword } = await import("./passwords");
    await db().user.update({
      where: { id: actor.userId },
      data: { passwordHash: await hashPassword("correct horse battery") },
    });
    expect(await search(basic(actor.email, "correct horse battery"))).toMatchObject({
      status: 401,
    });
  });

  test("is kept as a hash only", async () => {
    const { id, secret } = await makeSecret(await makeActor());
    const row = await db().apiToken.findUniqueOrThrow({ where: { id } });
    expect(JSON.stringify(row)).not.toContain(secret);
    expect(row.hash).toMatch(/^[0-9a-f]{64}$/);
  });

  test("works until it expires", async () => {
    const actor = await makeActor();
    const past = await makeSecret(actor, { expiresAt: new Date(Date.now() - 1) });
    const future = await makeSecret(actor, { expiresAt: new Date(Date.now() + 60_000) });
    expect(await search(bearer(past.secret))).toMatchObject({ status: 401 });
    expect(await search(bearer(future.secret))).toMatchObject({ status: 200 });
  });

  test("does not outlive its expiry by being remembered", async () => {
    const stopped = stopTheClock();
    const expiresAt = new Date(stopped + 1_000);
    const { secret } = await makeSecret(await makeActor(), { expiresAt });
    expect(await search(bearer(secret))).toMatchObject({ status: 200 });
    vi.setSystemTime(expiresAt);
    expect(await search(bearer(secret))).toMatchObject({ status: 401 });
  });

  test("revoked by another replica is refused within three seconds", async () => {
    const stopped = stopTheClock();
    const { id, secret } = await makeSecret(await makeActor());
    expect(await search(bearer(secret))).toMatchObject({ status: 200 });
    await db().apiToken.update({ where: { id }, data: { revokedAt: new Date() } });
    vi.setSystemTime(stopped + 3_000);
    expect(await search(bearer(secret))).toMatchObject({ status: 401 });
  });

  test("of somebody who is disabled or has left is refused", async () => {
    const [left, disabled] = [await makeActor(), await makeActor()];
    const tokens = [await makeSecret(left), await makeSecret(disabled)];
    await db().membership.deleteMany({ where: { userId: left.userId } });
    await db().user.update({ where: { id: disabled.userId }, data: { disabledAt: new Date() } });
    expect(await search(bearer(tokens[0]?.secret ?? ""))).toMatchObject({ status: 404 });
    expect(await search(bearer(tokens[1]?.secret ?? ""))).toMatchObject({ status: 401 });
  });

  test("notes when it was last used", async () => {
    const { id, secret } = await makeSecret(await makeActor());
    const used = async () => (await db().apiToken.findUniqueOrThrow({ where: { id } })).lastUsedAt;
    expect(await used()).toBeNull();
    const before = Date.now();
    await search(bearer(secret));
    expect((await used())?.getTime()).toBeGreaterThanOrEqual(before);
  });

  test("is limited to its scopes, and by the role of its user", async () => {
    const contributor = await makeActor({ role: "contributor" });
    const reader = await makeSecret(contributor, { scopes: ["tracking:read"] });
    const viewer = await makeSecret(await makeActor({ role: "viewer" }));
    expect(await search(bearer(reader.secret))).toMatchObject({ status: 200 });
    const create = (secret: string) =>
      door.call("POST", CREATE, { token: secret, body: { name: "e" } });
    expect(await create(reader.secret)).toMatchObject({
      status: 403,
      body: {
        error_code: "PERMISSION_DENIED",
        message: expect.stringContaining('the scope "tracking:write"'),
      },
    });
    expect(await create(viewer.secret)).toMatchObject({
      status: 403,
      body: { message: expect.stringContaining('the role "viewer"') },
    });
  });
});

describe("the workspace of a request", () => {
  const inWorkspace = (secret: string, slug: string) => ({
    ...bearer(secret),
    "X-MLFLOW-WORKSPACE": slug,
  });

  test("is the one the header names", async () => {
    const home = await makeActor();
    const other = await makeWorkspace();
    await db().membership.create({
      data: { userId: home.userId, workspaceId: other.id, role: "viewer" },
    });
    const { secret } = await makeSecret(home);
    const me = async (headers: Record<string, string>) =>
      (await door.call("GET", ME, { headers })).body;
    expect(await me(bearer(secret))).toMatchObject({ workspace: home.workspaceSlug });
    expect(await me(inWorkspace(secret, other.slug))).toMatchObject({
      workspace: other.slug,
      role: "viewer",
    });
  });

  test("is not found when it is foreign, exactly as when it does not exist", async () => {
    const { secret } = await makeSecret(await makeActor());
    const foreign = await makeWorkspace();
    const answer = await search(inWorkspace(secret, foreign.slug));
    const missing = await search(inWorkspace(secret, "no-such-one"));
    expect(answer).toMatchObject({
      status: 404,
      body: { error_code: "RESOURCE_DOES_NOT_EXIST" },
    });
    expect(JSON.stringify(answer.body).replace(foreign.slug, "x")).toBe(
      JSON.stringify(missing.body).replace("no-such-one", "x"),
    );
  });

  test("is the only one of a token that is bound to it, even for an operator", async () => {
    const operator = await makeActor({ isOperator: true });
    const other = await makeWorkspace();
    const bound = await makeSecret(operator, { workspaceId: operator.workspaceId });
    expect(await search(bearer(bound.secret))).toMatchObject({ status: 200 });
    expect(await search(inWorkspace(bound.secret, operator.workspaceSlug))).toMatchObject({
      status: 200,
    });
    expect(await search(inWorkspace(bound.secret, other.slug))).toMatchObject({ status: 404 });
    expect(await door.call("GET", "/api/slipway/v1/users", { token: bound.secret })).toMatchObject({
      status: 403,
    });
    const listed = await door.call("GET", "/api/slipway/v1/workspaces", { token: bound.secret });
    expect(listed.body).toEqual({
      items: [{ slug: operator.workspaceSlug, name: operator.workspaceSlug, role: "admin" }],
    });
  });

  test("is any for an operator's token that is bound to none", async () => {
    const operator = await makeActor({ isOperator: true });
    const other = await makeWorkspace();
    const { secret } = await makeSecret(operator);
    expect(await search(inWorkspace(secret, other.slug))).toMatchObject({ status: 200 });
  });
});
