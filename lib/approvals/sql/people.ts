import "server-only";
import type { Tx } from "@/lib/db/client";
import { PROMPT_SOURCES } from "@/lib/models/rules/sources";
import type { Candidate } from "../rules/eligibility";

/** Everybody who may act in a workspace: its members, and those who run the installation as admins. */
export async function readPeople(tx: Tx, workspaceId: string): Promise<Candidate[]> {
  const users = await tx.user.findMany({
    where: {
      disabledAt: null,
      OR: [{ isOperator: true }, { memberships: { some: { workspaceId } } }],
    },
    select: {
      id: true,
      email: true,
      name: true,
      isOperator: true,
      memberships: { where: { workspaceId }, select: { role: true } },
    },
    orderBy: { name: "asc" },
  });
  return users.map(({ id, email, name, isOperator, memberships }) => ({
    userId: id,
    email,
    name,
    role: isOperator ? "admin" : (memberships[0]?.role ?? "viewer"),
  }));
}

interface PartRow {
  versionId: bigint;
  email: string;
  kind: "trained" | "registered";
  version: number;
}

/**
 * Who trained or registered versions, through every copy: whoever registered the same files under whatever name, also
 * when that version is deleted, and whoever made the run that they came from, or the run of their logged model.
 */
export async function readParts(
  tx: Tx,
  workspaceId: string,
  versionIds: readonly bigint[],
): Promise<Map<bigint, { email: string; kind: PartRow["kind"]; version: number }[]>> {
  const rows = await tx.$queryRaw<PartRow[]>`
    WITH wanted AS (
      SELECT id, version, owner, run_uuid, logged_model_uuid, storage_location FROM model_versions
      WHERE id = ANY(${[...versionIds]}::bigint[]) AND workspace_id = ${workspaceId}::uuid),
    related AS (
      SELECT w.id AS wanted_id, w.version, w.owner, w.run_uuid, w.logged_model_uuid FROM wanted w
      UNION
      SELECT w.id, w.version, v.owner, v.run_uuid, v.logged_model_uuid FROM wanted w
      JOIN model_versions v ON v.storage_location = w.storage_location AND v.workspace_id = ${workspaceId}::uuid
        AND v.deleted_at IS NULL
      WHERE w.storage_location <> ALL(${[...PROMPT_SOURCES]}::text[]))
    SELECT DISTINCT wanted_id AS "versionId", lower(owner) AS email, 'registered' AS kind, version FROM related
    WHERE owner <> ''
    UNION
    SELECT w.id, m.email, 'registered', w.version FROM wanted w
    JOIN model_file_makers m ON m.workspace_id = ${workspaceId}::uuid
      AND m.location = sha256(convert_to(w.storage_location, 'UTF8'))
    WHERE w.storage_location <> ALL(${[...PROMPT_SOURCES]}::text[])
    UNION
    SELECT r.wanted_id, lower(runs.created_by), 'trained', r.version FROM related r
    JOIN runs ON runs.uuid = r.run_uuid AND runs.workspace_id = ${workspaceId}::uuid WHERE runs.created_by <> ''
    UNION
    SELECT r.wanted_id, lower(runs.created_by), 'trained', r.version FROM related r
    JOIN logged_models l ON l.uuid = r.logged_model_uuid AND l.workspace_id = ${workspaceId}::uuid
    JOIN runs ON runs.uuid = l.source_run_uuid AND runs.workspace_id = ${workspaceId}::uuid
    WHERE runs.created_by <> ''
    ORDER BY 1, 3 DESC`;
  const byVersion = new Map<bigint, { email: string; kind: PartRow["kind"]; version: number }[]>();
  for (const { versionId, ...part } of rows)
    byVersion.set(versionId, [...(byVersion.get(versionId) ?? []), part]);
  return byVersion;
}
