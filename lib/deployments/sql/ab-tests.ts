import "server-only";
import type { Tx } from "@/lib/db/client";
import { pool } from "@/lib/db/pool";
import type { AbFactsDto, AbTestDto } from "../dto/ab-tests";
import type { SplitChange } from "../rules/ab-split";
import type { Moments } from "../rules/effects";
import type { TrafficSums } from "../rules/traffic";
import { TRAFFIC_SUMS } from "./traffic";

const millis = (column: string) => `floor(extract(epoch FROM ${column}) * 1000)::bigint`;

export interface AbTestRow
  extends Pick<AbTestDto, "number" | "name" | "deployment" | "decision" | "reason"> {
  id: number;
  control: number;
  treatment: number;
  question: unknown;
  limits: unknown;
  createdBy: string;
  startedAt: number;
  endedAt: number | null;
  /** The oldest first, from what was in force at the start on. */
  changes: SplitChange[] | null;
  /** What is in force, or was at the end. */
  weights: Pick<SplitChange, "control" | "treatment"> | null;
  /** What was known at the decision, as `endTest` wrote it; null for one that runs. */
  known: AbFactsDto | null;
}

const MAX_CHANGES = 50;

/** Weights of the two revisions of a test in a plan. */
const WEIGHTS = `LATERAL (SELECT
    coalesce(sum((e->>'weight')::int) FILTER (WHERE (e->>'revision')::int = t.control), 0)::int AS control,
    coalesce(sum((e->>'weight')::int) FILTER (WHERE (e->>'revision')::int = t.treatment), 0)::int AS treatment
  FROM jsonb_array_elements(p.plan->'weights') AS e) AS w`;

/** A plan that a decision puts in force comes after the end. */
const IN_TIME = `p.deployment_id = t.deployment_id AND p.workspace_id = t.workspace_id AND (t.ended_at IS NULL OR p.created_at < t.ended_at)`;

const SELECT = `SELECT t.id, t.number, t.name, d.name AS deployment, t.control, t.treatment, t.question, t.limits, t.decision, t.reason, t.result AS known,
    u.name AS "createdBy", ${millis("t.started_at")} AS "startedAt", ${millis("t.ended_at")} AS "endedAt",
    (SELECT json_agg(json_build_object('at', at, 'control', control, 'treatment', treatment) ORDER BY version) FROM (
       SELECT * FROM (
         SELECT p.version, ${millis("p.created_at")} AS at, w.control, w.treatment,
           lag(w.control) OVER plans AS c, lag(w.treatment) OVER plans AS t
         FROM traffic_plans p, ${WEIGHTS}
         WHERE ${IN_TIME} AND p.version >= coalesce((SELECT max(s.version) FROM traffic_plans s
           WHERE s.deployment_id = t.deployment_id AND s.workspace_id = t.workspace_id AND s.created_at <= t.started_at), 1)
         WINDOW plans AS (ORDER BY p.version)) AS all_plans
       WHERE c IS NULL OR (c, t) <> (control, treatment) ORDER BY version LIMIT ${MAX_CHANGES}) AS changed) AS changes,
    (SELECT json_build_object('control', w.control, 'treatment', w.treatment) FROM traffic_plans p, ${WEIGHTS}
       WHERE ${IN_TIME} ORDER BY p.version DESC LIMIT 1) AS weights
  FROM ab_tests t JOIN deployments d ON d.id = t.deployment_id AND d.workspace_id = t.workspace_id JOIN users u ON u.id = t.created_by_id
  WHERE t.workspace_id = $1 AND d.name = $2 AND d.deleted_at IS NULL`;

export async function findTest(
  workspaceId: string,
  deployment: string,
  number: number,
): Promise<AbTestRow | undefined> {
  const { rows } = await pool().query<AbTestRow>(`${SELECT} AND t.number = $3`, [
    workspaceId,
    deployment,
    number,
  ]);
  return rows[0];
}

/** The newest first. */
export async function findTestsBefore(
  workspaceId: string,
  deployment: string,
  { before, limit }: { before: string | null; limit: number },
): Promise<AbTestRow[]> {
  const { rows } = await pool().query<AbTestRow>(
    `${SELECT} AND ($3::int IS NULL OR t.number < $3) ORDER BY t.number DESC LIMIT $4`,
    [workspaceId, deployment, before, limit],
  );
  return rows;
}

interface Ending extends Pick<AbTestDto, "decision" | "reason"> {
  test: number;
  at: Date;
  known: AbFactsDto;
}

/** Ends a test that runs, and keeps what was known of it. Answers whether there was one. */
export async function endTest(
  tx: Tx,
  { id, workspaceId }: { id: bigint; workspaceId: string },
  { test, decision, reason, at, known }: Ending,
): Promise<boolean> {
  const count = await tx.$executeRaw`
    UPDATE ab_tests SET decision = ${decision}, reason = ${reason}, ended_at = ${at.toISOString()}::timestamptz,
      result = ${JSON.stringify(known)}::jsonb
    WHERE workspace_id = ${workspaceId}::uuid AND deployment_id = ${id} AND number = ${test} AND decision IS NULL`;
  return count > 0;
}

