import "server-only";
import { z } from "zod";
import { watchedColumns, windowProfile } from "@/lib/datasets/schema/window-profiles";
import { pool, type SqlClient } from "@/lib/db/pool";
import type { HourCounts, ProfilePlan } from "../rules/profiled";

const MAX_KNOWN = 1_000;
/** Plans never change, so each is read once. */
const known = new Map<number, ProfilePlan>();

const lockOf = (deploymentId: bigint) => `profiles of deployment ${deploymentId}`;

/** Waits until nobody writes predictions with their counts, and keeps them from it. */
export async function lockRecounting(tx: SqlClient, deploymentId: bigint): Promise<void> {
  await tx.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", [lockOf(deploymentId)]);
}

/** Starts to count a deployment's predictions. Those that are logged already, and for a moment those that come, are not counted by it. */
export async function insertPlan(
  tx: SqlClient,
  { workspaceId, deploymentId }: { workspaceId: string; deploymentId: bigint | null },
  plan: Omit<ProfilePlan, "id">,
): Promise<number> {
  const { columns, leftOut, repeats, windowRows } = plan;
  const { rows } = await tx.query<{ id: number }>(
    `INSERT INTO profile_plans (workspace_id, deployment_id, columns, left_out, repeats, window_rows)
     VALUES ($1, $2, $3, $4, $5, $6) RETURNING id`,
    [
      ...[workspaceId, deploymentId === null ? null : String(deploymentId)],
      ...[JSON.stringify(columns), leftOut, repeats, windowRows],
    ],
  );
  const [made] = rows;
  if (!made) throw new Error("A plan was not stored.");
  return made.id;
}

export async function endPlan(tx: SqlClient, workspaceId: string, planId: number): Promise<void> {
  await tx.query("UPDATE profile_plans SET ended_at = now() WHERE workspace_id = $1 AND id = $2", [
    workspaceId,
    planId,
  ]);
}

interface PlanRow {
  id: number;
  columns: unknown;
  leftOut: string[];
  repeats: string[];
  windowRows: number | null;
}

/** Plans by their identifiers; those that are gone are not among them. */
export async function readPlans(client: SqlClient, ids: readonly number[]): Promise<ProfilePlan[]> {
  const unknown = ids.filter((id) => !known.has(id));
  if (unknown.length > 0) {
    if (known.size > MAX_KNOWN) known.clear();
    const { rows } = await client.query<PlanRow>(
      `SELECT id, columns, left_out AS "leftOut", repeats, window_rows AS "windowRows" FROM profile_plans WHERE id = ANY ($1::bigint[])`,
      [unknown],
    );
    for (const { columns, ...plan } of rows)
      known.set(plan.id, { ...plan, columns: watchedColumns.parse(columns) });
  }
  return ids.flatMap((id) => known.get(id) ?? []);
}

export interface CountedBy {
  workspaceId: string;
  planId: number;
  counts: readonly HourCounts[];
}

/**
 * Keeps what predictions add to the counts of their hours, and their deployments' lock: until they are written, with it, nobody
 * recounts.
 */
export async function insertDeltas(
  tx: SqlClient,
  deploymentIds: readonly bigint[],
  counted: readonly CountedBy[],
): Promise<void> {
  const all = counted.flatMap(({ workspaceId, planId, counts }) =>
    counts.map((one) => ({ workspaceId, planId, ...one })),
  );
  await tx.query({
    name: "insert-profile-deltas",
    text: `WITH locked AS MATERIALIZED (
        SELECT pg_advisory_xact_lock_shared(hashtextextended(name, 0)) FROM unnest($1::text[]) AS name ORDER BY name)
      INSERT INTO profile_deltas (workspace_id, plan_id, hour, revision, profile)
      SELECT d.* FROM (SELECT count(*) FROM locked) AS once,
        unnest($2::uuid[], $3::bigint[], $4::timestamptz[], $5::int[], $6::json[]) AS d`,
    values: [
      deploymentIds.map(lockOf),
      all.map(({ workspaceId }) => workspaceId),
      all.map(({ planId }) => planId),
      all.map(({ hour }) => new Date(hour)),
      all.map(({ revision }) => revision),
      all.map(({ profile }) => JSON.stringify(profile)),
    ],
  });
}

const taken = z.array(
  z.object({
    hour: z.date().transform((hour) => hour.getTime()),
    revision: z.number(),
    profile: windowProfile,
  }),
);

