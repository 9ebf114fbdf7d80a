import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { recordAudit } from "@/lib/audit/record";
import { AppError } from "@/lib/core/errors";
import type { Tx } from "@/lib/db/client";
import type { RolloutDto } from "../dto/rollouts";
import { readRollout } from "../queries/rollouts";
import { isMonitorMetric } from "../rules/judge-monitors";
import { isFromLog } from "../rules/judge-predictions";
import { reduceRollout, refusalOf } from "../rules/rollout";
import { initialState, type RolloutEvent } from "../rules/rollout-state";
import { soleRevision } from "../rules/rollout-traffic";
import type {
  ChangeRolloutInput,
  PromoteRolloutInput,
  RolloutInput,
  RolloutPlan,
  StartRolloutInput,
} from "../schema/rollouts";
import { assertServedHere, type LockedDeployment, lockDeployment } from "../sql/deployments";
import { findRollout, rolloutNotFound, type StoredRollout } from "../sql/rollouts";
import { isAnswering, readServed } from "../sql/served";
import { deploymentTransaction } from "../sql/transaction";
import { assertMayHurry, readAgreement } from "./agreed-plan";
import { assertMayChangeTraffic } from "./protection";
import { moveWithin } from "./rollout-moves";
import { announceDeployment } from "./traffic-steps";

async function assertMayRoll(
  tx: Tx,
  actor: Actor,
  deployment: LockedDeployment,
  revisions: readonly number[],
): Promise<void> {
  const served = await readServed(tx, deployment, revisions);
  const environment = deployment.environment.name;
  await assertMayChangeTraffic(tx, actor, { environment, served });
}

/** Where a rollback would lead: the one revision that serves, which must be loaded and answer. Throws otherwise. */
async function rollbackTarget(tx: Tx, deployment: LockedDeployment): Promise<number> {
  const stable = soleRevision(deployment.plan);
  if (stable === null)
    throw new AppError(
      "CONFLICT",
      `The traffic of deployment "${deployment.name}" is shared by several revisions. Give all of it to one of them first: that is where a rollback leads.`,
    );
  if (!(await isAnswering(tx, deployment, stable)))
    throw new AppError(
      "CONFLICT",
      `Revision ${stable}, where a rollback would lead, is not loaded and answering. A rollout starts only from what works.`,
    );
  return stable;
}

/** Checks that read the log of predictions say nothing where nothing is logged. */
async function assertLogged(
  tx: Tx,
  { id, name, workspaceId }: LockedDeployment,
  { checks }: RolloutPlan,
): Promise<void> {
  const check = checks.find(({ metric }) => isFromLog(metric));
  if (!check) return;
  const settings = await tx.predictionLogSettings.findUnique({
    where: { deploymentId_workspaceId: { deploymentId: id, workspaceId } },
    select: { isEnabled: true, sampleRate: true },
  });
  if (!settings || (settings.isEnabled && settings.sampleRate > 0)) return;
  const [fault, remedy] = settings.isEnabled
    ? ["keeps none", "Have it keep some first."]
    : ["is switched off", "Switch it on first."];
  throw new AppError(
    "CONFLICT",
    `The check “${check.key}” reads the log of predictions, which ${fault} for deployment "${name}". ${remedy}`,
  );
}

/** Checks that ask a monitor say nothing where it does not watch. */
async function assertWatched(
  tx: Tx,
  { id: deploymentId, name, workspaceId }: LockedDeployment,
  { checks }: RolloutPlan,
): Promise<void> {
  for (const { key, metric } of checks) {
    if (!isMonitorMetric(metric)) continue;
    const where = { workspaceId, deploymentId, removedAt: null, isPaused: false };
    if (await tx.monitor.findFirst({ where: { ...where, id: BigInt(metric.monitor) } })) continue;
    throw new AppError(
      "CONFLICT",
      `The check “${key}” asks monitor ${metric.monitor}, which does not watch deployment "${name}" now.`,
    );
  }
}

/** A newer rollout takes the place of one that goes on: its candidate loses the traffic at once. */
async function supersedeActive(
  tx: Tx,
  actor: Actor,
  deployment: LockedDeployment,
  by: number,
): Promise<LockedDeployment> {
  const active = await findRollout(tx, deployment, "active");
  if (!active) return deployment;
  const reason = `Rollout ${by} took its place.`;
  const state = reduceRollout(active.state, active.plan, {
    kind: "supersede",
    now: Date.now(),
    reason,
  });
  await moveWithin(tx, deployment, active, { state, actor });
  return lockDeployment(tx, actor, deployment.name);
}

async function insertRollout(
  tx: Tx,
  actor: Actor,
  deployment: LockedDeployment,
  { input, number, stable }: { input: StartRolloutInput; number: number; stable: number },
): Promise<void> {
  const { workspaceId, userId } = actor;
  const { candidate, plan, reason: given } = input;
  const { request, deviation } = await readAgreement(tx, deployment, input);
  // With the reason it stands in the record of the rollout, where everybody who looks at it reads it.
  const reason = [given, deviation].filter((text) => text).join(" ");
  const state = initialState(Date.now(), reason);
  const { trafficVersion } = deployment;
  const made = await tx.rollout.create({
    data: {
      ...{ workspaceId, deploymentId: deployment.id, number, candidate, stable, plan },
      ...{ trafficVersion, phase: state.phase, createdById: userId },
      state: { ...state, counts: {} },
    },
  });
  await tx.rolloutEvent.create({
    data: {
      ...{ workspaceId, rolloutId: made.id, version: 1, phase: state.phase, step: 0 },
      ...{ reasonCode: state.reasonCode, reason, trafficVersion, actorId: userId },
    },
  });
  await recordAudit(tx, actor, {
    action: "rollout.started",
    subject: `deployment ${deployment.name}`,
    details: {
      ...{ rollout: number, candidate, stable, reason: given },
      approvedIn: request ?? undefined,
      deviation: deviation ?? undefined,
    },
    after: { plan: JSON.stringify(plan) },
  });
  await announceDeployment(tx, deployment);
}

