import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { recordAuditSql } from "@/lib/audit/record";
import { canonicalJson } from "@/lib/core/canonical-json";
import { AppError } from "@/lib/core/errors";
import { inTransaction, pool, type SqlClient } from "@/lib/db/pool";
import { announce, announceRun } from "@/lib/events/announce";
import { defaultExperimentId } from "@/lib/experiments/sql";
import { insertRun, prepareRun } from "@/lib/runs/sql/new-run";
import { adapterOf } from "../adapters/all";
import { type JobDto, type JobRow, toJobDto } from "../dto";
import { type JobSpec, jobSpec, type LaunchInput } from "../schema";
import { nextNumber, readJob } from "../sql/jobs";

interface Backend {
  id: number;
  kind: string;
  is_enabled: boolean;
}

/** A backend that takes jobs. Throws with what is missing. */
async function backendOf(tx: SqlClient, { workspaceId }: Actor, name: string): Promise<Backend> {
  const { rows } = await tx.query<Backend>(
    "SELECT id, kind, is_enabled FROM compute_backends WHERE workspace_id = $1 AND name = $2 FOR KEY SHARE",
    [workspaceId, name],
  );
  const backend = rows[0];
  if (!backend) {
    const message = `There is no compute backend "${name}".`;
    throw new AppError("NOT_FOUND", message, { backend: message });
  }
  if (!backend.is_enabled)
    throw new AppError(
      "CONFLICT",
      `The compute backend "${name}" is switched off in this workspace.`,
    );
  if (!adapterOf(backend.kind))
    throw new AppError(
      "CONFLICT",
      "This server runs no jobs. Whoever operates it can allow them with the variable LOCAL_JOBS.",
    );
  return backend;
}

async function findByKey(tx: SqlClient, { workspaceId }: Actor, key: string) {
  const { rows } = await tx.query<{ number: number }>(
    "SELECT number FROM jobs WHERE workspace_id = $1 AND idempotency_key = $2",
    [workspaceId, key],
  );
  const number = rows[0]?.number;
  return number === undefined ? null : readJob(tx, workspaceId, number);
}

/** The job that a key has launched already. Throws CONFLICT when the key is used for something else. */
function sameJob(actor: Actor, job: JobRow, input: LaunchInput, spec: JobSpec): JobRow {
  const isSame =
    job.requestedById === actor.userId &&
    job.name === input.name &&
    job.experimentId === input.experimentId &&
    canonicalJson(jobSpec.parse(job.spec)) === canonicalJson(spec);
  if (isSame) return job;
  const message = `This idempotency key has launched job ${job.number}, which is another one.`;
  throw new AppError("CONFLICT", message, { idempotencyKey: message });
}

async function insertJob(
  tx: SqlClient,
  actor: Actor,
  job: { input: LaunchInput; spec: JobSpec; number: number; backendId: number; runId: number },
): Promise<void> {
  const { input, spec, number } = job;
  await tx.query(
    `INSERT INTO jobs (workspace_id, number, name, backend_id, experiment_id, run_id, spec, priority, max_attempts,
       requested_by_id, idempotency_key)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      actor.workspaceId,
      number,
      input.name,
      job.backendId,
      input.experimentId,
      job.runId,
      JSON.stringify(spec),
      input.priority,
      input.maxAttempts,
      actor.userId,
      input.idempotencyKey ?? null,
    ],
  );
  await recordAuditSql(tx, actor, {
    action: "job.launched",
    subject: `job ${number}`,
    label: input.name,
    after: {
      backend: input.backend,
      experiment: input.experimentId,
      command: spec.command,
      variables: Object.keys(spec.environment),
      limits: spec.limits,
    },
  });
}

/** Queues a job, with the run that it will log to. A key that has launched it already launches nothing more. */
export async function launchJob(actor: Actor, asked: LaunchInput): Promise<JobDto> {
  assertCan(actor, "job:launch");
  // Its run is written in the name of whoever launches it, and so is all that the job logs.
  assertCan(actor, "run:write");
  const { command, environment, limits, idempotencyKey } = asked;
  const spec = { command, environment, limits };
  const experimentId = asked.experimentId || (await defaultExperimentId(actor.workspaceId));
  const input = { ...asked, experimentId };
  const known = idempotencyKey ? await findByKey(pool(), actor, idempotencyKey) : null;
  if (known) return toJobDto(sameJob(actor, known, input, spec));
  const run = await prepareRun(actor, {
    experimentId,
    name: input.name,
    userId: actor.name,
    startTime: Date.now(),
    tags: [],
  });
  const launched = await inTransaction(async (tx) => {
    const backend = await backendOf(tx, actor, input.backend);
    const number = await nextNumber(tx, actor.workspaceId);
    // Two requests with one key come here one after the other.
    const twin = idempotencyKey ? await findByKey(tx, actor, idempotencyKey) : null;
    if (twin) return { job: sameJob(actor, twin, input, spec), remember: () => undefined };
    const { row, remember } = await insertRun(tx, actor, run, "SCHEDULED");
    await insertJob(tx, actor, { input, spec, number, backendId: backend.id, runId: row.id });
    const job = await readJob(tx, actor.workspaceId, number);
    if (!job) throw new Error("The job was not inserted.");
    return { job, remember };
  });
  launched.remember();
  announceRun({ workspaceId: actor.workspaceId, experimentId }, run.uuid);
  announce(actor.workspaceId, "jobs");
  return toJobDto(launched.job);
}
