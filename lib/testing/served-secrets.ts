import type { Actor } from "@/lib/access/actor";
import { launchJob } from "@/lib/compute/commands/launch";
import { launchInput } from "@/lib/compute/schema/jobs";
import { settleEnv } from "@/lib/core/env";
import { db } from "@/lib/db/client";
import { startAbTest } from "@/lib/deployments/commands/ab-tests";
import { abortRollout, startRollout } from "@/lib/deployments/commands/rollouts";
import { startAbTestInput } from "@/lib/deployments/schema/ab-tests";
import { changeRolloutInput } from "@/lib/deployments/schema/rollouts";
import { flushPredictions } from "@/lib/gateway/jobs/prediction-log";
import { appendLog } from "@/lib/gateway/sql/revision-log";
import { takeUpSignal } from "@/lib/incidents/jobs/signal";
import { createMonitor } from "@/lib/monitors/commands/create";
import { createMonitorInput } from "@/lib/monitors/schema/monitors";
import { createHook } from "@/lib/pipelines/commands/hooks";
import { launchPipeline } from "@/lib/pipelines/commands/launch";
import { createPipeline } from "@/lib/pipelines/commands/pipelines";
import { createSchedule } from "@/lib/pipelines/commands/schedules";
import { createPipelineInput } from "@/lib/pipelines/schema/pipelines";
import { scheduleFields } from "@/lib/pipelines/schema/schedules";
import { deploy, revise } from "./deployments";
import { uploadReference } from "./monitors";
import { logPrediction } from "./predictions";
import { observe, rolloutWish } from "./rollouts";

const FACTS = { machine: null, interpreter: null, locks: [] };

/** A job that has printed something, with what it was found to run on. */
async function makeJob(actor: Actor, secret: string): Promise<{ number: number; backend: bigint }> {
  const { workspaceId } = actor;
  const experiment = await db().experiment.findFirstOrThrow({ where: { workspaceId } });
  const wish = { name: secret, command: ["echo", secret], experimentId: Number(experiment.id) };
  const { number } = await launchJob(actor, launchInput.parse(wish));
  const { id: jobId, backendId } = await db().job.update({
    where: { workspaceId_number: { workspaceId, number } },
    data: { attempt: 1, logChunks: 1, reason: secret },
  });
  const of = { jobId, workspaceId };
  await db().jobLogChunk.create({ data: { ...of, seq: 1, attempt: 1, text: secret } });
  const facts = { backend: secret, ...FACTS };
  await db().jobProvenance.create({ data: { ...of, attempt: 1, facts } });
  const used = { second: 1, cpuMillis: 4_711n, memoryBytes: 1n, processes: 1 };
  await db().jobUsage.create({ data: { ...of, attempt: 1, ...used } });
  await db().computeBackend.update({ where: { id: backendId }, data: { name: secret } });
  return { number, backend: backendId };
}

/** A pipeline that was launched, with a schedule and a webhook that something became of. */
async function makePipeline(actor: Actor, secret: string): Promise<Record<string, string>> {
  const { workspaceId } = actor;
  const declaration = `command: [echo, "${secret}"]`;
  const input = { name: secret, description: secret, declaration };
  const { id: pipelineId } = await createPipeline(actor, createPipelineInput.parse(input));
  await launchPipeline(actor, { pipelineId, parameters: {} });
  const fields = scheduleFields.parse({ name: secret, cron: "0 3 * * *" });
  const schedule = await createSchedule(actor, { pipelineId, ...fields });
  const refused = { workspaceId, outcome: "refused", reason: secret };
  const scheduleId = BigInt(schedule.id);
  await db().pipelineFiring.create({ data: { ...refused, scheduleId, dueAt: new Date() } });
  const { hook } = await createHook(actor, { pipelineId, name: secret });
  await db().pipelineDelivery.create({ data: { ...refused, hookId: hook.id, deliveryId: "1" } });
  return {
    pipelineId: String(pipelineId),
    scheduleId: String(scheduleId),
    hookId: hook.id,
  };
}

async function makeMonitor(actor: Actor, deployment: string, secret: string): Promise<number> {
  const reference = await uploadReference(actor);
  const input = createMonitorInput.parse({ deployment, name: secret, reference });
  return (await createMonitor(actor, input)).id;
}

interface Place {
  workspaceId: string;
  deploymentId: bigint;
}

/** An incident with a retraining that failed. */
async function makeIncident(
  { userId }: Actor,
  { workspaceId, deploymentId }: Place,
  secret: string,
): Promise<string> {
  const evidence = { at: 1, monitorId: null, columns: [secret], trafficVersion: null };
  const said = { key: secret, kind: "drift", severity: "warning", summary: secret } as const;
  await takeUpSignal({ workspaceId, deploymentId, signal: { ...said, evidence } });
  const { id, number } = await db().incident.findFirstOrThrow({ where: { workspaceId } });
  const failed = { key: secret, act: "retrain", status: "failed", endedAt: new Date() };
  await db().incidentAct.create({
    data: { workspaceId, incidentId: id, actorId: userId, reason: secret, ...failed },
  });
  return String(number);
}

/**
 * What serving and compute keep of a workspace, with `secret` wherever a person or a program may have written it, of
 * the first version of a model. Answers its identifiers by the names that routes have for them.
 */
export async function makeServedSecrets(
  actor: Actor,
  model: string,
  secret: string,
): Promise<Record<string, string>> {
  const { workspaceId } = actor;
  const deployment = "theirs";
  const served = { model, version: 1 };
  await deploy(actor, deployment, { ...served, description: secret });
  await revise(actor, deployment, { ...served, note: secret });
  await observe(deployment, [1, 2]);
  const rollout = await startRollout(actor, { ...rolloutWish(deployment), reason: secret });
  const check = { key: secret, verdict: "no_data", step: 0, samples: 0n, trafficVersion: 1 };
  const { id: rolloutId } = await db().rollout.findFirstOrThrow({ where: { workspaceId } });
  await db().rolloutCheckResult.create({ data: { workspaceId, rolloutId, ...check } });
  await abortRollout(
    actor,
    changeRolloutInput.parse({ deployment, rollout: rollout.number, reason: secret }),
  );
  const test = await startAbTest(
    actor,
    startAbTestInput.parse({
      deployment,
      name: secret,
      control: 1,
      treatment: 2,
      question: { metric: "revenue" },
    }),
  );
  const revision = await db().deploymentRevision.findFirstOrThrow({
    where: { workspaceId, number: 1 },
  });
  await appendLog(revision, secret);
  const inputs = [{ note: secret }];
  const predictionId = logPrediction(actor, revision.deploymentId, { inputs });
  await flushPredictions();
  settleEnv({ LOCAL_JOBS: 1 });
  const pipeline = await makePipeline(actor, secret);
  const job = await makeJob(actor, secret);
  return {
    ...pipeline,
    name: model,
    version: "1",
    deployment,
    revision: "1",
    rollout: String(rollout.number),
    test: String(test.number),
    predictionId,
    environment: "staging",
    number: String(job.number),
    monitor: String(await makeMonitor(actor, deployment, secret)),
    incident: await makeIncident(actor, revision, secret),
    backendId: String(job.backend),
  };
}
