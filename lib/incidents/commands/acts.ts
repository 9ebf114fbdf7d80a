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
import type { ActInput, RetrainInput, RollBackFromInput, StartAgreedInput } from "../schema/acts";
import { findRetraining, insertAct, insertTraining, Settled } from "../sql/acts";
import { findIncidentRef, lockIncident } from "../sql/incidents";
import { findTraining, launchTraining } from "./launch-training";
import { startAgreed } from "./start-agreed";
import { joinRollback, tellAct } from "./tell-act";

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
      await tellAct(tx, actor, incident, { act: doing.act, kind: "acted", note: summary });
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
      await tellAct(tx, actor, incident, { act: doing.act, kind: "acted", note, about });
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
      { incidentId, incident: number, title: incident.title, reason, isByItself: false, training },
      (tx, launched) =>
        insertTraining(tx, {
          ...{ workspaceId: actor.workspaceId, incidentId, key, reason, wish },
          ...{ actorId: actor.userId, job: launched },
        }),
    );
  });
  return getIncident(actor, { incident: number });
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
    throw new AppError("CONFLICT", `No rollout waits to be started in incident ${number}.`);
  if (retraining.status === "rolling_out") return getIncident(actor, { incident: number });
  try {
    await startAgreed(actor, retraining, { reason, isByItself: false });
  } catch (error) {
    if (!(error instanceof Settled)) throw error;
  }
  return getIncident(actor, { incident: number });
}
