import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { recordAuditSql } from "@/lib/audit/record";
import { canonicalJson } from "@/lib/core/canonical-json";
import { AppError } from "@/lib/core/errors";
import { findNamedVersions } from "@/lib/datasets/queries/named-versions";
import { linkVersions } from "@/lib/datasets/sql/link-versions";
import { inTransaction, pool, type SqlClient } from "@/lib/db/pool";
import { announce, announceRun } from "@/lib/events/announce";
import { defaultExperimentId } from "@/lib/experiments/sql";
import type { TagInput } from "@/lib/runs/schema";
import { insertRun, prepareRun } from "@/lib/runs/sql/new-run";
import { adapterOf, type BackendPlace } from "../adapters/all";
import { type JobDto, type JobRow, toJobDto } from "../dto/jobs";
import { wakeSupervisor } from "../jobs/wake";
import { jobNotFound } from "../queries/jobs";
import { keptOf } from "../rules/datasets";
import { misplaced, overlong } from "../rules/parameters";
import { isSnapshot } from "../rules/snapshots";
import { namesPassword, shownSource, sourceTags } from "../rules/source";
import type { KeptDataset } from "../schema/inputs";
import { type JobSpec, jobSpec, type LaunchInput } from "../schema/jobs";
import { nextNumber, readJob } from "../sql/jobs";

interface Backend extends BackendPlace {
  isEnabled: boolean;
  waiting: number;
}

/** Of a workspace and a backend, waiting. */
const MAX_WAITING = 10_000;

const FIELDS = `id, kind, is_enabled AS "isEnabled", address, sealed_headers AS "sealedHeaders", certificate,
  (SELECT count(*) FROM jobs WHERE backend_id = compute_backends.id AND status = 'queued') AS waiting`;

/** A backend that takes jobs. Throws with what is missing. */
async function backendOf(tx: SqlClient, { workspaceId }: Actor, name: string): Promise<Backend> {
  const { rows } = await tx.query<Backend>(
    `SELECT ${FIELDS} FROM compute_backends WHERE workspace_id = $1 AND name = $2 FOR KEY SHARE`,
    [workspaceId, name],
  );
  const backend = rows[0];
  if (!backend) {
    const message = `There is no compute backend "${name}".`;
    throw new AppError("NOT_FOUND", message, { backend: message });
  }
  if (!backend.isEnabled)
    throw new AppError(
      "CONFLICT",
      `The compute backend "${name}" is switched off in this workspace.`,
    );
  if (!adapterOf(backend))
    throw new AppError(
      "CONFLICT",
      "This server runs no jobs. Whoever operates it can allow them with the variable LOCAL_JOBS.",
    );
  if (backend.waiting >= MAX_WAITING)
    throw new AppError(
      "RATE_LIMITED",
      `${MAX_WAITING} jobs wait for the compute backend "${name}" already. Launch more when some have run.`,
    );
  return backend;
}

