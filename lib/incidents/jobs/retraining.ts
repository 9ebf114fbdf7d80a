import "server-only";
import type { Actor } from "@/lib/access/actor";
import { openRequest } from "@/lib/approvals/commands/requests";
import { loadElection } from "@/lib/approvals/sql/elections";
import { readEnvironmentStandings } from "@/lib/approvals/sql/environments";
import { getJob } from "@/lib/compute/queries/jobs";
import { AppError, mayPass } from "@/lib/core/errors";
import { db, type Tx } from "@/lib/db/client";
import { createModelVersion, setVersionTag } from "@/lib/models/commands/versions";
import { startAgreed } from "../commands/start-agreed";
import { tellAct } from "../commands/tell-act";
import { agreedOf, INCIDENT_TAG, usualRollout, versionOf } from "../rules/retraining";
import { gateWords, JOB_ENDS, REQUEST_ENDS, ROLLOUT_ENDS } from "../rules/retraining-words";
import type { EventAbout } from "../schema/acts";
import { keptWish } from "../schema/acts";
import { moveAct, putOffAct, type StoredAct } from "../sql/acts";
import { lockIncident } from "../sql/incidents";
import { readRunModel } from "../sql/trained-by";
import { endAct } from "./end-act";

const SOON_SECONDS = 5;

interface Step extends Pick<Parameters<typeof moveAct>[2], "status"> {
  note: string;
  about?: EventAbout;
  change?: Omit<Parameters<typeof moveAct>[2], "status">;
  /** Whether whoever wanted it has to do something now, or is at the end of it. */
  isNews?: boolean;
}

/** The step and what is said of it, in one transaction. */
async function takeStep(
  tx: Tx,
  act: StoredAct,
  { status, note, about = {}, change = {}, isNews = false }: Step,
): Promise<void> {
  await moveAct(tx, act, { status, ...change });
  const incident = await lockIncident(tx, act.workspaceId, act.incident);
  await tellAct(tx, null, incident, {
    ...{ act: "retrain", status, kind: "advanced", note, about },
    notified: isNews ? [act.actorId, incident.ownerId] : [],
  });
}

const stepOn = (act: StoredAct, step: Step) => db().$transaction((tx) => takeStep(tx, act, step));

/** The job is over: its model becomes a version of the model that it was to train. */
async function afterJob(act: StoredAct, actor: Actor): Promise<void> {
  const { workspaceId, incident, jobNumber: number } = act;
  const { model } = keptWish.parse(act.wish);
  if (number === null || model === undefined) throw new Error("The retraining has no job.");
  const { status, reason, runUuid: run } = await getJob(actor, { number });
  const end = JOB_ENDS[status];
  if (end === undefined) return putOffAct(act, SOON_SECONDS);
  const about = { job: number };
  if (end !== "") {
    const note = `Job ${number} ${end}${reason ? `: ${reason}` : "."}`;
    return endAct(act, { status: "failed", note, about });
  }
  const found = await readRunModel(workspaceId, { run, model });
  const registered = (version: number, words: string): Step => ({
    status: "registered",
    change: { modelName: model, modelVersion: version },
    note: `Job ${number} has ended well. Its model ${words} version ${version} of model "${model}".`,
    about: { ...about, model, version },
  });
  if (found && found.version !== null) {
    const { version } = found;
    const tag = { key: INCIDENT_TAG, value: String(incident) };
    await setVersionTag(actor, { name: model, version: String(version), ...tag });
    return stepOn(act, registered(version, "was registered by itself as"));
  }
  const input = found && versionOf(found, { run, model, incident });
  if (!input) {
    const note = `Job ${number} has ended well, but its run logged no model: there is nothing to register.`;
    return endAct(act, { status: "failed", note, about });
  }
  await createModelVersion(actor, input, (tx, version) =>
    takeStep(tx, act, registered(version, "is")),
  );
}

async function readPlace(tx: Tx, { workspaceId, deployment, ...act }: StoredAct) {
  const place = await tx.deployment.findFirstOrThrow({
    where: { workspaceId, name: deployment, deletedAt: null },
    select: { environment: { select: { name: true } } },
  });
  const version = await tx.modelVersion.findFirst({
    where: {
      ...{ workspaceId, version: act.modelVersion ?? 0, deletedAt: null },
      model: { name: act.modelName ?? "" },
    },
    select: { id: true, model: { select: { riskTier: true } } },
  });
  if (!version)
    throw new AppError(
      "CONFLICT",
      `Version ${act.modelVersion} of model "${act.modelName}" was deleted.`,
    );
  const environment = place.environment.name;
  const wanted = { environment, versionId: version.id, riskTier: version.model.riskTier };
  const [standing] = await readEnvironmentStandings(tx, workspaceId, [wanted]);
  return { environment, state: standing?.state ?? "free" };
}

