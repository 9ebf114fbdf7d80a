import { createHash } from "node:crypto";
import { buffer } from "node:stream/consumers";
import { gzipSync } from "node:zlib";
import { pack } from "tar-stream";
import { beforeAll, expect, test } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { allowSnapshotUpload } from "@/lib/compute/commands/snapshots";
import { settleEnv } from "@/lib/core/env";
import { routes } from "@/lib/core/routes";
import { db } from "@/lib/db/client";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { makeToken, setUpProgramDoor } from "@/lib/testing/program-door";

setUpDatabase();
const door = setUpProgramDoor();

let actor: Actor;
let token: string;
let path: string;

beforeAll(async () => {
  settleEnv({ LOCAL_JOBS: 1, SLIPWAY_SECRET: "a secret that is long enough for tests" });
  actor = await makeActor({ role: "contributor" });
  token = await makeToken(actor);
  path = `/api/slipway/v1/workspaces/${actor.workspaceSlug}/source-snapshots`;
});

async function archiveOf(name: string, text = "print(1)\n"): Promise<Buffer> {
  const archive = pack();
  archive.entry({ name }, text);
  archive.finalize();
  return gzipSync(await buffer(archive));
}

async function send(place: string, body: Buffer, headers: Record<string, string> = {}) {
  const answer = await fetch(door.url + place, {
    method: "POST",
    headers,
    body: new Uint8Array(body),
  });
  return { status: answer.status, body: await answer.json() };
}
const bearer = () => ({ Authorization: `Bearer ${token}` });

test("an archive is uploaded, answered by its hash, listed and read back byte for byte", async () => {
  const bytes = await archiveOf("train.py");
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const first = await send(`${path}?fileName=churn.tar.gz`, bytes, bearer());
  const snapshot = {
    sha256,
    fileName: "churn.tar.gz",
    format: "tar.gz",
    files: 1,
    unpackedSize: 9,
  };
  expect(first).toMatchObject({ status: 201, body: { isNew: true, snapshot } });
  expect((await send(path, bytes, bearer())).body).toMatchObject({ isNew: false, snapshot });
  const listed = await door.call("GET", `${path}?limit=1`, { token });
  expect(listed.body).toMatchObject({ items: [snapshot] });
  const file = await fetch(`${door.url}${path}/${sha256}/file`, { headers: bearer() });
  expect(file.headers.get("content-type")).toBe("application/gzip");
  expect(Buffer.from(await file.arrayBuffer()).equals(bytes)).toBe(true);
  const missing = await door.call("GET", `${path}/${"ab".repeat(32)}/file`, { token });
  expect(missing.status).toBe(404);
});

test("what would not be unpacked is a mistake of whoever sends it, and stays nowhere", async () => {
  const before = await db().sourceSnapshot.count();
  const cut = (await archiveOf("a", "x".repeat(10_000))).subarray(0, 60);
  for (const bytes of [Buffer.alloc(0), Buffer.from("no archive"), cut, await archiveOf("../evil")])
    expect(await send(path, bytes, bearer())).toMatchObject({
      status: 400,
      body: { error: { code: "INVALID" } },
    });
  expect(await db().sourceSnapshot.count()).toBe(before);
});

test("a browser sends one to an address that was made for it, and to no other", async () => {
  const bytes = await archiveOf("from-browser.py");
  const { grant } = await allowSnapshotUpload(actor, { fileName: "browser.tgz" });
  const answer = await send(routes.sourceUpload(grant), bytes);
  expect(answer).toMatchObject({ status: 201, body: { snapshot: { fileName: "browser.tgz" } } });
  expect((await send(routes.sourceUpload(`x${grant}`), bytes)).status).toBe(403);
  expect((await send(routes.datasetUpload(grant), bytes)).status).toBe(403);
});
