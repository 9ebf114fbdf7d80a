import "server-only";
import type { Actor } from "@/lib/access/actor";
import { recordAudit, systemIn } from "@/lib/audit/record";
import { routes } from "@/lib/core/routes";
import type { Tx } from "@/lib/db/client";
import { notify } from "@/lib/events/notify";
import type { Judgement } from "../rules/judgement";
import { completePlan } from "../rules/plans";
import { actionOf, originOf, type RolloutState, shareOf } from "../rules/rollout-state";
import { stepsOf } from "../rules/rollout-steps";
import { trafficOf } from "../rules/rollout-traffic";
import type { RolloutPhase } from "../schema/rollouts";
import type { LockedDeployment } from "../sql/deployments";
import {
  insertChecks,
  insertEvent,
  Overtaken,
  type StoredRollout,
  writeState,
} from "../sql/rollouts";
import { tellOfRollback } from "./traffic";
import { announceDeployment, isSamePlan, putInForce } from "./traffic-steps";

interface Move {
  state: RolloutState;
  /** Who did it; nobody when Slipway did it by itself. */
  actor: Actor | null;
  /** What the checks found at this look. */
  judgements?: readonly Judgement[];
}

const WORTH_TELLING: Partial<Record<RolloutPhase, string>> = {
  paused: "is paused",
  waiting_approval: "waits for somebody to let it go on",
  succeeded: "has succeeded",
  superseded: "was superseded",
};

/** A rollback is told of by itself; what people did is known to them. */
async function tell(
  tx: Tx,
  rollout: StoredRollout,
  { state, actor }: Move,
  deployment: LockedDeployment,
): Promise<void> {
  const { workspaceId, createdById, number, candidate } = rollout;
  const words = WORTH_TELLING[state.phase];
  if (!words || actor?.userId === createdById) return;
  const { slug } = await tx.workspace.findUniqueOrThrow({
    where: { id: workspaceId },
    select: { slug: true },
  });
  await notify(tx, {
    workspaceId,
    userIds: [createdById, deployment.createdById],
    kind: "deployment.rollout",
    title: `Rollout ${number} of ${deployment.name} (revision ${candidate}) ${words}`,
    body: state.reason,
    href: routes.deployment(slug, deployment.name),
  });
}

/** The traffic that a state names, put in force if another is. Answers the version of the plan in force. */
async function follow(
  tx: Tx,
  deployment: LockedDeployment,
  rollout: StoredRollout,
  { state, actor }: Move,
): Promise<number> {
  const share = shareOf(state, stepsOf(rollout.plan.strategy));
  if (!share) return rollout.trafficVersion;
  const wanted = trafficOf(deployment.plan, rollout, state, share);
  const plan = completePlan(wanted, deployment.plan);
  if (isSamePlan(plan, deployment.plan)) return deployment.trafficVersion;
  const origin = originOf(state);
  const reason = `Rollout ${rollout.number}: ${state.reason}`;
  const version = await putInForce(tx, actor, deployment, { plan, origin, reason });
  if (origin === "rollback") await tellOfRollback(tx, actor, deployment, { plan, reason });
  return version;
}

const isDecision = (before: RolloutState, after: RolloutState): boolean =>
  before.phase !== after.phase ||
  before.step !== after.step ||
  before.reasonCode !== after.reasonCode ||
  before.isLetOn !== after.isLetOn;

/**
 * Moves a rollout from the state that was seen to another one, inside a transaction that has locked the deployment: the
 * state, the traffic that it names, its event and its line in the audit are there together or not at all.
 */
export async function moveWithin(
  tx: Tx,
  deployment: LockedDeployment,
  rollout: StoredRollout,
  move: Move,
): Promise<void> {
  const { state, actor, judgements = [] } = move;
  const before = rollout.state;
  // Somebody changed the traffic after the look: the next look finds it.
  if (state.phase !== "superseded" && deployment.trafficVersion !== rollout.trafficVersion)
    throw new Overtaken();
  const trafficVersion = await follow(tx, deployment, rollout, move);
  await writeState(tx, rollout, { state, trafficVersion });
  await insertChecks(tx, rollout, judgements);
  if (!isDecision(before, state)) return;
  await insertEvent(tx, {
    rollout,
    state,
    trafficVersion,
    version: rollout.version + 1,
    share: shareOf(state, stepsOf(rollout.plan.strategy)),
    evidence: judgements,
    actorId: actor?.userId ?? null,
  });
  await recordAudit(tx, actor ?? systemIn(rollout.workspaceId), {
    action: actionOf(before, state),
    subject: `deployment ${deployment.name}`,
    details: {
      rollout: rollout.number,
      candidate: rollout.candidate,
      stable: rollout.stable,
      code: state.reasonCode,
      reason: state.reason,
      check: state.check ?? undefined,
      evidence: judgements.length > 0 ? JSON.stringify(judgements) : undefined,
    },
    before: { phase: before.phase, step: before.step, trafficVersion: rollout.trafficVersion },
    after: { phase: state.phase, step: state.step, trafficVersion },
  });
  await announceDeployment(tx, deployment);
  await tell(tx, rollout, move, deployment);
}
