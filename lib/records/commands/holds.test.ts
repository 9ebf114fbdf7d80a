import { Readable } from "node:stream";
import { expect, test } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { db } from "@/lib/db/client";
import {
  createRegisteredModel,
  deleteRegisteredModel,
} from "@/lib/models/commands/registered-models";
import { createModelVersion, deleteModelVersion } from "@/lib/models/commands/versions";
import {
  completeArtifactUpload,
  createArtifactUpload,
  deleteArtifact,
  putArtifact,
  putArtifactPart,
} from "@/lib/runs/commands/artifacts";
import { artifactUriOf } from "@/lib/runs/sql/artifact-paths";
import { workspaceStore } from "@/lib/storage/artifact-store";
import { storePath, storeUri } from "@/lib/storage/artifact-uri";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { makeRunWithPoints } from "@/lib/testing/finished-run";
import { deleteWorkspace } from "@/lib/workspaces/commands/workspaces";
import { placeHold, releaseHold } from "./holds";

setUpDatabase();

const body = () => Readable.from([Buffer.from("weights")]);
const held = { code: "CONFLICT", message: expect.stringContaining("under a legal hold since") };

/** A model whose only version was registered from files of a run. */
async function makeModel(actor: Actor, name: string): Promise<string> {
  const runUuid = await makeRunWithPoints(actor);
  const folder = storePath(await artifactUriOf(actor, runUuid)) ?? "";
  await putArtifact(actor, `${folder}/model/weights.bin`, body());
  await createRegisteredModel(actor, { name, tags: [] });
  await createModelVersion(actor, { name, source: storeUri(`${folder}/model`), runUuid, tags: [] });
  return folder;
}

test("a workspace under a hold is not deleted, and is once the hold is released", async () => {
  const actor = await makeActor({ isOperator: true });
  const remove = () => deleteWorkspace(actor, { confirmation: actor.workspaceSlug });
  const hold = await placeHold(actor, { reason: "an inquiry" });
  await expect(remove()).rejects.toMatchObject({
    code: "CONFLICT",
    message: expect.stringMatching(
      /^Everything in this workspace is under a legal hold since .*"an inquiry"/,
    ),
  });
  await releaseHold(actor, { holdId: hold.id, reason: "over" });
  await remove();
  expect(await db().workspace.count({ where: { id: actor.workspaceId } })).toBe(0);
});

test("a held model, its versions and its files are not deleted; those of another model are", async () => {
  const actor = await makeActor({ isOperator: true });
  const folder = await makeModel(actor, "churn");
  const other = await makeModel(actor, "prices");
  const hold = await placeHold(actor, { model: "churn", reason: "a complaint" });
  for (const attempt of [
    () => deleteRegisteredModel(actor, "churn"),
    () => deleteModelVersion(actor, { name: "churn", version: "1" }),
    () => deleteArtifact(actor, `${folder}/model/weights.bin`),
    () => deleteArtifact(actor, folder),
    () => deleteArtifact(actor, folder.split("/")[0] ?? ""),
    () => deleteWorkspace(actor, { confirmation: actor.workspaceSlug }),
  ])
    await expect(attempt()).rejects.toMatchObject(held);
  await deleteArtifact(actor, other);
  await deleteModelVersion(actor, { name: "prices", version: "1" });
  await releaseHold(actor, { holdId: hold.id, reason: "settled" });
  await deleteArtifact(actor, folder);
  await deleteRegisteredModel(actor, "churn");
});

test("a hold on everything keeps every file; one of another workspace keeps none", async () => {
  const [actor, stranger] = [await makeActor(), await makeActor()];
  for (const one of [actor, stranger]) await putArtifact(one, "notes/a.txt", body());
  await placeHold(actor, { reason: "an inquiry" });
  await expect(deleteArtifact(actor, "notes/a.txt")).rejects.toMatchObject(held);
  await deleteArtifact(actor, "notes/nothing.txt");
  await deleteArtifact(stranger, "notes/a.txt");
});

test("what a held model was made of is not written over, in one piece or in parts; beside it may be written", async () => {
  const actor = await makeActor();
  const folder = await makeModel(actor, "churn");
  const hold = await placeHold(actor, { model: "churn", reason: "a complaint" });
  const path = `${folder}/model/weights.bin`;
  const before = await workspaceStore(actor.workspaceId).stat(path);
  await expect(putArtifact(actor, path, Readable.from("other weights"))).rejects.toMatchObject(
    held,
  );
  const uploadId = await createArtifactUpload(actor, path);
  const upload = { path, uploadId };
  const etag = await putArtifactPart(actor, { ...upload, number: 1 }, Readable.from("other"));
  const complete = () => completeArtifactUpload(actor, { ...upload, parts: [{ number: 1, etag }] });
  await expect(complete()).rejects.toMatchObject(held);
  expect(await workspaceStore(actor.workspaceId).stat(path)).toEqual(before);
  await putArtifact(actor, `${folder}/model/notes.txt`, body());
  await releaseHold(actor, { holdId: hold.id, reason: "settled" });
  await complete();
});

test("of a hold and a deletion at the same moment one sees the other", async () => {
  const actor = await makeActor();
  await createRegisteredModel(actor, { name: "churn", tags: [] });
  const [placed, deleted] = await Promise.allSettled([
    placeHold(actor, { model: "churn", reason: "a complaint" }),
    deleteRegisteredModel(actor, "churn"),
  ]);
  expect([placed.status, deleted.status].sort()).toEqual(["fulfilled", "rejected"]);
});
