import "server-only";
import { emptyProfile, mergeProfiles } from "@/lib/datasets/rules/window-profile";
import type { WindowProfile } from "@/lib/datasets/schema/window-profiles";
import type { SqlClient } from "@/lib/db/pool";
import type { ProfilePlan } from "@/lib/gateway/rules/profiled";
import { readHours } from "@/lib/gateway/sql/profile-plans";
import type { Judgement } from "../rules/judge-window";
import type { QualityFinding } from "../schema/quality";

/** Everything that was counted in a window, of all revisions together. */
export async function readWindowProfile(
  client: SqlClient,
  plan: ProfilePlan,
  { opensAt, closesAt }: { opensAt: number; closesAt: number },
): Promise<WindowProfile> {
  const hours = await readHours(client, plan.id, { from: opensAt, to: closesAt });
  return hours.map(({ profile }) => profile).reduce(mergeProfiles, emptyProfile(plan.columns));
}

export interface JudgedWindow {
  workspaceId: string;
  monitorId: number;
  version: number;
  opensAt: number;
  closesAt: number;
  profile: WindowProfile;
  judgement: Judgement;
  quality: readonly QualityFinding[];
  /** Rows with which a window of rows is over; null where windows end by the clock. */
  fullRows: number | null;
}

/** How long after its end a window is looked at for the last time, unless something comes late. */
const SETTLED = "10 minutes";

/**
 * Keeps what was found in a window, and says so when it was found otherwise after it had closed. Answers whether anything is new.
 */
export async function saveWindow(tx: SqlClient, judged: JudgedWindow): Promise<boolean> {
  const { profile, judgement, opensAt, closesAt } = judged;
  const { rowCount } = await tx.query(
    `INSERT INTO monitor_windows AS w (monitor_id, opens_at, workspace_id, closes_at, version, rows, verdict, share, findings, extra, quality)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
     ON CONFLICT (monitor_id, opens_at) DO UPDATE SET version = EXCLUDED.version, rows = EXCLUDED.rows,
       verdict = EXCLUDED.verdict, share = EXCLUDED.share, findings = EXCLUDED.findings, extra = EXCLUDED.extra,
       quality = EXCLUDED.quality,
       evaluated_at = now(),
       reevaluated_at = CASE WHEN ($12::bigint IS NULL AND w.evaluated_at > w.closes_at + interval '${SETTLED}')
         OR w.rows >= $12 THEN now() ELSE w.reevaluated_at END
     WHERE w.version <> EXCLUDED.version OR w.rows <> EXCLUDED.rows OR w.findings <> EXCLUDED.findings
       OR w.quality <> EXCLUDED.quality`,
    [
      ...[judged.monitorId, new Date(opensAt), judged.workspaceId, new Date(closesAt)],
      ...[judged.version, profile.rows, judgement.verdict, judgement.share],
      ...[JSON.stringify(judgement.findings), JSON.stringify(profile.extra)],
      ...[JSON.stringify(judged.quality), judged.fullRows],
    ],
  );
  return (rowCount ?? 0) > 0;
}

/** Forgets what was found in windows of rows that begin otherwise, since they were counted from the log. */
export async function forgetMoved(
  client: SqlClient,
  { monitorId, planId }: { monitorId: number; planId: number },
): Promise<void> {
  await client.query(
    `DELETE FROM monitor_windows w USING monitor_versions v
     WHERE w.monitor_id = $1 AND v.monitor_id = $1 AND v.number = w.version AND v.plan_id = $2
       AND EXISTS (SELECT 1 FROM profiled_hours h WHERE h.plan_id = $2 AND h.recounted_at > now() - interval '1 hour')
       AND NOT EXISTS (SELECT 1 FROM profiled_hours h WHERE h.plan_id = $2 AND h.hour = w.opens_at)`,
    [monitorId, planId],
  );
}
