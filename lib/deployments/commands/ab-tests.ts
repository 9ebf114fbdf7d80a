import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { invalidInput } from "@/lib/access/failures";
import { recordAudit } from "@/lib/audit/record";
import { AppError } from "@/lib/core/errors";
import type { Tx } from "@/lib/db/client";
import type { AbTestDto } from "../dto/ab-tests";
import { readAbTest } from "../queries/ab-tests";
import { splitWeights } from "../rules/ab-split";
import { completePlan, planBackTo } from "../rules/plans";
import type { DecideAbTestInput, StartAbTestInput } from "../schema/ab-tests";
import { trafficPlanInput } from "../schema/traffic";
import { endTest } from "../sql/ab-tests";
import {
  assertInForce,
  assertServedHere,
  type LockedDeployment,
  lockDeployment,
} from "../sql/deployments";
import { findRollout } from "../sql/rollouts";
import { readServed } from "../sql/served";
import { deploymentTransaction } from "../sql/transaction";
import { changePlan } from "./traffic";
import { announceDeployment } from "./traffic-steps";

/** Splits the traffic that the two have together, as the test wants it. */
async function splitTraffic(
  tx: Tx,
  actor: Actor,
  deployment: LockedDeployment,
  { control, treatment, name, split }: StartAbTestInput,
): Promise<void> {
  if (!split) return;
  assertInForce(deployment, split.trafficVersion);
  const rollout = await findRollout(tx, deployment, "active");
  if (rollout)
    throw new AppError(
      "CONFLICT",
      `Rollout ${rollout.number} decides over the traffic now. Wait for its end, or abort it.`,
    );
  const weights = splitWeights(deployment.plan, { control, treatment }, split.treatmentShare);
  if (!weights)
    throw new AppError(
      "CONFLICT",
      "The two have too little of the traffic together to split it. Give them more first.",
    );
  const asked = trafficPlanInput.safeParse({ weights, stickyHeader: split.stickyHeader });
  if (!asked.success) throw invalidInput(asked.error);
  const plan = completePlan(asked.data, deployment.plan);
  const reason = `A/B test “${name}”: revision ${control} against revision ${treatment}.`;
  await changePlan(tx, actor, deployment, { plan, origin: "person", reason });
}

/** Declares what two revisions are compared for, and splits the traffic between them where that is asked too. */
export async function startAbTest(actor: Actor, input: StartAbTestInput): Promise<AbTestDto> {
  assertCan(actor, "deployment:write");
  const { control, treatment, name, question, limits } = input;
  const number = await deploymentTransaction(async (tx) => {
    const deployment = await lockDeployment(tx, actor, input.deployment);
    if (control === treatment)
      throw new AppError("INVALID", "A revision cannot be compared with itself.");
    await readServed(tx, deployment, [control, treatment]);
    await assertServedHere(tx, deployment, "its traffic is not split here, so no A/B test is.");
    const last = await tx.abTest.aggregate({
      where: { workspaceId: actor.workspaceId, deploymentId: deployment.id },
      _max: { number: true },
    });
    const next = (last._max.number ?? 0) + 1;
    await splitTraffic(tx, actor, deployment, input);
    await tx.abTest.create({
      data: {
        ...{ workspaceId: actor.workspaceId, deploymentId: deployment.id, number: next },
        ...{ name, control, treatment, question, limits, createdById: actor.userId },
        startedAt: new Date(),
      },
    });
    await recordAudit(tx, actor, {
      action: "ab-test.started",
      subject: `deployment ${deployment.name}`,
      label: name,
      after: { test: next, control, treatment, question, limits },
    });
    await announceDeployment(tx, deployment);
    return next;
  });
  return readAbTest(actor, { deployment: input.deployment, test: number });
}

/** Ends an A/B test with a decision, keeps what it was decided by, and does what was decided. */
export async function decideAbTest(actor: Actor, input: DecideAbTestInput): Promise<AbTestDto> {
  assertCan(actor, "deployment:write");
  const { decision, reason, test } = input;
  // What comes after this moment is no part of the test, nor of what is known of it.
  const at = new Date();
  const { name, control, treatment, weights, result, looks, guardrails } = await readAbTest(
    actor,
    input,
  );
  const known = { control, treatment, weights, result, looks, guardrails };
  await deploymentTransaction(async (tx) => {
    const deployment = await lockDeployment(tx, actor, input.deployment);
    if (!(await endTest(tx, deployment, { test, decision, reason, at, known })))
      throw new AppError("CONFLICT", `A/B test ${test} was decided already.`);
    await recordAudit(tx, actor, {
      action: "ab-test.decided",
      subject: `deployment ${deployment.name}`,
      label: name,
      details: { test, reason, result: JSON.stringify(result) },
      after: { decision },
    });
    const isRollback = decision === "rolled_back";
    const { revision } = isRollback ? control : treatment;
    const origin = isRollback ? "rollback" : "person";
    const plan = planBackTo(revision, deployment.plan);
    if (decision === "stopped") await announceDeployment(tx, deployment);
    else await changePlan(tx, actor, deployment, { plan, origin, reason });
  });
  return readAbTest(actor, input);
}
