import "server-only";
import { AppError } from "@/lib/core/errors";
import { type ProfileDocument, profileDocument } from "@/lib/datasets/schema/profile";
import type { SqlClient } from "@/lib/db/pool";

/** A dataset version whose own file was read here, with what was found in it. */
export interface ReferenceData {
  versionId: number;
  datasetId: number;
  dataset: string;
  version: number;
  profile: ProfileDocument;
}

interface Row extends Omit<ReferenceData, "profile"> {
  document: unknown;
  status: string | null;
}

const SELECT = `SELECT v.id AS "versionId", v.dataset_id AS "datasetId", d.name AS dataset, v.number AS version, p.document, p.status
  FROM dataset_versions v JOIN datasets d ON d.id = v.dataset_id
  LEFT JOIN dataset_profiles p ON p.version_id = v.id`;

function toReference({ document, status: _status, ...row }: Row): ReferenceData | null {
  const profile = profileDocument.safeParse(document);
  return profile.success ? { ...row, profile: profile.data } : null;
}

/** The version that somebody names. Throws INVALID for one that is not there, or whose content is not known here. */
export async function readReference(
  client: SqlClient,
  workspaceId: string,
  { datasetId, version }: { datasetId: number; version: number },
): Promise<ReferenceData> {
  const { rows } = await client.query<Row>(
    `${SELECT} WHERE v.workspace_id = $1 AND v.dataset_id = $2 AND v.number = $3`,
    [workspaceId, datasetId, version],
  );
  const [row] = rows;
  const refuse = (message: string) => new AppError("INVALID", message, { reference: message });
  if (!row) throw refuse(`There is no version ${version} of dataset ${datasetId}.`);
  const found = toReference(row);
  if (found) return found;
  throw refuse(
    row.status === null
      ? `The content of version ${version} of “${row.dataset}” was not read here, or not yet: upload its file as CSV or Parquet.`
      : `The file of version ${version} of “${row.dataset}” could not be read.`,
  );
}

/** The first version of a dataset whose file was read here. Throws INVALID when there is none. */
export async function readFirstReference(
  client: SqlClient,
  workspaceId: string,
  datasetId: number,
): Promise<ReferenceData> {
  const { rows } = await client.query<Row>(
    `${SELECT} WHERE v.workspace_id = $1 AND v.dataset_id = $2 AND p.status = 'ready' ORDER BY v.number LIMIT 1`,
    [workspaceId, datasetId],
  );
  const found = rows[0] && toReference(rows[0]);
  if (found) return found;
  const message = "No version of the dataset was read here: upload a file as CSV or Parquet first.";
  throw new AppError("INVALID", message, { version: message });
}

/**
 * The data that a model's version was evaluated on, else trained on, else read: the version itself, or another one of the very same
 * content, such as the file that somebody uploaded. Null when none of it was read here.
 */
export async function findReference(
  client: SqlClient,
  workspaceId: string,
  modelVersionId: bigint,
): Promise<ReferenceData | null> {
  const { rows } = await client.query<Row>(
    `${SELECT} JOIN dataset_versions told ON told.workspace_id = v.workspace_id AND told.content_key = v.content_key
       AND (told.id = v.id OR told.content_key LIKE 'sha256:%')
     JOIN run_inputs i ON i.version_id = told.id JOIN runs r ON r.id = i.run_id
     JOIN model_versions m ON m.workspace_id = r.workspace_id AND m.id = $2
     LEFT JOIN logged_models l ON l.uuid = m.logged_model_uuid AND l.workspace_id = m.workspace_id
     WHERE v.workspace_id = $1 AND r.workspace_id = $1 AND p.status = 'ready'
       AND r.uuid = coalesce(m.run_uuid, l.source_run_uuid)
     ORDER BY CASE WHEN i.context ~* '(eval|test|valid)' THEN 0 WHEN i.context ~* 'train' THEN 1 ELSE 2 END,
       told.id = v.id DESC, v.id LIMIT 1`,
    [workspaceId, String(modelVersionId)],
  );
  return rows[0] ? toReference(rows[0]) : null;
}

/** More are found by a search. */
const MAX_REFERENCES = 50;

/** Versions whose file was read here, of datasets whose name has all words of a text. */
export async function listReferenceVersions(
  client: SqlClient,
  workspaceId: string,
  search: string,
): Promise<Pick<ReferenceData, "datasetId" | "dataset" | "version">[]> {
  const words = search.trim().toLowerCase().split(/\s+/).filter(Boolean).slice(0, 10);
  const { rows } = await client.query<Pick<ReferenceData, "datasetId" | "dataset" | "version">>(
    `SELECT d.id AS "datasetId", d.name AS dataset, v.number AS version
     FROM dataset_versions v JOIN datasets d ON d.id = v.dataset_id JOIN dataset_profiles p ON p.version_id = v.id
     WHERE v.workspace_id = $1 AND p.status = 'ready' AND NOT EXISTS (
       SELECT 1 FROM unnest($2::text[]) AS w (word) WHERE strpos(lower(d.name), w.word) = 0)
     ORDER BY d.last_used_at DESC, d.id DESC, v.number DESC LIMIT $3`,
    [workspaceId, words, MAX_REFERENCES],
  );
  return rows;
}
