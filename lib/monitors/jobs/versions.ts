import "server-only";
import { log } from "@/lib/core/log";
import { type ProfileDocument, profileDocument } from "@/lib/datasets/schema/profile";
import { pool } from "@/lib/db/pool";
import type { ProfilePlan } from "@/lib/gateway/rules/profiled";
import { readPlans, saveHours } from "@/lib/gateway/sql/profile-plans";
import { profileOfVersion } from "../rules/version-profile";
import { withAllTexts } from "./file-texts";

/** Versions that are counted in one turn. */
const LIMIT = 200;

interface NewVersion {
  workspaceId: string;
  planId: number;
  versionId: number;
  number: number;
  createdAt: number;
  document: unknown;
}

/** Versions of watched datasets that came after the reference and are not counted yet, of those that counts are kept of. */
const NEW = `SELECT m.workspace_id AS "workspaceId", v.plan_id AS "planId", dv.id AS "versionId", dv.number, dv.created_at::float8 AS "createdAt", p.document
  FROM monitors m JOIN monitor_versions v ON v.monitor_id = m.id AND v.number = m.version
  JOIN dataset_versions ref ON ref.id = v.reference_version_id
  JOIN dataset_versions dv ON dv.dataset_id = m.dataset_id AND dv.number > ref.number
  JOIN dataset_profiles p ON p.version_id = dv.id AND p.status = 'ready'
  WHERE m.dataset_id IS NOT NULL AND m.removed_at IS NULL
    AND dv.created_at > extract(epoch FROM now() - interval '399 days') * 1000
    AND NOT EXISTS (SELECT 1 FROM profiled_hours h WHERE h.plan_id = v.plan_id AND h.revision = dv.number)
  ORDER BY dv.id LIMIT $1`;

/** The profile, with texts that are watched by name counted in the file where it can be read. */
async function readDocument(
  { workspaceId, versionId, document }: NewVersion,
  { columns }: ProfilePlan,
): Promise<ProfileDocument> {
  const profile = profileDocument.parse(document);
  const named = new Set(columns.flatMap(({ kind, name }) => (kind === "category" ? [name] : [])));
  try {
    const counted = { workspaceId, versionId, document: profile };
    return await withAllTexts(counted, ({ name }) => named.has(name));
  } catch (error) {
    log().warn({ err: error, versionId }, "a version's texts are counted by its profile");
    return profile;
  }
}

/** Counts versions of watched datasets, each once. What is not counted until then is counted in the next turn. */
export async function countVersions(until: number): Promise<void> {
  const { rows } = await pool().query<NewVersion>(NEW, [LIMIT]);
  for (const version of rows) {
    if (performance.now() >= until) return;
    const { workspaceId, planId, number, createdAt } = version;
    const [plan] = await readPlans(pool(), [planId]);
    if (!plan) continue;
    const profile = profileOfVersion(plan, await readDocument(version, plan));
    const counts = [{ hour: createdAt, revision: number, profile }];
    await saveHours(pool(), { workspaceId, planId, counts }, false);
  }
}
