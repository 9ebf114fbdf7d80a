import { beforeAll, describe, expect, test } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { openRequest } from "@/lib/approvals/commands/requests";
import { openRequestInput } from "@/lib/approvals/schema/requests";
import { createExperiment } from "@/lib/experiments/commands";
import { setAlias } from "@/lib/models/commands/aliases";
import { createRegisteredModel } from "@/lib/models/commands/registered-models";
import { createModelVersion } from "@/lib/models/commands/versions";
import { putRunArtifact } from "@/lib/runs/commands/artifacts";
import { bodyOf } from "@/lib/testing/artifact-stores";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { makeToken, setUpProgramDoor } from "@/lib/testing/program-door";
import { logSampleRun } from "@/lib/testing/sample-runs";

setUpDatabase();
const door = setUpProgramDoor();

let actor: Actor;
let token: string;
const NAME = "Abwanderung für 50% & mehr";

const get = (rest: string, who = token) =>
  door.call("GET", `/api/slipway/v1/workspaces/${actor.workspaceSlug}/models${rest}`, {
    token: who,
  });
const one = `/${encodeURIComponent(NAME)}`;

beforeAll(async () => {
  actor = await makeActor();
  token = await makeToken(actor);
  const experimentId = await createExperiment(actor, { name: "training", tags: [] });
  const runUuid = await logSampleRun(actor, experimentId, { metrics: { auc: 0.9, loss: 0.1 } });
  await putRunArtifact(actor, { runUuid, path: "model/MLmodel" }, bodyOf("flavors: {}"));
  await createRegisteredModel(actor, {
    name: NAME,
    description: "Who leaves.",
    tags: [{ key: "team", value: "red" }],
  });
  await createRegisteredModel(actor, { name: "empty", tags: [] });
  const source = `runs:/${runUuid}/model`;
  for (const from of [source, "s3://bucket/elsewhere"])
    await createModelVersion(actor, { name: NAME, source: from, runUuid, tags: [] });
  await setAlias(actor, { name: NAME, version: "1", alias: "candidate" });
  const target = { kind: "alias", value: "champion" };
  await openRequest(actor, openRequestInput.parse({ model: NAME, version: 2, target }));
});

describe("models by REST", () => {
  test("are listed with risk, health and what serves where, and narrowed and ordered as on the screen", async () => {
    const { status, body } = await get("?sort=versions");
    expect(status).toBe(200);
    expect(body).toMatchObject({
      total: 2,
      items: [
        {
          name: NAME,
          riskTier: "medium",
          versionCount: 2,
          latestVersion: 2,
          attention: { waiting: 1, overdue: 0, renewals: 0, followUps: 0 },
          places: [{ kind: "alias", value: "candidate", version: 1 }],
          tags: [{ key: "team", value: "red" }],
        },
        { name: "empty", versionCount: 0, latestVersion: null, attention: { waiting: 0 } },
      ],
    });
    expect((await get("?health=waiting")).body).toMatchObject({
      total: 1,
      items: [{ name: NAME }],
    });
    expect((await get("?risk=critical")).body).toEqual({ items: [], total: 0 });
    expect(await get("?sort=size")).toMatchObject({
      status: 400,
      body: { error: { code: "INVALID" } },
    });
  });

  test("are told whole: what is protected, what stands there since when, what happened lately", async () => {
    const { body } = await get(one);
    expect(body).toMatchObject({
      name: NAME,
      description: "Who leaves.",
      owner: actor.email,
      riskTier: "medium",
      riskReason: "",
      versionCount: 2,
      latestVersion: 2,
      attention: { waiting: 1 },
      places: expect.arrayContaining([
        expect.objectContaining({ value: "champion", isProtected: true, version: null }),
        expect.objectContaining({ value: "candidate", isProtected: false, version: 1 }),
      ]),
      activity: expect.arrayContaining([
        expect.objectContaining({ kind: "requested", version: 2, place: "@champion" }),
      ]),
    });
    expect(await get("/nobody")).toMatchObject({
      status: 404,
      body: { error: { code: "NOT_FOUND" } },
    });
  });

  test("list their versions with the metrics asked for, page after page", async () => {
    const first = await get(`${one}/versions?metrics=auc&limit=1`);
    expect(first.body).toMatchObject({
      total: 2,
      items: [{ version: 2, aliases: [], metrics: { auc: 0.9 } }],
      nextPageToken: expect.any(String),
    });
    const { nextPageToken } = first.body as { nextPageToken: string };
    const { body } = await get(
      `${one}/versions?limit=1&pageToken=${encodeURIComponent(nextPageToken)}`,
    );
    expect(body).toMatchObject({ items: [{ version: 1, aliases: ["candidate"], metrics: {} }] });
    expect(body).not.toHaveProperty("nextPageToken");
  });

  test("send the files of a version as an archive of a known size, under a name that every system takes", async () => {
    const { status, body, headers } = await get(`${one}/versions/1/archive`);
    expect(status).toBe(200);
    expect(headers.get("content-type")).toBe("application/x-tar");
    expect(headers.get("content-disposition")).toBe(
      `attachment; filename="Abwanderung f_r 50_ & mehr-1.tar"; filename*=UTF-8''Abwanderung%20f%C3%BCr%2050%25%20%26%20mehr-1.tar`,
    );
    expect(String(body)).toHaveLength(Number(headers.get("content-length")));
    expect(String(body)).toMatch(/^MLmodel\0[\s\S]*ustar[\s\S]*flavors: \{\}/);
    for (const [version, expected] of [
      ["2", 400],
      ["9", 404],
      ["x", 400],
    ] as const)
      expect((await get(`${one}/versions/${version}/archive`)).status).toBe(expected);
  });

  test("are nothing to another workspace's token", async () => {
    const stranger = await makeToken(await makeActor());
    for (const rest of ["", one, `${one}/versions`, `${one}/versions/1/archive`])
      expect((await get(rest, stranger)).status).toBe(404);
  });
});
