import "server-only";
import { randomUUID } from "node:crypto";
import { type Actor, assertCan } from "@/lib/access/actor";
import { AppError } from "@/lib/core/errors";
import { db, type Tx } from "@/lib/db/client";
import { pool } from "@/lib/db/pool";
import { pauseRolloutWithin } from "@/lib/deployments/commands/rollouts";
import { rollBackWithin } from "@/lib/deployments/commands/traffic";
import type { IncidentDto } from "../dto/incidents";
import { getIncident } from "../queries/incidents";
import { assertUnresolved, deploymentOf } from "../rules/status";
import {
  type ActInput,
  type DeclineAgreedInput,
  keptWish,
  type RetrainInput,
  type RollBackFromInput,
  type StartAgreedInput,
} from "../schema/acts";
import {
  findRetraining,
  insertAct,
  insertTraining,
  moveAct,
  Settled,
  type StoredAct,
} from "../sql/acts";
import { findIncidentRef, lockIncident } from "../sql/incidents";
import { findTraining, launchTraining } from "./launch-training";
import { startAgreed } from "./start-agreed";
import { joinRollback, tellAct, tellActSql } from "./tell-act";

interface Doing {
  actor: Actor;
  number: number;
  act: "roll_back" | "pause_rollout";
  key: string;
  reason: string;
}

/** Locks the incident and writes that something is done about it. Throws Settled when it was. */
async function begin(tx: Tx, { actor, number, act, key, reason }: Doing) {
  const incident = await lockIncident(tx, actor.workspaceId, number);
  assertUnresolved(incident);
  const made = { key, act, status: "done", reason, actorId: actor.userId } as const;
  if (!(await insertAct(tx, incident, made))) throw new Settled();
  return incident;
}

/** Whether a key has done it: then nothing is looked at, because what it did may be what would be refused now. */
async function isDone({ actor: { workspaceId }, number, key }: Omit<Doing, "act" | "reason">) {
  const { id } = await findIncidentRef(pool(), workspaceId, number);
  const known = await db().incidentAct.findUnique({
    where: { incidentId_key: { incidentId: BigInt(id), key }, workspaceId },
    select: { id: true },
  });
  return known !== null;
}

/** What was done already is not done again, nor complained of. */
async function once(
  doing: Omit<Doing, "act" | "reason">,
  work: () => Promise<unknown>,
): Promise<void> {
  if (await isDone(doing)) return;
  try {
    await work();
  } catch (error) {
    if (error instanceof Settled || (await isDone(doing))) return;
    throw error;
  }
}

const keyOf = (given: string | undefined): string => given ?? randomUUID();

/** Gives the traffic of the incident's deployment back to the plan before. */
export async function rollBackFromIncident(
  actor: Actor,
  { incident: number, reason, trafficVersion: seen, idempotencyKey }: RollBackFromInput,
): Promise<IncidentDto> {
  assertCan(actor, "incident:write");
  const deployment = deploymentOf(await getIncident(actor, { incident: number }));
  const doing: Doing = { actor, number, act: "roll_back", key: keyOf(idempotencyKey), reason };
  await once(doing, async () => {
    const input = { deployment, reason, ...(seen === undefined ? {} : { trafficVersion: seen }) };
    await rollBackWithin(actor, input, async (tx, trafficVersion) => {
      const incident = await begin(tx, doing);
      const summary = `Rolled back: ${reason}`;
      await joinRollback(tx, incident, { trafficVersion, summary });
      const told = { act: doing.act, status: "done", kind: "acted" } as const;
      await tellAct(tx, actor, incident, { ...told, note: summary });
    });
  });
  return getIncident(actor, { incident: number });
}

/** Stops the rollout of the incident's deployment where it is. Guardrails go on. */
export async function pauseRolloutFromIncident(
  actor: Actor,
  { incident: number, reason, idempotencyKey }: ActInput,
): Promise<IncidentDto> {
  assertCan(actor, "incident:write");
  const deployment = deploymentOf(await getIncident(actor, { incident: number }));
  const doing: Doing = { actor, number, act: "pause_rollout", key: keyOf(idempotencyKey), reason };
  await once(doing, async () => {
    const active = await db().rollout.findFirst({
      where: {
        ...{ workspaceId: actor.workspaceId, endedAt: null },
        deployment: { name: deployment, deletedAt: null },
      },
      select: { number: true },
    });
    if (!active)
      throw new AppError("CONFLICT", `No rollout of deployment "${deployment}" is under way.`);
    const input = { deployment, rollout: active.number, reason };
    await pauseRolloutWithin(actor, input, async (tx, rollout) => {
      const incident = await begin(tx, doing);
      const note = `Rollout ${rollout} is paused: ${reason}`;
      const about = { rollout };
      const told = { act: doing.act, status: "done", kind: "acted" } as const;
      await tellAct(tx, actor, incident, { ...told, note, about });
    });
  });
  return getIncident(actor, { incident: number });
}

