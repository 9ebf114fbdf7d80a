import { beforeAll, expect, test } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { openRequest } from "@/lib/approvals/commands/requests";
import type { Target } from "@/lib/approvals/schema/policies";
import { type OpenRequestInput, rolloutPlan } from "@/lib/approvals/schema/requests";
import { db } from "@/lib/db/client";
import { enforce, makeRegistry, sign, wanted } from "@/lib/testing/approvals";
import { setUpDatabase } from "@/lib/testing/database";
import { deploy, revise, rollBack, split } from "@/lib/testing/deployments";
import { lookAgain, observe, roll, serve } from "@/lib/testing/rollouts";
import { decideAbTestInput, startAbTestInput } from "../schema/ab-tests";
import { scaleInput } from "../schema/deployments";
import { decideAbTest, startAbTest } from "./ab-tests";
import { scaleDeployment } from "./revisions";

setUpDatabase();

const PRODUCTION: Target = { kind: "environment", value: "production" };
const AGREED = {
  strategy: { kind: "canary", steps: [{ weight: 1_000, bakeSeconds: 0 }] },
};
const steps = { steps: [{ weight: 10, bakeMinutes: 0 }] };

interface World {
  owner: Actor;
  ada: Actor;
}

async function approve({ owner, ada }: World, version: number, more: Partial<OpenRequestInput>) {
  const { number } = await openRequest(owner, wanted({ version, target: PRODUCTION, ...more }));
  await sign(ada, number);
  return number;
}

/** Two versions that were approved with a plan of steps; the first one serves, the second one is ready. */
async function serveTwo(world: World, ...names: readonly string[]): Promise<void> {
  for (const version of [1, 2]) await approve(world, version, { plan: rolloutPlan.parse(steps) });
  for (const name of names) {
    await deploy(world.ada, name, { environment: "production" });
    await revise(world.owner, name);
    await observe(name, [1, 2]);
  }
}

const planOf = async (name: string) => {
  const { trafficVersion } = await db().deployment.findFirstOrThrow({ where: { name } });
  return trafficVersion;
};
const byHand = async (actor: Actor, name: string, ...weights: [number, number][]) =>
  split(actor, name, weights, await planOf(name));

const REFUSED = {
  code: "PROTECTED",
  message: expect.stringMatching(
    /^The policy "Production" wants rollouts in environment "production" as they were agreed on\. .*by hand, revision 2 gets no more than it has\.$/,
  ),
};

let bound: Awaited<ReturnType<typeof makeRegistry>>;
beforeAll(async () => {
  bound = await makeRegistry();
  await enforce(bound.workspace, { mustFollowPlan: true, targets: [PRODUCTION] });
  await serveTwo(bound, "held", "led", "tested", "taken", "again");
});

test("without that policy weights are set by hand as ever", async () => {
  const free = await makeRegistry();
  await serveTwo(free, "free");
  await byHand(free.ada, "free", [1, 5_000], [2, 5_000]);
  expect(await byHand(free.ada, "free", [2, 10_000])).toMatchObject({ trafficVersion: 3 });
});

test("with it no more is given by hand; less, none and back is always allowed, also in the middle of a rollout", async () => {
  const { ada } = bound;
  for (const weight of [1, 1_000, 10_000])
    await expect(byHand(ada, "held", [1, 10_000 - weight], [2, weight])).rejects.toMatchObject(
      REFUSED,
    );
  expect(await planOf("held")).toBe(1);
  await byHand(ada, "held", [1, 10_000], [2, 0]);
  const step = async () => {
    await roll(ada, "held", AGREED);
    await lookAgain();
    await lookAgain();
    expect(
      await db().trafficPlan.findFirst({
        where: { deployment: { name: "held" } },
        orderBy: { version: "desc" },
      }),
    ).toMatchObject({ origin: "rollout" });
  };
  await step();
  await expect(byHand(ada, "held", [1, 8_000], [2, 2_000])).rejects.toMatchObject(REFUSED);
  await byHand(ada, "held", [1, 9_500], [2, 500]);
  await byHand(ada, "held", [1, 10_000]);
  await step();
  await rollBack(ada, "held", { revision: 1 });
  await expect(byHand(ada, "held", [2, 10_000])).rejects.toMatchObject(REFUSED);
});

