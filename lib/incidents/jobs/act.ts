import "server-only";
import type { Actor } from "@/lib/access/actor";
import { launcherOf } from "@/lib/compute/jobs/launcher";
import { AppError, mayPass } from "@/lib/core/errors";
import { log } from "@/lib/core/log";
import { db, type Tx } from "@/lib/db/client";
import { pauseByItself, rollBackByItself } from "@/lib/deployments/commands/by-itself";
import { Overtaken } from "@/lib/deployments/sql/rollouts";
import { deploymentTransaction } from "@/lib/deployments/sql/transaction";
import { findTraining, launchTraining } from "../commands/launch-training";
import { joinRollback, tellAct } from "../commands/tell-act";
import { NOT_DONE } from "../rules/responses";
import { keptWish } from "../schema/acts";
import {
  beginTraining,
  findDueActs,
  moveAct,
  putOffAct,
  Settled,
  type StoredAct,
} from "../sql/acts";
import { lockIncident } from "../sql/incidents";
import { endAct } from "./end-act";
import { advanceRetraining } from "./retraining";

const AT_ONCE = 100;
const LATER_SECONDS = 30;

/** What the steps of a retraining need of whoever wanted it. */
const SCOPES = [
  ...(["registry:read", "registry:write", "approvals:read", "approvals:request"] as const),
  ...(["serving:read", "serving:write", "serving:operate", "monitoring:read"] as const),
  ...(["monitoring:write"] as const),
];

const mayNoMore = () =>
  new AppError("FORBIDDEN", "Whoever wanted it may do so in this workspace no more.");

async function assertOpen(tx: Tx, { workspaceId, incident }: StoredAct) {
  const found = await lockIncident(tx, workspaceId, incident);
  if (found.status === "resolved")
    throw new AppError("CONFLICT", "The incident was resolved before.");
  return found;
}

/** A rollback or a pause: the act, what it does, its course and its audit are there together or not at all. */
async function doTraffic(act: StoredAct, actor: Actor): Promise<void> {
  const { deployment, incident: number, reason } = act;
  await deploymentTransaction(async (tx) => {
    await moveAct(tx, act, { status: "done" });
    const wanted = { deployment, reason: `Incident ${number}: ${reason}` };
    const told = { act: act.act, status: "done", kind: "acted" } as const;
    if (act.act === "pause_rollout") {
      const rollout = await pauseByItself(tx, actor, wanted);
      const incident = await assertOpen(tx, act);
      const note = `Rollout ${rollout} is paused: ${reason}`;
      const notified = [act.actorId, incident.ownerId];
      await tellAct(tx, null, incident, { ...told, note, about: { rollout }, notified });
      return;
    }
    const { trafficVersion, revision } = await rollBackByItself(tx, actor, wanted);
    const incident = await assertOpen(tx, act);
    const summary = `Rolled back to revision ${revision}: ${reason}`;
    await joinRollback(tx, incident, { trafficVersion, summary });
    const notified = [act.actorId, incident.ownerId];
    await tellAct(tx, null, incident, { ...told, note: summary, notified });
  });
}

async function doRetrain(act: StoredAct, actor: Actor): Promise<void> {
  const { id, incidentId, incident, deployment, reason } = act;
  const { status } = await db().incident.findUniqueOrThrow({
    where: { id_workspaceId: { id: BigInt(incidentId), workspaceId: act.workspaceId } },
    select: { status: true },
  });
  if (status === "resolved") throw new AppError("CONFLICT", "The incident was resolved before.");
  const training = await findTraining(actor, deployment);
  const wish = { ...keptWish.parse(act.wish), model: training.model };
  const wanted = { incidentId, incident, reason, isByItself: true, training };
  await launchTraining(actor, wanted, (tx, job) => beginTraining(tx, id, { wish, job }));
}

async function advance(act: StoredAct): Promise<void> {
  const { actorId: userId, workspaceId, incident } = act;
  const credential = `incident:${incident}`;
  const actor = await launcherOf({ userId, workspaceId, credential, scopes: SCOPES });
  if (!actor) throw mayNoMore();
  if (act.isDeploymentDeleted)
    throw new AppError("CONFLICT", `Deployment "${act.deployment}" was deleted.`);
  if (act.status !== "due") return advanceRetraining(act, actor);
  return act.act === "retrain" ? doRetrain(act, actor) : doTraffic(act, actor);
}

/** Does what is due of one act. Any number of processes may do so, and die at any point of it. */
async function seeTo(act: StoredAct): Promise<void> {
  try {
    await advance(act);
  } catch (error) {
    if (error instanceof Settled) return;
    // The rollout moved on between the look at it and its end: there is another try.
    if (!(error instanceof AppError) || mayPass(error) || error instanceof Overtaken) {
      log().warn({ err: error, act: act.id }, "what is done about an incident is seen to again");
      await putOffAct(act, LATER_SECONDS);
      return;
    }
    const isDue = act.status === "due";
    await endAct(act, {
      status: isDue ? "refused" : "failed",
      note: isDue ? `${NOT_DONE[act.act]}: ${error.message}` : error.message,
    });
  }
}

/** Does what responses want, and takes retrainings on by a step. Answers how many acts were seen to. */
export async function actOnIncidents(): Promise<number> {
  const due = await findDueActs(AT_ONCE);
  for (const act of due) await seeTo(act);
  return due.length;
}
