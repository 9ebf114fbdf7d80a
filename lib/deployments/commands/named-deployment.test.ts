import { beforeAll, expect, test } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { openRequest } from "@/lib/approvals/commands/requests";
import { renewApprovals } from "@/lib/approvals/jobs/requests";
import { getPromotionChoices } from "@/lib/approvals/queries/promotion-choices";
import { verifyRequest } from "@/lib/approvals/queries/proof";
import { getRequest } from "@/lib/approvals/queries/requests";
import { isSameTarget } from "@/lib/approvals/rules/targets";
import type { Target } from "@/lib/approvals/schema/policies";
import { type OpenRequestInput, rolloutPlan } from "@/lib/approvals/schema/requests";
import { db } from "@/lib/db/client";
import { enforce, makeRegistry, sign, wanted } from "@/lib/testing/approvals";
import { setUpDatabase } from "@/lib/testing/database";
import { deploy, revise } from "@/lib/testing/deployments";
import { observe, roll } from "@/lib/testing/rollouts";
import { readService } from "../queries/service";
import { deleteDeployment, stopDeployment } from "./lifecycle";

setUpDatabase();

const PRODUCTION: Target = { kind: "environment", value: "production" };
const STEPS = [{ weight: 10, bakeMinutes: 0 }];
const AGREED = {
  strategy: { kind: "canary", steps: [{ weight: 1_000, bakeSeconds: 0 }] },
};

interface World {
  owner: Actor;
  ada: Actor;
}

const ask = ({ owner }: World, more: Partial<OpenRequestInput> = {}) =>
  openRequest(owner, wanted({ version: 2, target: PRODUCTION, ...more }));

async function approve(world: World, more: Partial<OpenRequestInput> = {}): Promise<number> {
  const { number } = await ask(world, { plan: rolloutPlan.parse({ steps: STEPS }), ...more });
  await sign(world.ada, number);
  return number;
}

/** Deployments in production whose first revision has all of the traffic. */
async function serveIn({ ada }: World, ...names: readonly string[]): Promise<void> {
  for (const name of names) await deploy(ada, name, { environment: "production" });
}

/** The second version beside it, once it may serve there. */
async function addSecond({ owner }: World, ...names: readonly string[]): Promise<void> {
  for (const name of names) {
    await revise(owner, name);
    await observe(name, [1]);
  }
}

let world: Awaited<ReturnType<typeof makeRegistry>>;
beforeAll(async () => {
  world = await makeRegistry();
  await approve(world, { version: 1, plan: rolloutPlan.parse({}) });
  await serveIn(world, "live", "side");
});

async function placeOf(version: number) {
  const { targets } = await getPromotionChoices(world.owner, { model: "churn", version });
  return targets.find(({ target }) => isSameTarget(target, PRODUCTION));
}

const auditOf = async (action: string) => {
  const { workspaceId } = world.owner;
  const rows = await db().auditEvent.findMany({
    where: { workspaceId, action },
    select: { payload: { select: { content: true } } },
    orderBy: { id: "desc" },
  });
  return rows.map((row) => JSON.stringify(row));
};

test("a deployment that cannot be meant is refused with a sentence", async () => {
  const foreign = await makeRegistry();
  await deploy(foreign.owner, "foreign");
  await deploy(world.owner, "quiet");
  for (const name of ["gone", "still"])
    await deploy(world.ada, name, { environment: "production" });
  await deleteDeployment(world.ada, { deployment: "gone" });
  await stopDeployment(world.ada, { deployment: "still", reason: "" });
  const refused = async (deployment: string, more: Partial<OpenRequestInput> = {}) =>
    ask(world, { deployment, ...more }).then(
      () => "",
      (error: Error) => error.message,
    );
  expect(await refused("foreign")).toBe('There is no deployment "foreign" in this workspace.');
  expect(await refused("gone")).toBe('There is no deployment "gone" in this workspace.');
  expect(await refused("still")).toContain('"still" is stopped.');
  expect(await refused("quiet")).toBe(
    'Deployment "quiet" is in environment "staging", not in environment "production".',
  );
  const said = "A deployment is named only where a version is to serve in an environment.";
  expect(await refused("live", { target: { kind: "alias", value: "champion" } })).toBe(said);
  expect(await refused("live", { action: "clear", version: 1 })).toBe(said);
  const { workspaceId } = world.owner;
  expect(await db().approvalRequest.count({ where: { workspaceId, version: 2 } })).toBe(0);
  const anew = { isHere: false, mayAskForAll: true, agreedFor: null };
  expect(await placeOf(2)).toMatchObject({ ...anew, deployments: ["live", "side"] });
  const again = { isHere: true, mayAskForAll: false, agreedFor: null };
  expect(await placeOf(1)).toMatchObject({ ...again, deployments: ["live", "side"] });
});