test("a rollback leads to what served before, and to nothing that never did", async () => {
  const { ada } = bound;
  await expect(rollBack(ada, "led", { revision: 2 })).rejects.toMatchObject(REFUSED);
  expect(await planOf("led")).toBe(1);
  await roll(ada, "led", AGREED);
  await lookAgain();
  await lookAgain();
  await rollBack(ada, "led", { revision: 1 });
  // The plan before the one in force gave the candidate its step.
  await expect(rollBack(ada, "led", {})).rejects.toMatchObject(REFUSED);
});

test("an A/B test gives no more either, and rolling back by one is not hindered", async () => {
  const { ada } = bound;
  const wish = {
    ...{ deployment: "tested", name: "Better?", control: 1, treatment: 2 },
    question: { metric: "bought" },
  };
  const half = { treatmentShare: 5_000, trafficVersion: 1 };
  await expect(
    startAbTest(ada, startAbTestInput.parse({ ...wish, split: half })),
  ).rejects.toMatchObject(REFUSED);
  const decide = (test: number, decision: string) =>
    decideAbTest(
      ada,
      decideAbTestInput.parse({ deployment: "tested", test, decision, reason: "so it is" }),
    );
  await startAbTest(ada, startAbTestInput.parse(wish));
  await expect(decide(1, "shipped")).rejects.toMatchObject(REFUSED);
  expect(await decide(1, "rolled_back")).toMatchObject({ decision: "rolled_back" });
});

test("what was rolled out as agreed is gone back to by hand, and not forth again", async () => {
  const { ada } = bound;
  const finish = async (name: string) => {
    await roll(ada, name, AGREED);
    for (let look = 0; look < 6; look += 1) {
      for (const revision of [1, 2]) await serve(name, revision, { requests: 500 });
      await lookAgain();
    }
  };
  for (const name of ["taken", "again"]) {
    await finish(name);
    const { phase } = await db().rollout.findFirstOrThrow({
      where: { deployment: { name } },
      orderBy: { id: "desc" },
    });
    expect(phase).toBe("succeeded");
  }
  await byHand(ada, "taken", [1, 10_000]);
  await expect(byHand(ada, "taken", [2, 10_000])).rejects.toMatchObject(REFUSED);
  await rollBack(ada, "taken", { revision: 2 });
  await byHand(ada, "again", [1, 5_000], [2, 5_000]);
  const scaled = await scaleDeployment(
    ada,
    scaleInput.parse({
      ...{ deployment: "again", revision: 2, trafficVersion: await planOf("again") },
      ...{ backend: { kind: "onnx", maxBatch: 4 }, reason: "more" },
    }),
  );
  expect(await byHand(ada, "again", [scaled.number, 10_000])).toMatchObject({ name: "again" });
});

test("a version that was agreed on for another deployment gets nothing by hand here", async () => {
  const world = await makeRegistry();
  await enforce(world.workspace, { mustFollowPlan: true, targets: [PRODUCTION] });
  await approve(world, 1, {});
  for (const name of ["east", "west"]) await deploy(world.ada, name, { environment: "production" });
  await approve(world, 2, { deployment: "east" });
  for (const name of ["east", "west"]) await revise(world.owner, name);
  await expect(byHand(world.ada, "west", [2, 10_000])).rejects.toThrow(
    'agreed on for deployment "east" only, not for this one. Ask for an approval for this one: by hand',
  );
  expect(await byHand(world.ada, "east", [2, 10_000])).toMatchObject({ trafficVersion: 2 });
});
