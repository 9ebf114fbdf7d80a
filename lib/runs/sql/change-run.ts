import "server-only";
import { type Auditor, recordAuditSql, type systemIn } from "@/lib/audit/record";
import { canonicalJson } from "@/lib/core/canonical-json";
import type { SqlClient } from "@/lib/db/pool";
import { publishEventSql } from "@/lib/events/publish";
import { LIMITS } from "@/lib/experiments/rules";
import { enqueueSql } from "@/lib/queue/enqueue";
import { type RunInfoDto, type RunRow, toRunInfoDto } from "../dto/runs";
import { isOver, NAME_TAG, RUN_STATUS, truncate } from "../rules";
import type { UpdateRunInput } from "../schema";
import { upsertTags } from "./attributes";
import { SEAL_METRICS_KIND } from "./metric-digest";
import { RUN_COLUMNS } from "./new-run";
import { type RunRef, runNotActive } from "./refs";

type Changer = Auditor | ReturnType<typeof systemIn>;

async function lockRun(tx: SqlClient, id: number): Promise<RunInfoDto | null> {
  const { rows } = await tx.query<RunRow>(
    `SELECT ${RUN_COLUMNS} FROM runs WHERE id = $1 FOR NO KEY UPDATE`,
    [id],
  );
  return rows[0] ? toRunInfoDto(rows[0]) : null;
}

/** What a change of a run leaves in the audit; a heartbeat changes nothing. Metrics of a run that ends are sealed. */
async function recordUpdate(
  tx: SqlClient,
  { by, workspaceId }: { by: Changer; workspaceId: string },
  before: RunInfoDto | null,
  after: RunInfoDto,
): Promise<void> {
  const shown = (run: RunInfoDto) => ({ name: run.name, status: run.status, end: run.endTime });
  if (before && canonicalJson(shown(before)) === canonicalJson(shown(after))) return;
  await recordAuditSql(tx, by, {
    action: "run.updated",
    subject: `run ${after.uuid}`,
    label: after.name,
    before: before && shown(before),
    after: shown(after),
  });
  if (isOver(after.status))
    await enqueueSql(tx, {
      kind: SEAL_METRICS_KIND,
      payload: { runUuid: after.uuid, workspaceId },
      dedupeKey: `${SEAL_METRICS_KIND}:${after.uuid}`,
    });
}

/** Changes what is given of a run that is not deleted. A new name is a tag as well, for which its key has to be known. */
export async function changeRun(
  tx: SqlClient,
  by: Changer,
  ref: RunRef,
  input: UpdateRunInput,
  keys: ReadonlyMap<string, number>,
): Promise<RunInfoDto> {
  const { workspaceId } = ref;
  const before = await lockRun(tx, ref.id);
  const { rows } = await tx.query<RunRow>(
    `UPDATE runs SET status = coalesce($2, status), end_time = coalesce($3, end_time),
       name = coalesce($4, name), last_activity_at = greatest(last_activity_at, $5)
     WHERE id = $1 AND deleted_at IS NULL RETURNING ${RUN_COLUMNS}`,
    [ref.id, input.status ?? null, input.endTime ?? null, input.name || null, Date.now()],
  );
  const row = rows[0];
  if (!row) throw runNotActive(input.runUuid);
  const keyId = keys.get(NAME_TAG);
  if (keyId !== undefined)
    await upsertTags(tx, ref, [
      { key: NAME_TAG, keyId, value: truncate(row.name, LIMITS.runTagValue) },
    ]);
  const changed = toRunInfoDto(row);
  await recordUpdate(tx, { by, workspaceId }, before, changed);
  if (input.status !== undefined && isOver(changed.status))
    await publishEventSql(tx, {
      workspaceId,
      entity: "run",
      action: "finished",
      data: {
        run_id: changed.uuid,
        name: changed.name,
        status: changed.status,
        experiment_id: String(changed.experimentId),
      },
    });
  return changed;
}

/**
 * Moves a run on by its id for whoever runs it: from SCHEDULED to RUNNING, or from either to an end. One that has got
 * there by itself, or was deleted, stays as it is. Answers the run when it was moved.
 */
export async function moveRun(
  tx: SqlClient,
  by: ReturnType<typeof systemIn>,
  run: { id: number; workspaceId: string },
  status: "RUNNING" | "FINISHED" | "FAILED" | "KILLED",
): Promise<RunInfoDto | null> {
  const info = await lockRun(tx, run.id);
  const movable = status === "RUNNING" ? ["SCHEDULED"] : ["SCHEDULED", "RUNNING"];
  if (!info || info.isDeleted || !movable.includes(info.status)) return null;
  const end = status === "RUNNING" ? {} : { endTime: Date.now() };
  const change = { runUuid: info.uuid, status: RUN_STATUS[status], ...end };
  const ref = { ...run, experimentId: info.experimentId };
  return changeRun(tx, by, ref, change, new Map());
}
