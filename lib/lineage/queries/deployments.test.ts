import { expect, test } from "vitest";
import { db } from "@/lib/db/client";
import { deleteDeployment } from "@/lib/deployments/commands/lifecycle";
import { setUpDatabase } from "@/lib/testing/database";
import { deploy, revise, split } from "@/lib/testing/deployments";
import { makeLineage } from "@/lib/testing/lineage";
import { lineageInput } from "../schema";
import { getLineage } from "./graph";

setUpDatabase();

test("a deployment is downstream of the versions that it serves, as they were at each moment", async () => {
  const { actor } = await makeLineage({ versions: 2 });
  await deploy(actor, "api");
  await revise(actor, "api");
  const read = async ({ version = 1, ...more }: { version?: number; asOf?: string } = {}) => {
    const { id } = await db().modelVersion.findFirstOrThrow({ where: { version } });
    const query = { node: `model-version:${id}`, depth: 1, ...more };
    const { nodes, edges } = await getLineage(actor, lineageInput.parse(query));
    const node = nodes.find(({ kind }) => kind === "deployment");
    return { node, edge: edges.find(({ target }) => target === node?.id) };
  };
  expect(await read()).toMatchObject({
    node: { title: "api", subtitle: "staging", state: "running" },
    edge: { role: "serves", details: ["revision 1"] },
  });
  expect(await read({ version: 2 })).toMatchObject({ node: undefined });
  const before = Date.now() - 1;
  await split(actor, "api", [[2, 10_000]], 1);
  expect(await read()).toMatchObject({ node: undefined });
  expect(await read({ asOf: new Date(before).toISOString() })).toMatchObject({
    node: { title: "api" },
  });
  const { node } = await read({ version: 2 });
  const up = await getLineage(actor, lineageInput.parse({ node: node?.id, depth: 1 }));
  expect(up.nodes.map(({ title }) => title).toSorted()).toEqual(["api", "churn v2"]);
  await deleteDeployment(actor, { deployment: "api" });
  expect(await read({ version: 2 })).toMatchObject({ node: undefined });
});
