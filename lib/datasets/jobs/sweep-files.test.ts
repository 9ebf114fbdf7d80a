import { randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import { expect, it } from "vitest";
import { datasetStore } from "@/lib/storage/artifact-store";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { uploadVersion } from "../commands/upload";
import { removeUnnamedFiles } from "./sweep-files";

setUpDatabase();

const CSV = "id,price\n1,5\n";
const body = () => Readable.from([Buffer.from(CSV)]);
const MINUTE = 60_000;

async function filesOf(workspaceId: string): Promise<string[]> {
  const paths: string[] = [];
  for await (const { path } of datasetStore(workspaceId).walk("")) paths.push(path);
  return paths.sort();
}

it("removes files that a crash left before they became a version, once no upload can be going on", async () => {
  const [actor, other] = [await makeActor(), await makeActor()];
  const foreign = randomUUID();
  for (const workspaceId of [actor.workspaceId, other.workspaceId, foreign])
    await datasetStore(workspaceId).put("left-behind/data.csv", body());
  const input = { name: "prices", fileName: "prices.csv" };
  await uploadVersion(actor, input, body(), CSV.length);
  const kept = (await filesOf(actor.workspaceId)).filter((path) => !path.startsWith("left-behind"));
  expect(kept).toHaveLength(1);

  expect(await removeUnnamedFiles(new Date(Date.now() - MINUTE))).toBe(0);
  expect(await filesOf(actor.workspaceId)).toHaveLength(2);
  expect(await removeUnnamedFiles(new Date(Date.now() + MINUTE))).toBe(2);
  expect(await filesOf(actor.workspaceId)).toEqual(kept);
  expect(await filesOf(other.workspaceId)).toEqual([]);
  expect(await filesOf(foreign), "of another installation").toHaveLength(1);
});
