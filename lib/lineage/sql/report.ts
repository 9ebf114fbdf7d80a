import "server-only";
import { contentKind } from "@/lib/datasets/rules/content";
import { readSchema } from "@/lib/datasets/rules/read-schema";
import { pool } from "@/lib/db/pool";
import type { OpenLineageDataset, OpenLineageNames } from "@/lib/events/rules/open-lineage";

/** As many as OpenLineage's receivers can be expected to take in one event. */
const DATASETS = 1_000;

interface RunRow {
  uuid: string;
  status: number;
  experiment: string;
  parentUuid: string | null;
  parentExperiment: string | null;
  repository: string | null;
  commit: string | null;
}

/** A run with what an event says of it; null when it is not in the workspace. */
export async function readReportedRun(workspaceId: string, uuid: string): Promise<RunRow | null> {
  const tag = (key: string) =>
    `(SELECT t.value FROM run_tags t JOIN attribute_keys k ON k.id = t.key_id WHERE t.run_id = r.id AND k.name = '${key}')`;
  const { rows } = await pool().query<RunRow>(
    `SELECT r.uuid, r.status, e.name AS experiment, p.uuid AS "parentUuid", q.name AS "parentExperiment",
       ${tag("mlflow.source.git.repoURL")} AS repository, ${tag("mlflow.source.git.commit")} AS commit
     FROM runs r JOIN experiments e ON e.id = r.experiment_id
     LEFT JOIN runs p ON p.uuid = r.parent_uuid AND p.workspace_id = $1 LEFT JOIN experiments q ON q.id = p.experiment_id
     WHERE r.workspace_id = $1 AND r.uuid = $2`,
    [workspaceId, uuid],
  );
  return rows[0] ?? null;
}

interface DatasetRow {
  name: string;
  place: string;
  number: number;
  contentKey: string;
  schema: string | null;
}

/** A version by what names its content; where nothing does, by its number here. */
function versionOf({ contentKey, number }: DatasetRow): string {
  return contentKind(contentKey) !== "weak" ? contentKey : `v${number}`;
}

/** What a run read. */
export async function readReportedInputs(
  names: OpenLineageNames,
  workspaceId: string,
  uuid: string,
): Promise<OpenLineageDataset[]> {
  const { rows } = await pool().query<DatasetRow>(
    `SELECT s.name, s.place, d.number, d.content_key AS "contentKey", d.schema
     FROM runs r JOIN run_inputs i ON i.run_id = r.id JOIN dataset_versions d ON d.id = i.version_id
     JOIN datasets s ON s.id = d.dataset_id
     WHERE r.workspace_id = $1 AND r.uuid = $2 ORDER BY i.dataset_id LIMIT ${DATASETS}`,
    [workspaceId, uuid],
  );
  return rows.map((row) => {
    const fields = readSchema(row.schema);
    return names.dataset(row.name, row.place, {
      version: { datasetVersion: versionOf(row) },
      ...(fields ? { schema: { fields } } : {}),
    });
  });
}

/** The logged models that a run wrote. */
export async function readReportedModels(
  names: OpenLineageNames,
  workspaceId: string,
  uuid: string,
): Promise<OpenLineageDataset[]> {
  const { rows } = await pool().query<{ uuid: string }>(
    `SELECT m.uuid FROM logged_models m WHERE m.workspace_id = $1 AND (m.source_run_uuid = $2 OR m.uuid IN (
       SELECT l.model_uuid FROM run_model_links l JOIN runs r ON r.id = l.run_id WHERE r.uuid = $2 AND l.is_output))
     ORDER BY m.id LIMIT ${DATASETS}`,
    [workspaceId, uuid],
  );
  return rows.map((row) => names.model(`logged-models/${row.uuid}`, "1"));
}

export interface VersionRow {
  source: string;
  runUuid: string | null;
  loggedModelUuid: string | null;
  experiment: string | null;
}

/** What a version of a model was made of; null when it is not there any more. */
export async function readReportedVersion(
  workspaceId: string,
  name: string,
  version: number,
): Promise<VersionRow | null> {
  const { rows } = await pool().query<VersionRow>(
    `SELECT v.source, r.uuid AS "runUuid", v.logged_model_uuid AS "loggedModelUuid", e.name AS experiment
     FROM model_versions v JOIN registered_models o ON o.id = v.model_id
     LEFT JOIN runs r ON r.uuid = v.run_uuid AND r.workspace_id = $1 LEFT JOIN experiments e ON e.id = r.experiment_id
     WHERE o.workspace_id = $1 AND o.name = $2 AND v.version = $3`,
    [workspaceId, name, version],
  );
  return rows[0] ?? null;
}
