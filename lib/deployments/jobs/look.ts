import "server-only";
import { pool } from "@/lib/db/pool";
import { readOutcomes, readWindows } from "../queries/windows";
import { type ArmData, judge } from "../rules/judge";
import { isMonitorMetric, type ReadDrift } from "../rules/judge-monitors";
import { isFromLog } from "../rules/judge-predictions";
import type { Judgement } from "../rules/judgement";
import { reduceRollout } from "../rules/rollout";
import { hookMomentOf, type Look, type Readiness, type RolloutState } from "../rules/rollout-state";
import { alphaOf, stepsOf } from "../rules/rollout-steps";
import { readMonitorFindings } from "../sql/monitor-findings";
import { readStanding, type Standing, type StoredRollout } from "../sql/rollouts";
import { askHooks } from "./hooks";
import { readLogged } from "./logged-answers";

const BUCKET_MS = 5_000;
/** For a step that leaves the stable revision without traffic: what it did in the hour before the rollout. */
const BASELINE_MS = 3_600_000;
const STALE_MS = 30_000;

const READINESS: Readonly<Record<string, Readiness>> = { ready: "ready", failed: "failed" };

/** Five seconds that began before the step hold what the step before did. */
const wholeBuckets = (ms: number): Date => new Date(Math.ceil(ms / BUCKET_MS) * BUCKET_MS);

const outcomesOf = ({ plan }: StoredRollout): string[] =>
  plan.checks.flatMap(({ metric }) => (metric.kind === "outcome" ? [metric.name] : []));

interface Part {
  revision: number;
  isShadow: boolean;
  from: Date;
  to: Date;
  /** Outcomes and predictions have a date of their own, not that of a bucket. */
  exactFrom: Date;
}

async function armOf(rollout: StoredRollout, part: Part, now: Date): Promise<ArmData> {
  const { deploymentId, plan } = rollout;
  const [{ lastAt, ...totals }, outcomes] = await Promise.all([
    readWindows(pool(), { deploymentId, ...part }),
    readOutcomes(pool(), {
      deploymentId,
      revision: part.revision,
      metrics: outcomesOf(rollout),
      from: part.exactFrom,
    }),
  ]);
  const quietMs = lastAt === null ? Number.POSITIVE_INFINITY : now.getTime() - lastAt.getTime();
  const patience = Math.max(STALE_MS, 3 * plan.intervalSeconds * 1_000);
  return { ...totals, outcomes, isStale: quietMs > patience };
}

/** When and as what the two revisions are looked at: since the step began. */
function partsOf({ state, plan, candidate, stable, createdAt }: StoredRollout, now: Date) {
  const { weight = 0 } = stepsOf(plan.strategy)[state.step] ?? {};
  const hourBefore = new Date(createdAt.getTime() - BASELINE_MS);
  const before = { from: hourBefore, to: createdAt, exactFrom: hourBefore };
  const to = new Date(now.getTime() + BUCKET_MS);
  const since = { from: wholeBuckets(state.since), to, exactFrom: new Date(state.since) };
  return {
    candidate: { revision: candidate, isShadow: weight === 0, ...since },
    stable: { revision: stable, isShadow: false, ...(weight === 10_000 ? before : since) },
  };
}

/** What the two revisions did, and what was logged of their answers where a check asks for that. */
async function readArms(rollout: StoredRollout, now: Date) {
  const { candidate, stable } = partsOf(rollout, now);
  const [candidateData, stableData] = await Promise.all([
    armOf(rollout, candidate, now),
    armOf(rollout, stable, now),
  ]);
  const { workspaceId, deploymentId, plan } = rollout;
  const checks = plan.checks.filter(({ metric }) => isFromLog(metric));
  if (checks.length === 0) return { candidate: candidateData, stable: stableData };
  const asked = { workspaceId, deploymentId, checks };
  const logged = await readLogged(asked, {
    candidate: { ...candidate, from: candidate.exactFrom },
    stable: { ...stable, from: stable.exactFrom },
  });
  return {
    candidate: { ...candidateData, ...logged.candidate },
    stable: { ...stableData, ...logged.stable },
  };
}

/** What the monitors that checks ask say of the candidate since the step began. */
function readMonitors(
  rollout: StoredRollout,
  now: Date,
  readDrift: ReadDrift,
): ReturnType<typeof readMonitorFindings> {
  const { workspaceId, deploymentId, plan } = rollout;
  const metrics = plan.checks.map(({ metric }) => metric).filter(isMonitorMetric);
  const { revision, isShadow, exactFrom } = partsOf(rollout, now).candidate;
  const rows = { workspaceId, deploymentId, revision, isShadow, since: exactFrom };
  return readMonitorFindings(pool(), rows, { metrics, readDrift });
}

const isJudged = ({ phase, pausedFrom }: RolloutState): boolean =>
  ["progressing", "waiting_approval"].includes(phase === "paused" ? (pausedFrom ?? "") : phase);

async function judgeAll(
  rollout: StoredRollout,
  now: Date,
  readDrift: ReadDrift,
): Promise<Judgement[]> {
  if (!isJudged(rollout.state)) return [];
  const [arms, monitors] = await Promise.all([
    readArms(rollout, now),
    readMonitors(rollout, now, readDrift),
  ]);
  const alpha = alphaOf(rollout.plan);
  return rollout.plan.checks.map((check) => judge(check, { ...arms, monitors }, alpha));
}

/** Deleted deployments serve nothing; the traffic of others may have been changed by hand. */
const isInForce = (rollout: StoredRollout, standing: Standing): boolean =>
  !standing.isDeleted && standing.trafficVersion === rollout.trafficVersion;

export interface Finding {
  state: RolloutState;
  judgements: Judgement[];
  isDeleted: boolean;
}

/** Looks at a rollout once: what becomes of it, and what was found. Changes nothing. */
export async function lookAt(
  rollout: StoredRollout,
  readDrift: ReadDrift,
  signal: AbortSignal,
): Promise<Finding> {
  const standing = await readStanding(rollout);
  const judgements = await judgeAll(rollout, standing.now, readDrift);
  const look: Look = {
    now: standing.now.getTime(),
    candidate: READINESS[standing.candidate] ?? "waiting",
    judgements,
    hooks: { isConfirmed: true, message: "" },
    isInForce: isInForce(rollout, standing),
  };
  const decide = (hooks: Look["hooks"]) =>
    reduceRollout(rollout.state, rollout.plan, { kind: "look", look: { ...look, hooks } });
  const hoped = decide(look.hooks);
  // Hooks are asked when everything else lets the rollout go on.
  const moment = hookMomentOf(rollout.state, hoped);
  const answer = moment ? await askHooks(rollout, moment, signal) : look.hooks;
  const state = answer.isConfirmed ? hoped : decide(answer);
  return { state, judgements, isDeleted: standing.isDeleted };
}