/** Stretches that the time from the start of a test to its last outcome is told in. */
const STRETCHES = 60;

export interface StretchRow extends Moments {
  id: number;
  revision: number;
  stretch: number;
  /** When the last of it was counted. */
  at: number;
  /** Units that were counted within the span, and before it. */
  checked: number;
  early: number;
}

const OUTCOMES = `SELECT t.id, o.revision, p.stretch, ${millis("max(o.at)")} AS at, sum(o.n)::bigint AS n, sum(o.sum) AS sum,
    sum(o.sum_squares) AS "sumSquares",
    coalesce(sum(o.n) FILTER (WHERE (x.from_at IS NULL OR o.at >= x.from_at)
      AND (x.until_at IS NULL OR o.at < x.until_at)), 0)::bigint AS checked,
    coalesce(sum(o.n) FILTER (WHERE o.at < x.from_at), 0)::bigint AS early
  FROM unnest($2::bigint[], $3::timestamptz[], $4::timestamptz[]) AS x(id, from_at, until_at)
  JOIN ab_tests t ON t.id = x.id AND t.workspace_id = $1
  CROSS JOIN LATERAL (SELECT max(l.at) AS at FROM deployment_outcomes l WHERE l.deployment_id = t.deployment_id
    AND l.workspace_id = t.workspace_id AND l.metric = t.question->>'metric' AND (t.ended_at IS NULL OR l.at <= t.ended_at)) AS last
  JOIN deployment_outcomes o ON o.deployment_id = t.deployment_id AND o.workspace_id = t.workspace_id
    AND o.metric = t.question->>'metric'
    AND o.at >= t.started_at AND (t.ended_at IS NULL OR o.at <= t.ended_at) AND o.revision IN (t.control, t.treatment)
  CROSS JOIN LATERAL (SELECT least(${STRETCHES - 1}, floor(${STRETCHES} * extract(epoch FROM o.at - t.started_at)
    / greatest(0.001, extract(epoch FROM last.at - t.started_at))))::int AS stretch) AS p
  GROUP BY t.id, o.revision, p.stretch ORDER BY t.id, p.stretch`;

export interface AskedTest {
  id: number;
  from: number | null;
  until: number | null;
}

const toDate = (ms: number | null): Date | null => (ms === null ? null : new Date(ms));

/** What was counted of tests from their start to their end, a few dozen rows a test however much that was. */
export async function readStretches(
  workspaceId: string,
  tests: readonly AskedTest[],
): Promise<StretchRow[]> {
  if (tests.length === 0) return [];
  const { rows } = await pool().query<StretchRow>(OUTCOMES, [
    workspaceId,
    tests.map(({ id }) => id),
    tests.map(({ from }) => toDate(from)),
    tests.map(({ until }) => toDate(until)),
  ]);
  return rows;
}

interface ArmTrafficRow extends TrafficSums {
  id: number;
  revision: number;
}

/** Whole minutes of the test's time, and no more than a week of them. */
const TRAFFIC = `SELECT t.id, w.revision, ${TRAFFIC_SUMS}
  FROM ab_tests t
  JOIN serving_minutes w ON w.deployment_id = t.deployment_id AND w.workspace_id = t.workspace_id
    AND w.revision IN (t.control, t.treatment) AND NOT w.is_shadow
    AND w.bucket >= greatest(t.started_at, coalesce(t.ended_at, now()) - interval '7 days')
    AND w.bucket < coalesce(t.ended_at, now())
  WHERE t.workspace_id = $1 AND t.id = ANY ($2::bigint[]) GROUP BY t.id, w.revision`;

export async function readArmTraffic(
  workspaceId: string,
  ids: readonly number[],
): Promise<ArmTrafficRow[]> {
  if (ids.length === 0) return [];
  const { rows } = await pool().query<ArmTrafficRow>(TRAFFIC, [workspaceId, ids]);
  return rows;
}

const MAX_METRICS = 50;

/** Names of posted outcomes, by jumping from one to the next: however many were posted. */
export async function readOutcomeMetrics(
  workspaceId: string,
  deployment: string,
): Promise<string[]> {
  const { rows } = await pool().query<{ metric: string }>(
    `WITH RECURSIVE d AS (
       SELECT id FROM deployments WHERE workspace_id = $1 AND name = $2 AND deleted_at IS NULL),
     names AS (
       (SELECT o.metric, 1 AS n FROM deployment_outcomes o JOIN d ON o.deployment_id = d.id AND o.workspace_id = $1 ORDER BY o.metric LIMIT 1)
       UNION ALL
       SELECT (SELECT o.metric FROM deployment_outcomes o
         WHERE o.deployment_id = (SELECT id FROM d) AND o.workspace_id = $1 AND o.metric > names.metric
         ORDER BY o.metric LIMIT 1), names.n + 1
       FROM names WHERE names.metric IS NOT NULL AND names.n < ${MAX_METRICS})
     SELECT metric FROM names WHERE metric IS NOT NULL ORDER BY metric`,
    [workspaceId, deployment],
  );
  return rows.map(({ metric }) => metric);
}
