import { beforeEach, expect, vi } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { openRequest } from "@/lib/approvals/commands/requests";
import { launchJob } from "@/lib/compute/commands/launch";
import { getJob } from "@/lib/compute/queries/jobs";
import { launchInput } from "@/lib/compute/schema/jobs";
import { db } from "@/lib/db/client";
import { pool } from "@/lib/db/pool";
import { retrainFromIncident } from "@/lib/incidents/commands/acts";
import { actOnIncidents } from "@/lib/incidents/jobs/act";
import { takeUpSignal } from "@/lib/incidents/jobs/signal";
import { listIncidentEvents } from "@/lib/incidents/queries/incidents";
import { retrainInput } from "@/lib/incidents/schema/acts";
import { createLoggedModel, finalizeLoggedModel } from "@/lib/models/commands/logged-models";
import { createModelVersion } from "@/lib/models/commands/versions";
import { makeRegistry, sign, wanted } from "./approvals";
import { deploy } from "./deployments";
import { JOBS_WAIT, setUpJobs } from "./jobs";
import { observe, rolloutWish } from "./rollouts";

let jobs: ReturnType<typeof setUpJobs>;

const PRODUCTION = { kind: "environment", value: "production" } as const;
export const { plan: ROLLOUT } = rolloutWish("live");

type World = Awaited<ReturnType<typeof makeRegistry>>;
let registry: World;

/** Who takes part in the test that runs. */
export const people = (): World => registry;

export async function ends(number: number): Promise<void> {
  await vi.waitFor(async () => {
    await jobs.supervisor().round();
    const { endedAt } = await getJob(registry.owner, { number });
    expect(endedAt).not.toBeNull();
  }, JOBS_WAIT);
}

/** A deployment "live" in production of a version that a job trained. */
async function makeTrained(): Promise<void> {
  registry = await makeRegistry();
  const { owner, ada, ben } = registry;
  const command = ["sh", "-c", "exit {{ code }}"];
  const asked = { name: "train", command, parameters: { code: 0 }, experimentId: 0 };
  const { number, runUuid } = await launchJob(owner, launchInput.parse(asked));
  await ends(number);
  await createModelVersion(owner, {
    ...{ name: "churn", source: "s3://bucket/three", runUuid, tags: [] },
  });
  const request = await openRequest(owner, wanted({ version: 3, target: PRODUCTION }));
  await sign(ben, request.number);
  await deploy(ada, "live", { environment: "production", version: 3 });
  await observe("live", [1]);
}

/** Before each test, who may train, approve and roll out, and what they have in production. */
export function setUpRetraining(): void {
  jobs = setUpJobs();
  beforeEach(makeTrained);
}

export async function drift(at = 1, severity: "warning" | "critical" = "critical"): Promise<void> {
  const { workspaceId } = registry.owner;
  const { id: deploymentId } = await db().deployment.findFirstOrThrow({
    where: { workspaceId, name: "live" },
  });
  const evidence = { at, monitorId: null, columns: ["amount"], trafficVersion: null };
  const signal = {
    key: "monitor 1 drift",
    summary: "amount has drifted.",
    evidence,
  };
  await takeUpSignal({
    ...{ workspaceId, deploymentId },
    signal: { ...signal, kind: "drift", severity },
  });
}

/** The worker sees to everything that is due, until nothing moves. */
export async function work(): Promise<void> {
  for (let round = 0; round < 8; round += 1) {
    await pool().query("UPDATE incident_acts SET due_at = now() WHERE ended_at IS NULL");
    await actOnIncidents();
  }
}

export async function course(actor: Actor = registry.owner) {
  const { items } = await listIncidentEvents(actor, { incident: 1, limit: 50 });
  return items.reverse().map(({ kind, note, actor: by, about }) => ({ kind, note, by, about }));
}
export const actNow = () =>
  db().incidentAct.findFirstOrThrow({
    where: { workspaceId: registry.owner.workspaceId },
    orderBy: { id: "desc" },
  });

/** What the training of a job's run would have logged. */
export async function logModel(number: number): Promise<void> {
  const { runUuid: sourceRunUuid, experimentId } = await getJob(registry.owner, { number });
  const named = { experimentId, name: "churn", modelType: "", sourceRunUuid, params: [], tags: [] };
  const { uuid } = await createLoggedModel(registry.owner, named);
  await finalizeLoggedModel(registry.owner, { uuid, status: "READY" });
}

export const byHand = (more: object = {}) =>
  retrainFromIncident(registry.owner, { incident: 1, ...retrainInput.parse(more) });
