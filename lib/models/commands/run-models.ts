import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { recordAuditSql } from "@/lib/audit/record";
import { AppError } from "@/lib/core/errors";
import { inTransaction } from "@/lib/db/pool";
import { announceRun } from "@/lib/events/announce";
import { internKeys, rememberColumns } from "@/lib/experiments/sql";
import { touchActiveRun, upsertTags } from "@/lib/runs/sql/attributes";
import { runNotActive, runRef } from "@/lib/runs/sql/refs";
import { LOG_MODEL_TAG, withLoggedModel } from "../rules/legacy-models";
import { checkLength, LIMITS } from "../rules/limits";

interface LogOutputsInput {
  runUuid: string;
  models: readonly { uuid: string; step: number }[];
}

/** Notes which logged models a run made, and at which step. A repeat only moves the step. */
export async function logOutputs(
  actor: Actor,
  { runUuid, models }: LogOutputsInput,
): Promise<void> {
  assertCan(actor, "run:write");
  if (models.length > LIMITS.runOutputs)
    throw new AppError(
      "INVALID",
      `A request can contain at most ${LIMITS.runOutputs} models. Got ${models.length}.`,
    );
  for (const { uuid } of models) checkLength(uuid, "model_id", LIMITS.modelUuid);
  const run = await runRef(actor, runUuid);
  const last = [...new Map(models.map((model) => [model.uuid, model])).values()];
  await inTransaction(async (tx) => {
    if (!(await touchActiveRun(tx, run, Date.now()))) throw runNotActive(runUuid);
    await tx.query(
      `INSERT INTO run_model_links (run_id, model_uuid, is_output, step)
       SELECT $1, uuid, true, step FROM unnest($2::text[], $3::bigint[]) AS o(uuid, step) ORDER BY uuid
       ON CONFLICT (run_id, model_uuid, is_output) DO UPDATE SET step = EXCLUDED.step`,
      [run.id, last.map(({ uuid }) => uuid), last.map(({ step }) => step)],
    );
    await recordAuditSql(tx, actor, {
      action: "run.outputs-logged",
      subject: `run ${runUuid}`,
      after: { models: last.map(({ uuid, step }) => ({ uuid, step })) },
    });
  });
  announceRun(run, runUuid);
}

/** What clients before 3.0 call when they log a model: its description is added to a tag of the run. */
export async function recordLoggedModel(
  actor: Actor,
  { runUuid, json }: { runUuid: string; json: string },
): Promise<void> {
  assertCan(actor, "run:write");
  withLoggedModel(undefined, json);
  const run = await runRef(actor, runUuid);
  const keyId = (await internKeys(actor.workspaceId, [LOG_MODEL_TAG])).get(LOG_MODEL_TAG);
  if (keyId === undefined) throw new Error("The tag's key was not interned.");
  await rememberColumns(run.experimentId, "tag", [keyId]);
  await inTransaction(async (tx) => {
    // Two models logged at once must both be in the list.
    await tx.query("SELECT 1 FROM runs WHERE id = $1 FOR NO KEY UPDATE", [run.id]);
    if (!(await touchActiveRun(tx, run, Date.now()))) throw runNotActive(runUuid);
    const { rows } = await tx.query<{ value: string }>(
      "SELECT value FROM run_tags WHERE run_id = $1 AND key_id = $2",
      [run.id, keyId],
    );
    await upsertTags(tx, run, [
      { key: LOG_MODEL_TAG, keyId, value: withLoggedModel(rows[0]?.value, json) },
    ]);
    await recordAuditSql(tx, actor, { action: "run.model-logged", subject: `run ${runUuid}` });
  });
  announceRun(run, runUuid);
}