/** Asks for the version to serve where the deployment is, if a policy wants that somebody is asked. */
async function ask(act: StoredAct, actor: Actor): Promise<void> {
  const { deployment, incident, modelName: model, modelVersion: version } = act;
  if (model === null || version === null) throw new Error("The retraining has no version.");
  const { environment, state } = await db().$transaction((tx) => readPlace(tx, act));
  if (state === "free")
    return stepOn(act, {
      status: "approved",
      note: `No policy protects environment "${environment}" for it: version ${version} may serve there.`,
      about: { model, version },
    });
  const rollout = keptWish.parse(act.wish).rollout ?? usualRollout();
  const { number } = await openRequest(
    actor,
    {
      ...{ model, version, deployment, plan: agreedOf(rollout) },
      target: { kind: "environment", value: environment },
      action: "set",
      archivesExisting: false,
      note: `Retrained for incident ${incident}.`,
      idempotencyKey: `incident-act-${act.id}`,
    },
    "incident",
  );
  return stepOn(act, {
    status: "asked",
    change: { requestNumber: number },
    note: `Approval request ${number} asks for version ${version} to serve in environment "${environment}".`,
    about: { approval: number, model, version },
  });
}

/** Says what gates hold the request up, once for each other thing. */
async function sayGates(act: StoredAct, requestId: string): Promise<void> {
  const { workspaceId, incident: number, requestNumber } = act;
  const { gates } = await loadElection(db(), workspaceId, requestId);
  const said = gateWords(gates);
  if (said === act.said) return;
  await db().$transaction(async (tx) => {
    const { count } = await tx.incidentAct.updateMany({
      where: { id: BigInt(act.id), workspaceId, status: act.status, said: act.said },
      data: { said },
    });
    if (count === 0 || said === "") return;
    const incident = await lockIncident(tx, workspaceId, number);
    const note = `Approval request ${requestNumber} is held up by gates: ${said}.`;
    const about = requestNumber === null ? {} : { approval: requestNumber };
    const notified = [act.actorId];
    await tellAct(tx, null, incident, {
      ...{ act: "retrain", status: act.status, kind: "advanced", note, about, notified },
    });
  });
}

async function afterRequest(act: StoredAct): Promise<void> {
  const { workspaceId, requestNumber: number, modelVersion: version } = act;
  if (number === null) throw new Error("The retraining has no request.");
  const { id, status } = await db().approvalRequest.findUniqueOrThrow({
    where: { workspaceId_number: { workspaceId, number } },
    select: { id: true, status: true },
  });
  const about = { approval: number };
  if (status === "promoted")
    return stepOn(act, {
      status: "approved",
      note: `Approval request ${number} was approved: version ${version} may serve.`,
      about,
    });
  const end = REQUEST_ENDS[status];
  if (end !== undefined)
    return endAct(act, { status: "failed", note: `Approval request ${number} ${end}.`, about });
  await sayGates(act, id);
  await putOffAct(act, SOON_SECONDS);
}

/** The rollout starts by itself where that was wanted and can be, and is offered on the incident otherwise. */
async function afterApproval(act: StoredAct, actor: Actor): Promise<void> {
  const offer = (why: string) =>
    stepOn(act, {
      status: "offered",
      note: `${why}Its rollout waits to be started from here.`,
      about: {},
      isNews: true,
    });
  if (!keptWish.parse(act.wish).startsRollout) return offer("");
  try {
    await startAgreed(actor, act, { reason: "", isByItself: true });
  } catch (error) {
    if (!(error instanceof AppError) || mayPass(error)) throw error;
    await offer(`The rollout did not start by itself: ${error.message} `);
  }
}

async function afterRollout(act: StoredAct): Promise<void> {
  const { workspaceId, deployment, rolloutNumber: number, modelVersion: version } = act;
  if (number === null) throw new Error("The retraining has no rollout.");
  const { phase, endedAt, state } = await db().rollout.findFirstOrThrow({
    where: { workspaceId, number, deployment: { name: deployment, deletedAt: null } },
    select: { phase: true, endedAt: true, state: true },
  });
  if (endedAt === null) return putOffAct(act, SOON_SECONDS);
  const about = { rollout: number };
  if (phase === "succeeded")
    return stepOn(act, {
      status: "done",
      note: `Rollout ${number} has succeeded: version ${version} has all of the traffic.`,
      about,
      isNews: true,
    });
  const why = String(Object(state).reason ?? "");
  const note = `Rollout ${number} ${ROLLOUT_ENDS[phase] ?? "has ended"}${why === "" ? "." : `: ${why}`}`;
  return endAct(act, { status: "failed", note, about });
}

/** Takes a retraining on by one step, if what it waits for has come. Each step is taken once, wherever a worker dies. */
export async function advanceRetraining(act: StoredAct, actor: Actor): Promise<void> {
  switch (act.status) {
    case "training":
      return afterJob(act, actor);
    case "registered":
      return ask(act, actor);
    case "asked":
      return afterRequest(act);
    case "approved":
      return afterApproval(act, actor);
    case "rolling_out":
      return afterRollout(act);
    default:
  }
}
