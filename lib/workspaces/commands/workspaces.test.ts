import { expect, test } from "vitest";
import { db } from "@/lib/db/client";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { deleteWorkspace } from "./workspaces";

setUpDatabase();

test("a workspace that holds only pipelines or uploaded code is not deleted, and says what it holds", async () => {
  const actor = await makeActor({ isOperator: true });
  const { workspaceId } = actor;
  const remove = () => deleteWorkspace(actor, { confirmation: actor.workspaceSlug });
  await db().pipeline.create({ data: { workspaceId, name: "train" } });
  await db().sourceSnapshot.create({
    data: {
      workspaceId,
      sha256: "ab".repeat(32),
      fileName: "churn.tar.gz",
      filePath: "ab/1",
      format: "tar.gz",
      size: 1n,
      unpackedSize: 1n,
      files: 1,
    },
  });
  await expect(remove()).rejects.toMatchObject({
    code: "CONFLICT",
    message: expect.stringContaining("still holds 1 pipelines, 1 source snapshots."),
  });
  await db().pipeline.deleteMany({ where: { workspaceId } });
  await expect(remove()).rejects.toThrow("still holds 1 source snapshots.");
  await db().sourceSnapshot.deleteMany({ where: { workspaceId } });
  await remove();
  expect(await db().workspace.count({ where: { id: workspaceId } })).toBe(0);
});
