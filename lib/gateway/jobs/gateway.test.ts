import { beforeAll, beforeEach, expect, test, vi } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { inTransaction } from "@/lib/db/pool";
import { getDeployment } from "@/lib/deployments/queries/deployments";
import { makeRegistry } from "@/lib/testing/approvals";
import { setUpDatabase } from "@/lib/testing/database";
import { deploy, revise, rollBack, split } from "@/lib/testing/deployments";
import { gateway } from "./gateway";

const clock = vi.hoisted(() => ({ now: 0 }));
vi.mock("@/lib/core/clock", () => ({ now: () => clock.now }));

setUpDatabase();

const elsewhere = { backend: { kind: "elsewhere", place: "Airflow" } };
let owner: Actor;
beforeAll(async () => {
  owner = (await makeRegistry()).owner;
  await deploy(owner, "quiet", elsewhere);
  await revise(owner, "quiet", elsewhere);
  await gateway().lookAfter();
  const health = async () => (await getDeployment(owner, { deployment: "quiet" })).health;
  await vi.waitUntil(async () => (await health()) === "ready", { timeout: 60_000 });
});
// Nobody tells this gateway of changes: it was never started.
const answering = async () => {
  const serving = await gateway().serving(owner.workspaceId, "quiet");
  return serving?.plan.weights.find(({ weight }) => weight > 0)?.revision;
};
beforeEach(async () => {
  clock.now += 60_000;
  expect(await answering()).toBe(1);
});

test("a change that nobody heard of decides about the first request after five seconds, however long nobody asked", async () => {
  await split(owner, "quiet", [[2, 10_000]], 1);
  clock.now += 3_000;
  expect(await answering(), "what was read a moment ago").toBe(1);
  clock.now += 60_000;
  expect(await answering()).toBe(2);
  await rollBack(owner, "quiet");
});

test("where requests are many, it is read anew before that, and none of them waits", async () => {
  const { trafficVersion } = await getDeployment(owner, { deployment: "quiet" });
  await split(owner, "quiet", [[2, 10_000]], trafficVersion);
  clock.now += 4_500;
  expect(gateway().serving(owner.workspaceId, "quiet")).not.toBeInstanceOf(Promise);
  await expect.poll(answering).toBe(2);
  await rollBack(owner, "quiet");
});

test("a database that does not answer lets what is known decide", async () => {
  await inTransaction(async (tx) => {
    await tx.query("LOCK TABLE traffic_plans IN ACCESS EXCLUSIVE MODE");
    clock.now += 60_000;
    expect(await answering()).toBe(1);
    clock.now += 60_000;
    expect(
      gateway().serving(owner.workspaceId, "quiet"),
      "once it is known to be slow, nobody waits",
    ).not.toBeInstanceOf(Promise);
  });
});
