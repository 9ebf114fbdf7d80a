import { beforeAll, expect, test } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { startAbTest } from "@/lib/deployments/commands/ab-tests";
import { scaleDeployment } from "@/lib/deployments/commands/revisions";
import { startRollout } from "@/lib/deployments/commands/rollouts";
import { getDeployment } from "@/lib/deployments/queries/deployments";
import { startAbTestInput } from "@/lib/deployments/schema/ab-tests";
import { scaleInput } from "@/lib/deployments/schema/deployments";
import { makeRegistry } from "@/lib/testing/approvals";
import { setUpDatabase } from "@/lib/testing/database";
import { deploy, revise, rollBack, split } from "@/lib/testing/deployments";
import { rolloutWish } from "@/lib/testing/rollouts";
import { gateway } from "../jobs/gateway";
import { servingOf } from "./served";

setUpDatabase();

const elsewhere = { backend: { kind: "elsewhere", place: "Airflow" } };
let owner: Actor;
beforeAll(async () => {
  owner = (await makeRegistry()).owner;
  await deploy(owner, "nightly", elsewhere);
  await revise(owner, "nightly", elsewhere);
});

const refused = (work: Promise<unknown>, message: RegExp) =>
  expect(work).rejects.toMatchObject({ code: "CONFLICT", message: expect.stringMatching(message) });

test("a deployment that is served elsewhere says which version serves, and is ready without a model", async () => {
  await gateway().lookAfter();
  await expect
    .poll(async () => (await getDeployment(owner, { deployment: "nightly" })).health)
    .toBe("ready");
  await split(owner, "nightly", [[2, 10_000]], 1);
  expect((await getDeployment(owner, { deployment: "nightly" })).serves).toMatchObject([
    { number: 2, version: 2, backend: { kind: "elsewhere", place: "Airflow" } },
  ]);
  await rollBack(owner, "nightly");
  expect((await getDeployment(owner, { deployment: "nightly" })).serves[0]?.number).toBe(1);
});

test("it answers nothing, and is neither scaled, rolled out nor compared here", async () => {
  await refused(
    (async () => servingOf(owner, "nightly"))(),
    /^The deployment "nightly" is served elsewhere: it answers no requests here/,
  );
  const scale = { deployment: "nightly", revision: 1, ...elsewhere, trafficVersion: 1 };
  await refused(scaleDeployment(owner, scaleInput.parse(scale)), /scale it where it runs/);
  await refused(startRollout(owner, rolloutWish("nightly")), /nothing is rolled out here/);
  const question = { metric: "conversion", difference: "absolute" };
  const names = { deployment: "nightly", name: "which", control: 1, treatment: 2 };
  await refused(
    startAbTest(owner, startAbTestInput.parse({ ...names, question })),
    /no A\/B test is/,
  );
});

test("what is served here and what is not are different deployments", async () => {
  await deploy(owner, "here");
  await refused(revise(owner, "here", elsewhere), /is served here/);
  await refused(revise(owner, "nightly"), /so are all of its revisions/);
});
