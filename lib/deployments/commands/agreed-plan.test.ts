import { beforeAll, expect, test } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { openRequest } from "@/lib/approvals/commands/requests";
import { renewApprovals } from "@/lib/approvals/jobs/requests";
import { rolloutPlan } from "@/lib/approvals/schema/requests";
import { db } from "@/lib/db/client";
import { enforce, makeRegistry, sign, wanted } from "@/lib/testing/approvals";
import { setUpDatabase } from "@/lib/testing/database";
import { deploy, revise } from "@/lib/testing/deployments";
import { observe, roll } from "@/lib/testing/rollouts";
import { promoteRollout } from "./rollouts";

setUpDatabase();

let owner: Actor;
let ada: Actor;
beforeAll(async () => {
  ({ owner, ada } = await makeRegistry());
});

async function approve(version: number, plan = {}, by = { owner, ada }): Promise<number> {
  const target = { kind: "environment" as const, value: "production" };
  const asked = wanted({ version, target, plan: rolloutPlan.parse(plan) });
  const { number } = await openRequest(by.owner, asked);
  await sign(by.ada, number);
  return number;
}

test("a rollout that is not as agreed in the approval says so in its record and in the audit", async () => {
  await approve(1);
  const number = await approve(2, {
    steps: [
      { weight: 10, bakeMinutes: 0 },
      { weight: 50, bakeMinutes: 30 },
    ],
  });
  await deploy(ada, "live", { environment: "production" });
  await revise(owner, "live");
  await observe("live", [1]);
  const hasty = await roll(ada, "live");
  const deviation = `Not as agreed in approval request ${number}: 10 %, 50 % for 30m 00s was agreed, 10 %, 50 % is declared.`;
  expect(hasty.events[0]).toMatchObject({ reason: deviation });
  const audited = () =>
    db().auditEvent.findFirstOrThrow({
      where: { workspaceId: owner.workspaceId, action: "rollout.started" },
      orderBy: { id: "desc" },
      select: { payload: { select: { content: true } } },
    });
  expect(JSON.stringify(await audited())).toContain(deviation);

  const steps = [
    { weight: 1_000, bakeSeconds: 0 },
    { weight: 5_000, bakeSeconds: 1_800 },
  ];
  const faithful = await roll(ada, "live", { strategy: { kind: "canary", steps } });
  expect(faithful.events[0]).toMatchObject({ reason: "" });
  expect(JSON.stringify(await audited())).not.toContain("Not as agreed");
});

test("where the policy wants the agreed plan, another one is refused with the first step that differs, also after a renewal", async () => {
  const world = await makeRegistry();
  const policy = { mustFollowPlan: true, reapprovalDays: 30, dueDays: 3 };
  const targets = [{ kind: "environment" as const, value: "production" }];
  await enforce(world.workspace, { ...policy, targets });
  await approve(1, {}, world);
  const steps = [{ weight: 10, bakeMinutes: 0 }];
  const number = await approve(2, { steps }, world);
  await deploy(world.ada, "bound", { environment: "production" });
  await revise(world.owner, "bound");
  await observe("bound", [1]);
  const first = `production" as they were agreed on. Step 2 is not as agreed in approval request ${number}: all of the traffic was agreed, 50 % is declared.`;
  await expect(roll(world.ada, "bound")).rejects.toThrow(first);
  const { workspaceId } = world.owner;
  expect(await db().rollout.count({ where: { workspaceId } })).toBe(0);
  await renewApprovals(new Date(Date.now() + 28 * 86_400_000));
  const renewal = await db().approvalRequest.findFirstOrThrow({
    where: { workspaceId, renewsNumber: number },
  });
  await sign(world.ben, renewal.number);
  await expect(roll(world.ada, "bound")).rejects.toMatchObject({ code: "PROTECTED" });
  const agreed = { kind: "canary", steps: [{ weight: 1_000, bakeSeconds: 0 }] };
  expect(await roll(world.ada, "bound", { strategy: agreed })).toMatchObject({ number: 1 });
  const hurry = { deployment: "bound", rollout: 1, reason: "now" };
  for (const isFull of [true, false])
    await expect(promoteRollout(world.ada, { ...hurry, isFull })).rejects.toThrow(
      "none may be cut short or skipped",
    );
});

test("where nothing was agreed on, nothing is said", async () => {
  await deploy(owner, "free");
  await revise(owner, "free");
  await observe("free", [1]);
  expect((await roll(owner, "free")).events[0]).toMatchObject({ reason: "" });
});