/** Launches a job that trains what serves anew; its version asks for approval and is rolled out once it may serve. */
export async function retrainFromIncident(
  actor: Actor,
  { incident: number, reason, idempotencyKey, job, startsRollout, rollout }: RetrainInput,
): Promise<IncidentDto> {
  assertCan(actor, "incident:write");
  assertCan(actor, "job:launch");
  const incident = await getIncident(actor, { incident: number });
  assertUnresolved(incident);
  const { id: incidentId } = await findIncidentRef(pool(), actor.workspaceId, number);
  const key = keyOf(idempotencyKey);
  await once({ actor, number, key }, async () => {
    const known = await findRetraining(pool(), incidentId);
    const isOpen = known !== null && known.endedAt === null && known.status !== "offered";
    if (isOpen)
      throw new AppError(
        "CONFLICT",
        `A retraining of incident ${number} is under way${known.jobNumber === null ? "" : `, with job ${known.jobNumber}`}.`,
      );
    const training = await findTraining(actor, deploymentOf(incident), job);
    const wish = { startsRollout, ...(rollout ? { rollout } : {}), model: training.model };
    await launchTraining(
      actor,
      { incidentId, incident: number, reason, isByItself: false, training },
      async (tx, launched) => {
        const declined = await insertTraining(tx, {
          ...{ workspaceId: actor.workspaceId, incidentId, key, reason, wish },
          ...{ actorId: actor.userId, job: launched },
        });
        if (!declined) return;
        const note = "Its rollout is not offered any more: another retraining takes its place.";
        const told = { act: "retrain", status: "declined", kind: "declined" } as const;
        await tellActSql(tx, actor, incidentId, { ...told, note, about: declined });
      },
    );
  });
  return getIncident(actor, { incident: number });
}

/** Why a retraining has no rollout that could be started or declined. */
function notOffered(number: number, retraining: Pick<StoredAct, "status"> | null): AppError {
  const begun = retraining?.status === "rolling_out" || retraining?.status === "done";
  const why =
    retraining?.status === "declined"
      ? `The rollout that incident ${number} offered was declined.`
      : begun
        ? `The rollout that incident ${number} offered has begun.`
        : `No rollout waits to be started in incident ${number}.`;
  return new AppError("CONFLICT", why);
}

/** Starts the rollout that was agreed on for the version of a retraining, in the name of whoever starts it. */
export async function startAgreedRollout(
  actor: Actor,
  { incident: number, reason }: StartAgreedInput,
): Promise<IncidentDto> {
  assertCan(actor, "incident:write");
  const { id } = await findIncidentRef(pool(), actor.workspaceId, number);
  const retraining = await findRetraining(pool(), id);
  if (retraining?.status !== "offered" && retraining?.status !== "rolling_out")
    throw notOffered(number, retraining);
  if (retraining.status === "rolling_out") return getIncident(actor, { incident: number });
  try {
    await startAgreed(actor, retraining, { reason, isByItself: false });
  } catch (error) {
    if (!(error instanceof Settled)) throw error;
    const now = await findRetraining(pool(), id);
    if (now?.status === "declined") throw notOffered(number, now);
  }
  return getIncident(actor, { incident: number });
}

/** Says that the rollout of a retraining is not wanted: it is not offered any more. Nothing that serves is changed. */
export async function declineAgreedRollout(
  actor: Actor,
  { incident: number, reason, idempotencyKey }: DeclineAgreedInput,
): Promise<IncidentDto> {
  assertCan(actor, "incident:write");
  const { id } = await findIncidentRef(pool(), actor.workspaceId, number);
  const retraining = await findRetraining(pool(), id);
  const wish = keptWish.parse(retraining?.wish ?? {});
  const isKnown = idempotencyKey !== undefined && wish.declineKey === idempotencyKey;
  if (retraining?.status === "declined" && isKnown) return getIncident(actor, { incident: number });
  if (retraining?.status !== "offered") throw notOffered(number, retraining);
  const { modelName: model, modelVersion: version } = retraining;
  if (model === null || version === null) throw new Error("The retraining has no version.");
  const declineKey = keyOf(idempotencyKey);
  try {
    await db().$transaction(async (tx) => {
      const change = { status: "declined", reason, wish: { ...wish, declineKey } } as const;
      await moveAct(tx, retraining, change);
      const incident = await lockIncident(tx, actor.workspaceId, number);
      const note = `The rollout of version ${version} of model "${model}" is declined: ${reason}`;
      const told = { act: "retrain", status: "declined", kind: "declined" } as const;
      await tellAct(tx, actor, incident, {
        ...{ ...told, note, about: { model, version } },
        notified: [retraining.actorId, incident.ownerId].filter((one) => one !== actor.userId),
      });
    });
  } catch (error) {
    if (!(error instanceof Settled)) throw error;
    return declineAgreedRollout(actor, { incident: number, reason, idempotencyKey });
  }
  return getIncident(actor, { incident: number });
}