/** Refuses what could not be done as it was asked for, rather than passing over it. */
function checkWishes({ kind }: Backend, spec: JobSpec): void {
  const { resources, runtimeEnvironment, parameters } = spec;
  const open = "Leave out passwords: everybody in the workspace can read the address.";
  if (namesPassword(spec.source)) throw new AppError("INVALID", open, { source: open });
  const odd = misplaced(spec, parameters);
  if (odd) throw new AppError("INVALID", odd, { command: odd });
  const long = overlong(spec, parameters);
  if (long) throw new AppError("INVALID", long, { parameters: long });
  if (kind !== "local") return;
  const { custom, ...amounts } = resources;
  const message = "This machine reserves no resources; its jobs take limits instead.";
  if (Object.keys(custom).length > 0 || Object.values(amounts).some((amount) => amount !== null))
    throw new AppError("INVALID", message, { resources: message });
  const unknown = "Only clusters of Ray take a runtime environment.";
  if (Object.keys(runtimeEnvironment).length > 0)
    throw new AppError("INVALID", unknown, { runtimeEnvironment: unknown });
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
function sameJob(actor: Actor, job: JobRow, input: LaunchInput): JobRow {
  // Compared as it was asked for: a dataset may have a later version by now, or be gone.
  const first = jobSpec.parse(job.spec);
  const wishes = first.datasets.map(({ asked }) => asked);
  const wanted = { ...jobSpec.parse({ ...input, datasets: [] }), datasets: input.datasets };
  const isSame =
    job.requestedById === actor.userId &&
    job.name === input.name &&
    job.experimentId === input.experimentId &&
    canonicalJson({ ...first, datasets: wishes }) === canonicalJson(wanted);
  if (isSame) return job;
  const message = `This idempotency key has launched job ${job.number}, which is another one.`;
  throw new AppError("CONFLICT", message, { idempotencyKey: message });
}

/** What had the job launched, where that was not somebody who wrote down all of it. */
interface Origin {
  /** Whether it is there to try its backend. */
  isTest?: boolean;
  /** The declaration that it is launched from. */
  pipeline?: { id: number; version: number } | null;
}

/** The uploaded code that a job names, which is kept as long as the job is. Throws INVALID for one that is not there. */
async function snapshotIdOf(
  tx: SqlClient,
  { workspaceId }: Actor,
  source: JobSpec["source"],
): Promise<number | null> {
  if (!isSnapshot(source)) return null;
  const { rows } = await tx.query<{ id: number }>(
    "SELECT id FROM source_snapshots WHERE workspace_id = $1 AND sha256 = $2 FOR KEY SHARE",
    [workspaceId, source.snapshot],
  );
  if (rows[0]) return rows[0].id;
  const message = `There is no source snapshot ${source.snapshot}. Upload it first.`;
  throw new AppError("INVALID", message, { source: message });
}

async function insertJob(
  tx: SqlClient,
  actor: Actor,
  job: {
    input: LaunchInput;
    spec: JobSpec;
    number: number;
    backendId: number;
    runId: number;
    origin: Origin;
  },
): Promise<void> {
  const { input, spec, number } = job;
  const { isTest = false, pipeline } = job.origin;
  await tx.query(
    `INSERT INTO jobs (workspace_id, number, name, backend_id, experiment_id, run_id, spec, priority, max_attempts,
       requested_by_id, idempotency_key, is_test, again_of,
       pipeline_id, pipeline_version, source_snapshot_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
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
      isTest,
      input.againOf ?? null,
      pipeline?.id ?? null,
      pipeline?.version ?? null,
      await snapshotIdOf(tx, actor, spec.source),
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
      parameters: spec.parameters,
      limits: spec.limits,
      resources: spec.resources,
      ...(spec.source ? { source: shownSource(spec.source) } : {}),
      ...(spec.datasets.length > 0
        ? { datasets: spec.datasets.map(({ name, version }) => ({ name, version })) }
        : {}),
      ...(input.againOf === undefined ? {} : { againOf: input.againOf }),
      ...(pipeline ? { pipeline: pipeline.id, pipelineVersion: pipeline.version } : {}),
    },
  });
}

/** The dataset versions that a job asks for, as they are now. Throws INVALID with the one that is not there. */
export async function findDatasets(
  actor: Actor,
  wishes: LaunchInput["datasets"],
): Promise<KeptDataset[]> {
  assertCan(actor, "job:launch");
  if (wishes.length === 0) return [];
  try {
    return keptOf(wishes, await findNamedVersions(actor, wishes));
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "INVALID") throw error;
    throw new AppError("INVALID", error.message, { datasets: error.message });
  }
}

/** Queues a job, with the run that it will log to. A key that has launched it already launches nothing more. */
export async function launchJob(actor: Actor, asked: LaunchInput): Promise<JobDto> {
  assertCan(actor, "job:launch");
  return queueJob(actor, asked, {});
}

/** Refuses what a backend would not take, and code that is not there. */
export async function checkLaunch(
  tx: SqlClient,
  actor: Actor,
  { backend, ...spec }: JobSpec & { backend: string },
): Promise<void> {
  checkWishes(await backendOf(tx, actor, backend), spec);
  await snapshotIdOf(tx, actor, spec.source);
}

interface Queueing extends Origin {
  /** What its run says of itself from the beginning. */
  tags?: readonly TagInput[];
  /** What has to be true together with the job; what it throws leaves no job behind. */
  within?: (tx: SqlClient, job: JobRow) => Promise<void>;
}

/** The same for a job that belongs to something. */
export async function queueJob(
  actor: Actor,
  asked: LaunchInput,
  { tags = [], within, ...origin }: Queueing,
): Promise<JobDto> {
  assertCan(actor, "job:launch");
  // Its run is written in the name of whoever launches it, and so is all that the job logs.
  assertCan(actor, "run:write");
  const { idempotencyKey } = asked;
  const experimentId = asked.experimentId || (await defaultExperimentId(actor.workspaceId));
  const input = { ...asked, experimentId };
  const known = idempotencyKey ? await findByKey(pool(), actor, idempotencyKey) : null;
  if (known) return toJobDto(sameJob(actor, known, input));
  // The rest of what was asked is no part of it.
  const spec = jobSpec.parse({ ...asked, datasets: await findDatasets(actor, asked.datasets) });
  const run = await prepareRun(actor, {
    experimentId,
    name: input.name,
    userId: actor.name,
    startTime: Date.now(),
    tags: [...sourceTags(spec), ...tags],
  });
  const launched = await inTransaction(async (tx) => {
    const backend = await backendOf(tx, actor, input.backend);
    checkWishes(backend, spec);
    if (input.againOf !== undefined && !(await readJob(tx, actor.workspaceId, input.againOf)))
      throw jobNotFound(input.againOf);
    const number = await nextNumber(tx, actor.workspaceId);
    // Two requests with one key come here one after the other.
    const twin = idempotencyKey ? await findByKey(tx, actor, idempotencyKey) : null;
    if (twin) return { job: sameJob(actor, twin, input), remember: () => undefined };
    const { row, remember } = await insertRun(tx, actor, run, "SCHEDULED");
    await insertJob(tx, actor, {
      input,
      spec,
      number,
      backendId: backend.id,
      runId: row.id,
      origin,
    });
    if (spec.datasets.length > 0)
      await linkVersions(
        tx,
        actor,
        { id: row.id, uuid: run.uuid, experimentId, workspaceId: actor.workspaceId },
        spec.datasets,
      );
    const job = await readJob(tx, actor.workspaceId, number);
    if (!job) throw new Error("The job was not inserted.");
    await within?.(tx, job);
    return { job, remember };
  });
  launched.remember();
  announceRun({ workspaceId: actor.workspaceId, experimentId }, run.uuid);
  announce(actor.workspaceId, "jobs");
  wakeSupervisor();
  return toJobDto(launched.job);
}
