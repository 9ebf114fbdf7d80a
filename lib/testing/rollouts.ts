import type { Actor } from "@/lib/access/actor";
import { db } from "@/lib/db/client";
import { pool } from "@/lib/db/pool";
import { startRollout } from "@/lib/deployments/commands/rollouts";
import { RolloutRunner } from "@/lib/deployments/jobs/rollout-runner";
import { LATENCY_PLACES, latencyPlace } from "@/lib/deployments/rules/latency";
import { startRolloutInput } from "@/lib/deployments/schema/rollouts";
import { readRevisionDrift } from "@/lib/monitors/jobs/revision-drift";
import { deploy, revise } from "./deployments";

/** As the gateway would say that revisions are loaded and answer. */
export async function observe(
  deployment: string,
  revisions: readonly number[],
  status = "ready",
): Promise<void> {
  await db().revisionState.updateMany({
    where: { revision: { deployment: { name: deployment }, number: { in: [...revisions] } } },
    data: { status, observedAt: new Date() },
  });
}

/** A deployment whose first revision has all of the traffic and answers, and a second one that waits. */
export async function makePair(
  actor: Actor,
  name: string,
  [first, second]: readonly [object, object] = [{}, {}],
): Promise<void> {
  await deploy(actor, name, first);
  await revise(actor, name, second);
  await observe(name, [1]);
}

export const rolloutWish = (deployment: string, more: object = {}) =>
  startRolloutInput.parse({
    deployment,
    candidate: 2,
    plan: {
      strategy: {
        kind: "canary",
        steps: [
          { weight: 1_000, bakeSeconds: 0 },
          { weight: 5_000, bakeSeconds: 0 },
        ],
      },
      checks: [
        {
          key: "errors",
          role: "guardrail",
          metric: { kind: "error_rate" },
          limit: { against: "absolute", value: 0.02 },
        },
      ],
      intervalSeconds: 1,
      ...more,
    },
  });

export const roll = (actor: Actor, deployment: string, more: object = {}) =>
  startRollout(actor, rolloutWish(deployment, more));

/** As gateways would count what a revision does from now on, ten seconds ahead, so that every step finds some. */
export async function serve(
  deployment: string,
  revision: number,
  {
    requests,
    errors = 0,
    ms = 10,
    isShadow = false,
  }: { requests: number; errors?: number; ms?: number; isShadow?: boolean },
): Promise<void> {
  const latency = new Array<number>(LATENCY_PLACES).fill(0);
  latency[latencyPlace(ms)] = requests;
  await pool().query(
    `INSERT INTO serving_windows (deployment_id, workspace_id, revision, bucket, is_shadow, requests, errors, latency)
     SELECT d.id, d.workspace_id, $2, to_timestamp(ceil(extract(epoch FROM now()) / 5) * 5), $3, $4, $5, $6::bigint[]
     FROM deployments d WHERE d.name = $1 AND d.deleted_at IS NULL
     ON CONFLICT (deployment_id, revision, bucket, is_shadow)
     DO UPDATE SET requests = excluded.requests, errors = excluded.errors, latency = excluded.latency`,
    [deployment, revision, isShadow, requests, errors, latency],
  );
}

/** One look at each rollout, as if its time had come. */
export async function lookAgain(runner = new RolloutRunner(readRevisionDrift)): Promise<number> {
  await db().rollout.updateMany({
    where: { endedAt: null },
    data: { nextLookAt: new Date(0), leasedUntil: null },
  });
  return runner.round();
}

/** The same for the next ten minutes. */
export async function serveOn(
  deployment: string,
  revision: number,
  { requests, errors }: { requests: number; errors: number },
): Promise<void> {
  const latency = new Array<number>(LATENCY_PLACES).fill(0);
  latency[latencyPlace(10)] = requests;
  await pool().query(
    `INSERT INTO serving_windows (deployment_id, workspace_id, revision, bucket, is_shadow, requests, errors, latency)
     SELECT d.id, d.workspace_id, $2, to_timestamp(ceil(extract(epoch FROM now()) / 5) * 5 + 5 * n), false, $3, $4, $5::bigint[]
     FROM deployments d, generate_series(0, 120) AS n WHERE d.name = $1 AND d.deleted_at IS NULL`,
    [deployment, revision, requests, errors, latency],
  );
}

interface Minute {
  revision: number;
  errors?: bigint;
  latency?: bigint[];
}

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** 2,000 requests of a revision in a minute an hour ago. */
export const countMinute = (
  { workspaceId }: Actor,
  deploymentId: bigint,
  { latency = [], ...more }: Minute,
) =>
  db().servingMinute.create({
    data: {
      ...{ workspaceId, deploymentId, requests: 2_000n, latency, ...more },
      bucket: new Date(Math.floor((Date.now() - HOUR_MS) / MINUTE_MS) * MINUTE_MS),
    },
  });