/** Takes what was counted by a plan and is not added to its hours yet, in the order it was; some of it when it is much. */
export async function takeDeltas(
  tx: SqlClient,
  planId: number,
  limit: number,
): Promise<HourCounts[]> {
  const { rows } = await tx.query(
    `WITH taken AS (DELETE FROM profile_deltas WHERE id IN (
       SELECT id FROM profile_deltas WHERE plan_id = $1 ORDER BY id LIMIT $2 FOR UPDATE SKIP LOCKED)
       RETURNING id, hour, revision, profile)
     SELECT hour, revision, profile FROM taken ORDER BY id`,
    [planId, limit],
  );
  return taken.parse(rows);
}

/** The counts of some hours, locked until the transaction ends. */
export async function lockHours(
  tx: SqlClient,
  planId: number,
  hours: readonly number[],
): Promise<HourCounts[]> {
  const { rows } = await tx.query(
    `SELECT hour, revision, profile FROM profiled_hours WHERE plan_id = $1 AND hour = ANY ($2::timestamptz[])
     ORDER BY hour, revision FOR UPDATE`,
    [planId, hours.map((hour) => new Date(hour))],
  );
  return taken.parse(rows);
}

/** The newest counts of a plan, of which nobody else takes any meanwhile. */
export async function lockNewest(tx: SqlClient, planId: number): Promise<HourCounts | null> {
  await tx.query("SELECT 1 FROM profile_plans WHERE id = $1 FOR NO KEY UPDATE", [planId]);
  const { rows } = await tx.query(
    "SELECT hour, revision, profile FROM profiled_hours WHERE plan_id = $1 ORDER BY hour DESC LIMIT 1",
    [planId],
  );
  return taken.parse(rows)[0] ?? null;
}

/** Counts of the hours from `from` until before `to`. */
export async function readHours(
  client: SqlClient,
  planId: number,
  { from, to }: { from: number; to: number },
): Promise<HourCounts[]> {
  const { rows } = await client.query(
    `SELECT hour, revision, profile FROM profiled_hours WHERE plan_id = $1 AND hour >= $2 AND hour < $3
     ORDER BY hour, revision`,
    [planId, new Date(from), new Date(to)],
  );
  return taken.parse(rows);
}

export async function saveHours(
  tx: SqlClient,
  { workspaceId, planId, counts }: CountedBy,
  isRecounted: boolean,
): Promise<void> {
  await tx.query(
    `INSERT INTO profiled_hours (plan_id, hour, revision, workspace_id, profile, recounted_at)
     SELECT $1, hour, revision, $2, profile, CASE WHEN $6 THEN now() END
     FROM unnest($3::timestamptz[], $4::int[], $5::json[]) AS c(hour, revision, profile)
     ON CONFLICT (plan_id, hour, revision) DO UPDATE SET profile = EXCLUDED.profile, updated_at = now(),
       recounted_at = coalesce(EXCLUDED.recounted_at, profiled_hours.recounted_at)`,
    [
      planId,
      workspaceId,
      counts.map(({ hour }) => new Date(hour)),
      counts.map(({ revision }) => revision),
      counts.map(({ profile }) => JSON.stringify(profile)),
      isRecounted,
    ],
  );
}

/** Removes all counts of an hour, added or not. */
export async function clearHour(tx: SqlClient, planId: number, hour: number): Promise<void> {
  for (const table of ["profile_deltas", "profiled_hours"])
    await tx.query(`DELETE FROM ${table} WHERE plan_id = $1 AND hour = $2`, [
      planId,
      new Date(hour),
    ]);
}

/** Removes all counts of a plan; answers false, and removes none, where the log was counted by it before. */
export async function clearPlan(tx: SqlClient, planId: number): Promise<boolean> {
  await tx.query("SELECT 1 FROM profile_plans WHERE id = $1 FOR NO KEY UPDATE", [planId]);
  const { rowCount } = await tx.query(
    "SELECT 1 FROM profiled_hours WHERE plan_id = $1 AND recounted_at IS NOT NULL LIMIT 1",
    [planId],
  );
  if (rowCount) return false;
  for (const table of ["profile_deltas", "profiled_hours"])
    await tx.query(`DELETE FROM ${table} WHERE plan_id = $1`, [planId]);
  return true;
}

/** Hours are compared with those of a year ago. */
const KEPT_DAYS = 400;

/** Forgets counts that nobody looks at any more; answers of how many hours. */
export async function forgetProfiles(): Promise<number> {
  await pool().query(
    "DELETE FROM profile_deltas d USING profile_plans p WHERE p.id = d.plan_id AND p.ended_at IS NOT NULL",
  );
  const { rowCount } = await pool().query(
    "DELETE FROM profiled_hours WHERE hour < now() - make_interval(days => $1)",
    [KEPT_DAYS],
  );
  return rowCount ?? 0;
}
