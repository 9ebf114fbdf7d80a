import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { pool } from "@/lib/db/pool";
import { defaultExperimentId } from "@/lib/experiments/sql";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { getRun } from "../queries/get-run";
import { PARENT_TAG } from "../rules";
import { editRunTags } from "./edit-tags";
import { createRun, deleteRuns } from "./run-lifecycle";

setUpDatabase();

let actor: Actor;
let first: string;
let second: string;

async function newRun(tags: { key: string; value: string }[] = []): Promise<string> {
  const experimentId = await defaultExperimentId(actor.workspaceId);
  const run = await createRun(actor, { experimentId, name: "r", userId: "", startTime: 1, tags });
  return run.uuid;
}

async function tagOf(uuid: string, key: string): Promise<string | null> {
  const { tags } = await getRun(actor, uuid);
  return tags.find((tag) => tag.key === key)?.value ?? null;
}

async function auditOf(uuid: string): Promise<string[]> {
  const { rows } = await pool().query<{ action: string }>(
    "SELECT action FROM audit_events WHERE subject = $1 AND action LIKE 'run.%tagged' ORDER BY id",
    [`run ${uuid}`],
  );
  return rows.map(({ action }) => action);
}

beforeAll(async () => {
  actor = await makeActor({ role: "contributor" });
});

beforeEach(async () => {
  first = await newRun([{ key: "team", value: "red" }]);
  second = await newRun();
});

describe("editing the tags of many runs", () => {
  it("sets and removes them together, and answers what takes it back", async () => {
    const back = await editRunTags(actor, {
      changes: [
        { runUuid: first, key: "team", value: "blue" },
        { runUuid: second, key: "team", value: "blue" },
        { runUuid: second, key: "gone", value: null },
      ],
    });
    expect([await tagOf(first, "team"), await tagOf(second, "team")]).toEqual(["blue", "blue"]);
    await editRunTags(actor, { changes: back });
    expect([await tagOf(first, "team"), await tagOf(second, "team")]).toEqual(["red", null]);
    expect(await auditOf(first)).toEqual(["run.tagged", "run.tagged"]);
    expect(await auditOf(second)).toEqual(["run.tagged", "run.untagged"]);
  });

  it("does nothing where nothing changes", async () => {
    const changes = [{ runUuid: first, key: "team", value: "red" }];
    expect(await editRunTags(actor, { changes })).toEqual([]);
    expect(await auditOf(first)).toEqual([]);
  });

  it("changes none when one of the runs is deleted", async () => {
    await deleteRuns(actor, [second]);
    const changes = [first, second].map((runUuid) => ({ runUuid, key: "team", value: "blue" }));
    await expect(editRunTags(actor, { changes })).rejects.toThrow("active");
    expect(await tagOf(first, "team")).toBe("red");
  });

  it("moves a run out from under its parent with the tag that says so", async () => {
    await editRunTags(actor, { changes: [{ runUuid: second, key: PARENT_TAG, value: first }] });
    const parentOf = async () =>
      (await pool().query("SELECT parent_uuid FROM runs WHERE uuid = $1", [second])).rows[0];
    expect(await parentOf()).toEqual({ parent_uuid: first });
    await editRunTags(actor, { changes: [{ runUuid: second, key: PARENT_TAG, value: null }] });
    expect(await parentOf()).toEqual({ parent_uuid: null });
  });

  it("is refused to a viewer, and for runs of another workspace", async () => {
    const changes = [{ runUuid: first, key: "team", value: "blue" }];
    await expect(
      editRunTags(await makeActor({ role: "viewer" }), { changes }),
    ).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(
      editRunTags(await makeActor({ role: "contributor" }), { changes }),
    ).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});
