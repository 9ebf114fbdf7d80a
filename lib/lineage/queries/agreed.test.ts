import { expect, test } from "vitest";
import { openRequest } from "@/lib/approvals/commands/requests";
import { makeRegistry, sign, wanted } from "@/lib/testing/approvals";
import { setUpDatabase } from "@/lib/testing/database";
import { deploy, revise } from "@/lib/testing/deployments";
import { observe, roll } from "@/lib/testing/rollouts";
import { lineageInput } from "../schema";
import { getLineage } from "./graph";

setUpDatabase();

test("an approval for an environment leads to the rollout of its version there, and to none of another version", async () => {
  const { owner, ada } = await makeRegistry();
  const target = { kind: "environment", value: "production" } as const;
  for (const version of [1, 2]) {
    const { number } = await openRequest(owner, wanted({ version, target }));
    await sign(ada, number);
  }
  await deploy(ada, "live", { environment: "production" });
  await revise(owner, "live");
  await observe("live", [1]);
  await roll(ada, "live");
  const rolesOf = async (approval: number) => {
    const node = `approval:${approval}`;
    const { edges } = await getLineage(owner, lineageInput.parse({ node, depth: 1 }));
    return edges.map(({ role }) => role).sort();
  };
  expect(await rolesOf(2)).toEqual(["agreed", "requested"]);
  expect(await rolesOf(1)).toEqual(["requested"]);
});