test("a plan that was agreed on for one deployment is none for another one, which may be asked for besides", async () => {
  const number = await approve(world, { deployment: "live" });
  await addSecond(world, "live", "side");
  const { deployment, evidence } = await getRequest(world.owner, { number });
  expect(deployment).toMatchObject({ name: "live" });
  expect(evidence.bundle).toMatchObject({ target: { deployment: { name: "live" } } });
  for (const row of await auditOf("approval-request.promoted").then((rows) => rows.slice(0, 1)))
    expect(row).toContain("live");
  const signed = 'to the deployment "live" of the environment "production" on the evidence';
  const { votes, statements } = await getRequest(world.owner, { number });
  expect(votes[0]?.statement).toContain(signed);
  expect(statements.reject).toContain(signed);
  const [told] = await auditOf("approval-request.signed");
  expect(JSON.parse(told ?? "").payload.content.details.signed).toContain(signed);
  expect(await verifyRequest(world.admin, { number })).toMatchObject({ isIntact: true });
  const [requested] = await auditOf("approval-request.requested");
  expect(requested).toContain("live");

  const service = (id: string | null) =>
    readService(world.owner, {
      ...{ environment: "production", model: "churn", version: 2 },
      deployment: id,
    }).then((items) => items.map((item) => item.deployment.name));
  expect(await service(deployment?.id ?? "")).toEqual(["live"]);
  expect((await service(null)).toSorted()).toEqual(["live", "side", "still"]);

  const reasonOf = async (name: string) => (await roll(world.ada, name, AGREED)).events[0]?.reason;
  expect(await reasonOf("live")).toBe("");
  const not = `Approval request ${number} was agreed on for deployment "live" only, not for this one.`;
  expect(await reasonOf("side")).toBe(not);
  const [started] = await auditOf("rollout.started");
  expect(started).toContain("agreed on for deployment");

  await expect(ask(world, { deployment: "live" })).rejects.toThrow("already");
  const there = { isHere: true, mayAskForAll: true };
  expect(await placeOf(2)).toMatchObject({ ...there, deployments: ["side"], agreedFor: "live" });
  await approve(world, { deployment: "side" });
  expect(await placeOf(2)).toMatchObject({ ...there, deployments: ["live"], agreedFor: "side" });
  expect(await reasonOf("side")).toBe("");
  expect(await reasonOf("live")).toBe("");
  await deleteDeployment(world.ada, { deployment: "live" });
  await serveIn(world, "live");
  expect(await service(deployment?.id ?? "")).toEqual([]);
});

test("while one is asked for, another one waits", async () => {
  const other = await makeRegistry();
  await approve(other, { version: 1, plan: rolloutPlan.parse({}) });
  await serveIn(other, "north", "south");
  const { number } = await ask(other, { deployment: "north" });
  expect(await ask(other, { deployment: "north" })).toEqual({ number, isNew: false });
  await expect(ask(other, { deployment: "south" })).rejects.toThrow(
    `Approval request ${number} for the same version and environment waits already, for deployment "north".`,
  );
});

test("where the policy wants the agreed plan, it is refused elsewhere, also after a renewal", async () => {
  const bound = await makeRegistry();
  const policy = { mustFollowPlan: true, reapprovalDays: 30, dueDays: 3, targets: [PRODUCTION] };
  await enforce(bound.workspace, policy);
  await approve(bound, { version: 1, plan: rolloutPlan.parse({}) });
  await serveIn(bound, "one", "two");
  const number = await approve(bound, { deployment: "one" });
  await addSecond(bound, "one", "two");
  const refused = () =>
    expect(roll(bound.ada, "two", AGREED)).rejects.toMatchObject({
      code: "PROTECTED",
      message: expect.stringContaining('agreed on for deployment "one" only'),
    });
  await refused();
  await renewApprovals(new Date(Date.now() + 28 * 86_400_000));
  const renewal = await db().approvalRequest.findFirstOrThrow({
    where: { workspaceId: bound.owner.workspaceId, renewsNumber: number },
  });
  expect(renewal.deploymentName).toBe("one");
  await sign(bound.ben, renewal.number);
  await refused();
  expect(await roll(bound.ada, "one", AGREED)).toMatchObject({ number: 1 });
});
