import { beforeAll, describe, expect, test } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { createRegisteredModel } from "@/lib/models/commands/registered-models";
import { createModelVersion } from "@/lib/models/commands/versions";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { makeToken, setUpProgramDoor } from "@/lib/testing/program-door";

setUpDatabase();
const door = setUpProgramDoor();

let actor: Actor;
let token: string;
const NAME = "churn 50% & more";

beforeAll(async () => {
  actor = await makeActor({ role: "contributor" });
  token = await makeToken(actor);
  await createRegisteredModel(actor, { name: NAME, tags: [] });
  for (const source of ["s3://bucket/one", "s3://bucket/two"])
    await createModelVersion(actor, { name: NAME, source, description: "Who leaves.", tags: [] });
});

const pathOf = (rest: string, version: number | string = 1) =>
  `/api/slipway/v1/workspaces/${actor.workspaceSlug}/models/${encodeURIComponent(NAME)}/versions/${version}/${rest}`;
const get = (rest: string, version?: number | string) =>
  door.call("GET", pathOf(rest, version), { token });
const save = (body: unknown, version?: number) =>
  door.call("POST", pathOf("card", version), { token, body });

describe("model cards by REST", () => {
  test("are proposed, saved once, listed, compared and refused on top of an older one", async () => {
    expect((await get("card")).body).toMatchObject({ card: null, newest: 0 });
    expect((await get("card/proposal")).body).toMatchObject({
      document: { summary: "Who leaves.", intendedUse: "" },
      sources: { summary: "The description of this version" },
    });
    const first = { basedOn: 0, document: { licence: "MIT", summary: "a <b>" } };
    expect(await save(first)).toMatchObject({ status: 200, body: { number: 1, isNew: true } });
    expect(await save(first)).toMatchObject({ status: 200, body: { number: 1, isNew: false } });
    expect(await save({ basedOn: 0, document: { licence: "GPL-3.0" } })).toMatchObject({
      status: 409,
      body: { error: { code: "CONFLICT", message: expect.stringContaining("card 1 meanwhile") } },
    });
    await save({ basedOn: 1, document: { licence: "GPL-3.0" }, note: "Asked for." });
    await save({ basedOn: 0, document: { licence: "MIT" } }, 2);
    expect((await get("card")).body).toMatchObject({ card: { number: 2, note: "Asked for." } });
    expect((await get("cards")).body).toMatchObject({ items: [{ number: 2 }, { number: 1 }] });
    const model = `/api/slipway/v1/workspaces/${actor.workspaceSlug}/models/${encodeURIComponent(NAME)}/cards?limit=1`;
    expect((await door.call("GET", model, { token })).body).toMatchObject({
      items: [{ version: 2, number: 1 }],
      nextPageToken: expect.any(String),
    });
    expect((await get("card/comparison?withVersion=2")).body).toMatchObject({
      changes: [{ field: "licence", kind: "changed", before: "MIT", after: "GPL-3.0" }],
    });
  });

  test("come as files; a page is shown without any rights", async () => {
    const page = await get("card/export?format=html&card=1");
    expect(page.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(page.headers.get("content-disposition")).toMatch(
      /^inline; filename="churn-50-more-1-card-1\.html"/,
    );
    expect(page.headers.get("content-security-policy")).toBe(
      "sandbox; default-src 'none'; style-src 'unsafe-inline'",
    );
    expect(page.headers.get("x-content-type-options")).toBe("nosniff");
    expect(page.body).toContain("churn 50% &amp; more version 1");
    const hub = await get("card/export?format=huggingface&card=1");
    expect(hub.headers.get("content-disposition")).toMatch(/^attachment/);
    expect(hub.body).toMatch(/^---\nlicense: mit\n/);
    expect((await get("card/export?card=1")).body).toMatchObject({
      number: 1,
      document: { licence: "MIT" },
    });
  });

  test("refuse what makes no sense, with the field that is wrong, and change nothing", async () => {
    const before = (await get("cards")).body;
    for (const body of [
      {},
      { basedOn: -1, document: {} },
      { basedOn: 2, document: { licence: 7 } },
      { basedOn: 2, document: { license: "misspelt" } },
      { basedOn: 2, document: { riskRating: "enormous" } },
      { basedOn: 2, document: { results: [{ metric: "auc", value: "0.9" }] } },
      { basedOn: 2, document: { ethics: "x".repeat(10_001) } },
      { basedOn: 2, document: { ethics: "\u0000" } },
    ])
      expect((await save(body)).status, JSON.stringify(body).slice(0, 80)).toBe(400);
    expect((await get("cards")).body).toEqual(before);
    for (const [rest, version] of [
      ["card", "none"],
      ["card?card=0", 1],
      ["card/export?format=pdf", 1],
      ["card/comparison?card=1", 1],
      ["cards?pageToken=nonsense", 1],
    ] as const)
      expect((await get(rest, version)).status, rest).toBe(400);
    for (const [rest, version] of [
      ["card", 9],
      ["card?card=9", 1],
      ["card/comparison?withVersion=9", 1],
    ] as const)
      expect((await get(rest, version)).status, rest).toBe(404);
  });

  test("are written by whoever may, in their own workspace", async () => {
    const viewer = await makeToken(
      await makeActor({
        role: "viewer",
        workspace: { id: actor.workspaceId, slug: actor.workspaceSlug },
      }),
    );
    const body = { basedOn: 2, document: {} };
    expect((await door.call("POST", pathOf("card"), { token: viewer, body })).status).toBe(403);
    expect((await door.call("GET", pathOf("card"), { token: viewer })).status).toBe(200);
    const stranger = await makeToken(await makeActor());
    expect((await door.call("GET", pathOf("card"), { token: stranger })).status).toBe(404);
  });
});
