import { describe, expect, test } from "vitest";
import { z } from "zod";
import type { Actor } from "@/lib/access/actor";
import { db } from "@/lib/db/client";
import { makeActor, makeActors, setUpDatabase } from "@/lib/testing/database";
import { makeToken, setUpProgramDoor } from "@/lib/testing/program-door";

setUpDatabase();
const door = setUpProgramDoor();

const API = "/api/slipway/v1";
const pathOf = (actor: Actor) => `${API}/workspaces/${actor.workspaceSlug}`;
const made = z.object({
  token: z.object({ id: z.string(), prefix: z.string() }),
  secret: z.string(),
});

describe("Slipway's REST API", () => {
  test("says who a token stands for", async () => {
    const actor = await makeActor({ role: "contributor" });
    const { status, body, headers } = await door.call("GET", `${API}/me`, {
      token: await makeToken(actor),
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      account: { email: actor.email, isOperator: false },
      workspace: actor.workspaceSlug,
      role: "contributor",
    });
    expect(headers.get("cache-control")).toBe("no-store");
  });

  test("refuses nobody, strangers and unknown tokens in one shape", async () => {
    const actor = await makeActor();
    const stranger = await makeToken(await makeActor());
    const nobody = await door.call("GET", `${pathOf(actor)}/members`);
    expect(nobody).toMatchObject({
      status: 401,
      body: { error: { code: "UNAUTHENTICATED", message: expect.any(String) } },
    });
    expect(nobody.headers.get("www-authenticate")).toMatch(/^Bearer/);
    const unknown = await door.call("GET", `${API}/me`, { token: "slw_unknown" });
    expect(unknown.status).toBe(401);
    const foreign = await door.call("GET", `${pathOf(actor)}/members`, { token: stranger });
    const missing = await door.call("GET", `${API}/workspaces/no-such/members`, {
      token: stranger,
    });
    expect(foreign.status).toBe(404);
    // A foreign workspace and one that does not exist differ in nothing but the name that was asked for.
    expect(JSON.stringify(foreign.body).replace(actor.workspaceSlug, "x")).toBe(
      JSON.stringify(missing.body).replace("no-such", "x"),
    );
  });

  test("names the fields that are wrong", async () => {
    const admin = await makeActor();
    const { status, body } = await door.call("POST", `${pathOf(admin)}/invitations`, {
      token: await makeToken(admin),
      body: { email: "not an address", role: "king" },
    });
    expect(status).toBe(400);
    expect(body).toMatchObject({
      error: { code: "INVALID", fields: { email: expect.any(String), role: expect.any(String) } },
    });
  });

  test.each([
    ["no JSON", "{", "application/json"],
    ["another type", "a=1", "application/x-www-form-urlencoded"],
    ["a list", "[]", "application/json"],
    ["nothing", "", "application/json"],
    ["a NUL character", '{"email":"a@b.co","role":"viewer","x":"\\u0000"}', "text/plain"],
  ])("answers a body that is %s with a 4xx", async (_title, body, type) => {
    const admin = await makeActor();
    const response = await fetch(`${door.url}${pathOf(admin)}/invitations`, {
      method: "POST",
      body,
      headers: { "Content-Type": type, Authorization: `Bearer ${await makeToken(admin)}` },
    });
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(response.status).toBeLessThan(500);
    expect(await response.json()).toMatchObject({ error: { code: expect.any(String) } });
  });

  test("answers text that cannot be stored with a 4xx, wherever it stands", async () => {
    const operator = await makeActor({ isOperator: true });
    const token = await makeToken(operator);
    const nul = "a\u0000b";
    const answers = await Promise.all([
      door.call("POST", `${API}/users`, { token, body: { email: "n@x.org", name: nul } }),
      door.call("POST", `${API}/workspaces`, { token, body: { slug: "nul", name: "a\ud800" } }),
      door.call("GET", `${API}/workspaces/a%00b/members`, { token }),
      door.call("GET", `${API}/users?search=a%00b`, { token }),
      door.call("GET", `${API}/users?pageToken=${btoa('{"after":"a\\u0000"}')}`, { token }),
      door.call("GET", `${API}/users/not-a-uuid`, { token }),
      door.call("GET", `${API}/me`, { token, headers: { "X-MLFLOW-WORKSPACE": "%00" } }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([400, 400, 404, 400, 400, 400, 404]);
  });

  test("manages users, workspaces and members for operators", async () => {
    const operator = await makeActor({ isOperator: true });
    const token = await makeToken(operator);
    const workspace = await door.call("POST", `${API}/workspaces`, {
      token,
      body: { slug: "fraud", name: "Fraud" },
    });
    expect(workspace).toMatchObject({ status: 201, body: { slug: "fraud", name: "Fraud" } });
    const again = await door.call("POST", `${API}/workspaces`, {
      token,
      body: { slug: "fraud", name: "Other" },
    });
    expect(again).toMatchObject({ status: 409, body: { error: { code: "ALREADY_EXISTS" } } });
    const user = await door.call("POST", `${API}/users`, {
      token,
      body: { email: "Grace@Example.org", name: "Grace", password: "a long enough one" },
    });
    expect(user).toMatchObject({ status: 201, body: { email: "grace@example.org" } });
    expect(JSON.stringify(user.body)).not.toContain("scrypt");
    const { id: userId } = z.object({ id: z.string() }).parse(user.body);
    const members = `${API}/workspaces/fraud/members`;
    const added = await door.call("POST", members, {
      token,
      body: { email: "grace@example.org", role: "viewer" },
    });
    expect(added).toMatchObject({ status: 201, body: { userId, role: "viewer" } });
    const changed = await door.call("PATCH", `${members}/${userId}`, {
      token,
      body: { role: "approver" },
    });
    expect(changed).toMatchObject({ status: 200, body: { role: "approver" } });
    const removed = await door.call("DELETE", `${members}/${userId}`, { token });
    expect(removed).toMatchObject({ status: 204, body: "" });
    const disabled = await door.call("PATCH", `${API}/users/${userId}`, {
      token,
      body: { isDisabled: true },
    });
    expect(disabled).toMatchObject({ status: 200, body: { isDisabled: true } });
    const refused = await door.call("DELETE", `${API}/workspaces/fraud?confirmation=frau`, {
      token,
    });
    expect(refused.status).toBe(400);
    const deleted = await door.call("DELETE", `${API}/workspaces/fraud?confirmation=fraud`, {
      token,
    });
    expect(deleted.status).toBe(204);
    expect(await db().workspace.count({ where: { slug: "fraud" } })).toBe(0);
  });

  test("does not delete a workspace that holds what people recorded", async () => {
    const operator = await makeActor({ isOperator: true });
    const token = await makeToken(operator);
    await db().registeredModel.create({
      data: {
        workspaceId: operator.workspaceId,
        name: "churn",
        creationTime: 1n,
        lastUpdateTime: 1n,
      },
    });
    const slug = operator.workspaceSlug;
    const answer = await door.call("DELETE", `${API}/workspaces/${slug}?confirmation=${slug}`, {
      token,
    });
    expect(answer).toMatchObject({
      status: 409,
      body: { error: { message: expect.stringContaining("1 models") } },
    });
  });

  test("answers an invitation's link once", async () => {
    const admin = await makeActor();
    const token = await makeToken(admin);
    const path = `${pathOf(admin)}/invitations`;
    const answer = await door.call("POST", path, {
      token,
      body: { email: "new@example.org", role: "viewer" },
    });
    const { invitation, link } = z
      .object({ invitation: z.object({ id: z.string() }), link: z.string() })
      .parse(answer.body);
    expect(link).toMatch(new RegExp(`^${door.url}/invite/[\\w-]{32}$`));
    const listed = await door.call("GET", path, { token });
    expect(listed.body).toMatchObject({ items: [{ id: invitation.id, state: "open" }] });
    expect(JSON.stringify(listed.body)).not.toContain(link.split("/").at(-1));
    const renewed = await door.call("POST", `${path}/${invitation.id}/renew`, { token });
    expect(renewed).toMatchObject({ status: 200, body: { link: expect.not.stringMatching(link) } });
    expect((await door.call("DELETE", `${path}/${invitation.id}`, { token })).status).toBe(204);
  });

  test("pages through a list to its end", async () => {
    const { admin, viewer, contributor, approver } = await makeActors();
    const token = await makeToken(viewer);
    const emails: string[] = [];
    for (let query = "?limit=3"; query; ) {
      const { body } = await door.call("GET", `${pathOf(admin)}/members${query}`, { token });
      const page = z
        .object({
          items: z.array(z.object({ email: z.string() })),
          nextPageToken: z.string().optional(),
        })
        .parse(body);
      emails.push(...page.items.map(({ email }) => email));
      query = page.nextPageToken
        ? `?limit=3&pageToken=${encodeURIComponent(page.nextPageToken)}`
        : "";
    }
    expect(emails).toEqual([admin, viewer, contributor, approver].map(({ email }) => email).sort());
    const tooMany = await door.call("GET", `${pathOf(admin)}/members?limit=201`, { token });
    expect(tooMany.status).toBe(400);
  });
});

describe("tokens made through the API", () => {
  const input = {
    name: "ci",
    scopes: ["tracking:read", "workspace:admin"],
    expiresInDays: 30,
    isBound: true,
  };

  test("are answered once and kept as a hash", async () => {
    const actor = await makeActor({ role: "viewer" });
    const token = await makeToken(actor);
    const answer = await door.call("POST", `${pathOf(actor)}/tokens`, { token, body: input });
    expect(answer.status).toBe(201);
    const { token: entity, secret } = made.parse(answer.body);
    expect(secret.startsWith(entity.prefix)).toBe(true);
    const row = await db().apiToken.findUniqueOrThrow({ where: { id: entity.id } });
    expect(JSON.stringify(row)).not.toContain(secret);
    const listed = await door.call("GET", `${pathOf(actor)}/tokens`, { token });
    expect(JSON.stringify(listed.body)).not.toContain(secret);
    expect(listed.body).toMatchObject({
      items: [{ id: entity.id, state: "active", workspaceSlug: actor.workspaceSlug }, {}],
    });
  });

  test("never can do more than the one they are made with", async () => {
    const actor = await makeActor();
    const made1 = await door.call("POST", `${pathOf(actor)}/tokens`, {
      token: await makeToken(actor),
      body: input,
    });
    const { secret } = made.parse(made1.body);
    const more = (change: object) =>
      door.call("POST", `${pathOf(actor)}/tokens`, {
        token: secret,
        body: { ...input, ...change },
      });
    expect(await more({ scopes: ["tracking:write"] })).toMatchObject({ status: 403 });
    expect(await more({ isBound: false })).toMatchObject({ status: 403 });
    expect(await more({ expiresInDays: null })).toMatchObject({ status: 403 });
    expect(await more({ expiresInDays: 31 })).toMatchObject({ status: 403 });
    expect(await more({ expiresInDays: 1 })).toMatchObject({ status: 201 });
  });

  test("of somebody else are revoked by admins, when they are bound to the workspace", async () => {
    const { admin, viewer, contributor } = await makeActors();
    const answer = await door.call("POST", `${pathOf(viewer)}/tokens`, {
      token: await makeToken(viewer),
      body: input,
    });
    const { token, secret } = made.parse(answer.body);
    const revoke = async (actor: Actor) =>
      door.call("DELETE", `${pathOf(actor)}/tokens/${token.id}`, { token: await makeToken(actor) });
    expect((await revoke(contributor)).status).toBe(403);
    expect((await revoke(await makeActor())).status).toBe(404);
    expect((await door.call("GET", `${API}/me`, { token: secret })).status).toBe(200);
    expect((await revoke(admin)).status).toBe(204);
    expect((await door.call("GET", `${API}/me`, { token: secret })).status).toBe(401);
  });
});