/** What has to be true together with a change; what it throws leaves nothing behind. */
type Within = (tx: Tx, rollout: number) => Promise<void>;

/** Begins to bring a revision into the traffic, as declared. */
export async function startRollout(actor: Actor, input: StartRolloutInput): Promise<RolloutDto> {
  assertCan(actor, "deployment:write");
  return startRolloutWithin(actor, input, async () => undefined);
}

export async function startRolloutWithin(
  actor: Actor,
  input: StartRolloutInput,
  within: Within,
): Promise<RolloutDto> {
  assertCan(actor, "deployment:write");
  const number = await deploymentTransaction(async (tx) => {
    const locked = await lockDeployment(tx, actor, input.deployment);
    await assertServedHere(
      tx,
      locked,
      "its owner decides who gets what, so nothing is rolled out here.",
    );
    const last = await tx.rollout.aggregate({
      where: { workspaceId: actor.workspaceId, deploymentId: locked.id },
      _max: { number: true },
    });
    const next = (last._max.number ?? 0) + 1;
    const deployment = await supersedeActive(tx, actor, locked, next);
    const stable = await rollbackTarget(tx, deployment);
    if (stable === input.candidate)
      throw new AppError("CONFLICT", `Revision ${stable} has all of the traffic already.`);
    await assertLogged(tx, deployment, input.plan);
    await assertWatched(tx, deployment, input.plan);
    await assertMayRoll(tx, actor, deployment, [stable, input.candidate]);
    await insertRollout(tx, actor, deployment, { input, number: next, stable });
    await within(tx, next);
    return next;
  });
  return readRollout(actor, { deployment: input.deployment, rollout: number });
}

type PersonEvent = Exclude<RolloutEvent, { kind: "look" | "supersede" | "recall" | "halt" }>;

async function change(
  actor: Actor,
  { deployment: name, rollout: number }: RolloutInput,
  event: PersonEvent,
  within?: Within,
): Promise<RolloutDto> {
  await deploymentTransaction(async (tx) => {
    const deployment = await lockDeployment(tx, actor, name);
    const rollout = await findRollout(tx, deployment, number);
    if (!rollout) throw rolloutNotFound(name, number);
    await assertMayChange(tx, actor, deployment, { rollout, event });
    const refusal = refusalOf(rollout.state, event.kind);
    if (refusal) throw new AppError("CONFLICT", refusal);
    const state = reduceRollout(rollout.state, rollout.plan, event);
    await moveWithin(tx, deployment, rollout, { state, actor });
    await within?.(tx, number);
  });
  return readRollout(actor, { deployment: name, rollout: number });
}

/** Going on is a change of traffic that the environment's policy has a say in; stopping and going back is not. */
async function assertMayChange(
  tx: Tx,
  actor: Actor,
  deployment: LockedDeployment,
  { rollout, event }: { rollout: StoredRollout; event: PersonEvent },
): Promise<void> {
  if (event.kind === "pause" || event.kind === "abort") return;
  await assertMayRoll(tx, actor, deployment, [rollout.stable, rollout.candidate]);
  const isHurried =
    event.kind === "promote" && (event.isFull || rollout.state.phase !== "waiting_approval");
  if (isHurried) await assertMayHurry(tx, deployment, rollout.candidate);
}

const at = () => Date.now();

/** Stops a rollout where it is. Guardrails go on. */
export async function pauseRollout(actor: Actor, input: ChangeRolloutInput): Promise<RolloutDto> {
  assertCan(actor, "deployment:write");
  return pauseRolloutWithin(actor, input, async () => undefined);
}

export async function pauseRolloutWithin(
  actor: Actor,
  input: ChangeRolloutInput,
  within: Within,
): Promise<RolloutDto> {
  assertCan(actor, "deployment:write");
  return change(actor, input, { kind: "pause", now: at(), reason: input.reason }, within);
}

export async function resumeRollout(actor: Actor, input: ChangeRolloutInput): Promise<RolloutDto> {
  assertCan(actor, "deployment:write");
  return change(actor, input, { kind: "resume", now: at(), reason: input.reason });
}

/** Lets the present step go on, or all of them. Hooks still have to confirm. */
export async function promoteRollout(
  actor: Actor,
  input: PromoteRolloutInput,
): Promise<RolloutDto> {
  assertCan(actor, "deployment:write");
  const { reason, isFull } = input;
  return change(actor, input, { kind: "promote", now: at(), reason, isFull });
}

/** Ends a rollout and gives all of the traffic back to the stable revision, at once. */
export async function abortRollout(actor: Actor, input: ChangeRolloutInput): Promise<RolloutDto> {
  assertCan(actor, "deployment:write");
  return change(actor, input, { kind: "abort", now: at(), reason: input.reason });
}
