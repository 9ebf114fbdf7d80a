import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { AppError } from "@/lib/core/errors";
import { db, type Tx } from "@/lib/db/client";
import { pool } from "@/lib/db/pool";
import { addRevision } from "@/lib/deployments/commands/revisions";
import { startRolloutWithin } from "@/lib/deployments/commands/rollouts";
import { findServing } from "@/lib/deployments/queries/serving";
import { stableOf } from "@/lib/monitors/rules/served";
import { usualRollout } from "../rules/retraining";
import { keptWish } from "../schema/acts";
import { moveAct, type StoredAct } from "../sql/acts";
import { lockIncident } from "../sql/incidents";
import { tellAct } from "./tell-act";

/** A rollout that is under way is nobody's to end but of those who look at it. */
async function assertNoneUnderWay({ workspaceId, deployment }: StoredAct): Promise<void> {
  const active = await db().rollout.findFirst({
    where: { workspaceId, endedAt: null, deployment: { name: deployment, deletedAt: null } },
    select: { number: true },
  });
  if (active)
    throw new AppError(
      "CONFLICT",
      `Rollout ${active.number} of deployment "${deployment}" is under way: it has to end first.`,
    );
}

/** Adds the retrained version as a revision, served as the one that serves now, and starts its rollout. Each happens once. */
export async function startAgreed(
  actor: Actor,
  act: StoredAct,
  { reason, isByItself }: { reason: string; isByItself: boolean },
): Promise<void> {
  assertCan(actor, "deployment:write");
  const { deployment, modelName: model, modelVersion: version, incident: number } = act;
  if (model === null || version === null) throw new Error("The retraining has no version yet.");
  await assertNoneUnderWay(act);
  const serving = await findServing(pool(), act.workspaceId, deployment);
  const stable = serving && stableOf(serving);
  if (!stable) throw new AppError("CONFLICT", `Deployment "${deployment}" serves nothing.`);
  const { number: candidate } = await addRevision(actor, {
    ...{ deployment, model, version, backend: stable.settings },
    note: `Retrained for incident ${number}.`,
    idempotencyKey: `incident-act-${act.id}`,
  });
  const why = `Retrained for incident ${number}.${reason === "" ? "" : ` ${reason}`}`;
  const plan = keptWish.parse(act.wish).rollout ?? usualRollout();
  const within = async (tx: Tx, rollout: number) => {
    await moveAct(tx, act, { status: "rolling_out", rolloutNumber: rollout });
    const incident = await lockIncident(tx, act.workspaceId, number);
    const note = `Rollout ${rollout} brings version ${version} of model "${model}" into the traffic.`;
    const about = { rollout, model, version };
    await tellAct(tx, isByItself ? null : actor, incident, {
      ...{ act: "retrain", status: "rolling_out", kind: "advanced", note, about },
      notified: isByItself ? [act.actorId, incident.ownerId] : [],
    });
  };
  await startRolloutWithin(actor, { deployment, candidate, plan, reason: why }, within);
}
