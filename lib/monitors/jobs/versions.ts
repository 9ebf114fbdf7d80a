import "server-only";
import { profileDocument } from "@/lib/datasets/schema/profile";
import { pool } from "@/lib/db/pool";
import { readPlans, saveHours } from "@/lib/gateway/sql/profile-plans";
import { profileOfVersion } from "../rules/version-profile";

/** Versions that are counted in one turn. */
const LIMIT = 200;

interface NewVersion {
  workspaceId: string;
  planId: number;
  number: number;
  createdAt: number;
  document: unknown;
}

/** Versions of watched datasets that came after the reference and are not counted yet, of those that counts are kept of. */
const NEW = `SELECT m.workspace_id AS "workspaceId", v.plan_id AS "planId", dv.number, dv.created_at::float8 AS "createdAt", p.document
  FROM monitors m JOIN monitor_versions v ON v.monitor_id = m.id AND v.number = m.version
  JOIN dataset_versions ref ON ref.id = v.reference_version_id
  JOIN dataset_versions dv ON dv.dataset_id = m.dataset_id AND dv.number > ref.number
  JOIN dataset_profiles p ON p.version_id = dv.id AND p.status = 'ready'
  WHERE m.dataset_id IS NOT NULL AND m.removed_at IS NULL
    AND dv.created_at > extract(epoch FROM now() - interval '399 days') * 1000
    AND NOT EXISTS (SELECT 1 FROM profiled_hours h WHERE h.plan_id = v.plan_id AND h.revision = dv.number)
  ORDER BY dv.id LIMIT $1`;

/** Counts versions of watched datasets as their profiles have them, each once. */
export async function countVersions(): Promise<void> {
  const { rows } = await pool().query<NewVersion>(NEW, [LIMIT]);
  for (const { workspaceId, planId, number, createdAt, document } of rows) {
    const [plan] = await readPlans(pool(), [planId]);
    if (!plan) continue;
    const profile = profileOfVersion(plan, profileDocument.parse(document));
    const counts = [{ hour: createdAt, revision: number, profile }];
    await saveHours(pool(), { workspaceId, planId, counts }, false);
  }
}
