import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { recordAuditSql } from "@/lib/audit/record";
import { inTransaction, type SqlClient } from "@/lib/db/pool";
import { announceRun } from "@/lib/events/announce";
import { touchActiveRun } from "@/lib/runs/sql/attributes";
import { type RunRef, runNotActive, runRef } from "@/lib/runs/sql/refs";
import { checkInputs, contextOf, distinctDatasets } from "./rules";
import type { DatasetInput, LogInputsInput } from "./schema";

/** Datasets the experiment does not have yet, and the run's links to all of them; sorted, so that callers cannot deadlock. */
async function linkDatasets(
  tx: SqlClient,
  run: RunRef,
  datasets: readonly DatasetInput[],
): Promise<void> {
  const rows = distinctDatasets(datasets).map((dataset) => ({
    ...dataset,
    schema: dataset.schema ?? null,
    profile: dataset.profile ?? null,
    context: contextOf(dataset),
  }));
  const values = [run.workspaceId, run.experimentId, Date.now(), JSON.stringify(rows)];
  await tx.query(
    `INSERT INTO datasets (workspace_id, experiment_id, name, digest, source_type, source, schema, profile, created_at)
     SELECT $1, $2, name, digest, "sourceType", source, schema, profile, $3
     FROM jsonb_to_recordset($4::jsonb)
       AS d(name text, digest text, "sourceType" text, source text, schema text, profile text)
     ORDER BY name, digest ON CONFLICT DO NOTHING`,
    values,
  );
  await tx.query(
    `INSERT INTO run_inputs (run_id, dataset_id, tags, context)
     SELECT $1, d.id, i.tags, i.context
     FROM jsonb_to_recordset($3::jsonb) AS i(name text, digest text, tags jsonb, context text)
     JOIN datasets d ON d.experiment_id = $2 AND d.name = i.name AND d.digest = i.digest
     ORDER BY d.id ON CONFLICT DO NOTHING`,
    [run.id, run.experimentId, JSON.stringify(rows)],
  );
}

async function linkModels(tx: SqlClient, run: RunRef, uuids: readonly string[]): Promise<void> {
  await tx.query(
    `INSERT INTO run_model_links (run_id, model_uuid, is_output)
     SELECT DISTINCT $1::bigint, uuid, false FROM unnest($2::text[]) AS uuid ORDER BY 2
     ON CONFLICT DO NOTHING`,
    [run.id, uuids],
  );
}

/** Notes what a run read: datasets and logged models. Repeats change nothing. */
export async function logInputs(actor: Actor, input: LogInputsInput): Promise<void> {
  assertCan(actor, "run:write");
  checkInputs(input);
  const run = await runRef(actor, input.runUuid);
  await inTransaction(async (tx) => {
    if (!(await touchActiveRun(tx, run, Date.now()))) throw runNotActive(input.runUuid);
    if (input.datasets.length > 0) await linkDatasets(tx, run, input.datasets);
    if (input.modelUuids.length > 0) await linkModels(tx, run, input.modelUuids);
    await recordAuditSql(tx, actor, {
      action: "run.inputs-logged",
      subject: `run ${input.runUuid}`,
      after: {
        datasets: input.datasets.map(({ name, digest }) => ({ name, digest })),
        models: input.modelUuids,
      },
    });
  });
  announceRun(run, input.runUuid);
}
