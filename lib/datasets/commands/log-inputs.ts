import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { recordAuditSql } from "@/lib/audit/record";
import { inTransaction, type SqlClient } from "@/lib/db/pool";
import { announceRun } from "@/lib/events/announce";
import { touchActiveRun } from "@/lib/runs/sql/attributes";
import { type RunRef, runNotActive, runRef } from "@/lib/runs/sql/refs";
import { checkInputs } from "../rules/inputs";
import type { LogInputsInput } from "../schema/inputs";
import { linkDatasets } from "../sql/link-inputs";

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
    if (input.datasets.length > 0) await linkDatasets(tx, run, input.datasets, actor.email);
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
