import { expect, it } from "vitest";
import { openRequest } from "@/lib/approvals/commands/requests";
import { db } from "@/lib/db/client";
import { pool } from "@/lib/db/pool";
import { createRegisteredModel } from "@/lib/models/commands/registered-models";
import { createModelVersion } from "@/lib/models/commands/versions";
import { makeRegistry, sign, wanted } from "@/lib/testing/approvals";
import { setUpDatabase } from "@/lib/testing/database";
import { makeLineage } from "@/lib/testing/lineage";
import { lineageInput } from "../schema";
import { readNeighbours } from "../sql/neighbours";
import { TimeIsUp } from "../sql/within";
import { getLineage } from "./graph";

setUpDatabase();

const titles = (nodes: readonly { title: string }[]) => nodes.map(({ title }) => title).toSorted();

it("leads from a version through the approval that promoted it to where it stands, and back", async () => {
  const { owner, ada, workspace } = await makeRegistry();
  const { number } = await openRequest(owner, wanted());
  await sign(ada, number);
  const version = await db().modelVersion.findFirstOrThrow({
    where: { workspaceId: workspace.id, version: 1 },
  });
  const node = `model-version:${version.id}`;
  const { nodes, edges } = await getLineage(owner, lineageInput.parse({ node }));
  const place = nodes.find(({ kind }) => kind === "placement");
  expect(nodes.find(({ kind }) => kind === "approval")).toMatchObject({ state: "promoted" });
  expect(edges).toEqual([
    expect.objectContaining({ source: node, target: `approval:${number}`, role: "requested" }),
    expect.objectContaining({ source: `approval:${number}`, target: place?.id, role: "promoted" }),
  ]);
  const back = await getLineage(owner, lineageInput.parse({ node: place?.id, depth: 4 }));
  expect(titles(back.nodes)).toEqual(titles(nodes));
});

it("leads from the data through a version to the copies of it, and from a copy back to the data", async () => {
  const { actor, data } = await makeLineage();
  await createRegisteredModel(actor, { name: "copied", tags: [] });
  for (const [name, source] of [
    ["copied", "models:/churn/1"],
    ["copied", "models:/copied/1"],
  ] as const)
    await createModelVersion(actor, { name, source, tags: [] });
  const down = await getLineage(actor, lineageInput.parse({ node: data, depth: 6 }));
  expect(titles(down.nodes)).toEqual(
    expect.arrayContaining(["churn v1", "copied v1", "copied v2"]),
  );
  expect(down.edges.filter(({ role }) => role === "copied")).toHaveLength(2);
  const last = down.nodes.find(({ title }) => title === "copied v2");
  const up = await getLineage(
    actor,
    lineageInput.parse({ node: last?.id, depth: 6, directions: "upstream" }),
  );
  expect(up.nodes.map(({ id }) => id)).toContain(data);
});

it("ends a read whose time is up, and leaves the connection fit for the next", async () => {
  const { actor, data } = await makeLineage();
  const view = { workspaceId: actor.workspaceId, asOf: null, isLatestOnly: false, hidden: [] };
  const expansion = { node: data, direction: "downstream", limit: 8, isBorder: false } as const;
  await expect(readNeighbours({ ...view, deadline: 0 }, [expansion])).rejects.toThrow(TimeIsUp);
  const locks = await pool().connect();
  try {
    await locks.query("BEGIN; LOCK TABLE run_inputs");
    const deadline = performance.now() + 100;
    await expect(readNeighbours({ ...view, deadline }, [expansion])).rejects.toThrow(TimeIsUp);
  } finally {
    await locks.query("ROLLBACK");
    locks.release();
  }
  expect(await readNeighbours(view, [expansion])).toHaveLength(1);
});
