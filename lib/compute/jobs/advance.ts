import "server-only";
import { resolveActor } from "@/lib/access/memberships";
import { can } from "@/lib/access/permissions";
import { forgetActors } from "@/lib/access/program-actor";
import { hashSecret, tokenFor } from "@/lib/access/secrets";
import { publicUrl } from "@/lib/core/env";
import { AppError, orNull } from "@/lib/core/errors";
import { announce } from "@/lib/events/announce";
import type { ComputeAdapter } from "../adapters/adapter";
import { nextStep, type Observation } from "../rules/lifecycle";
import { keptText, MAX_LOG_BYTES, wholeLength } from "../rules/log";
import { jobSpec } from "../schema";
import {
  endWatched,
  letIn,
  type MovingJob,
  markRunning,
  noteHeartbeat,
  retryLater,
} from "../sql/advance";
import { keepPiece } from "../sql/log";

/** How long a token outlives the time that its job may take: what stops the job may be late. */
const TOKEN_SLACK_MS = 10 * 60_000;
const SHOWN_PREFIX = 8;
/** Pieces of a log that are kept in one go, before other jobs have their turn. */
const MAX_PIECES = 32;

function tell({ workspaceId, number, runUuid, experimentId }: MovingJob): void {
  // The token of an attempt that is over is no use from this moment on.
  forgetActors();
  announce(workspaceId, "jobs", `job:${number}`, `run:${runUuid}`, `experiment:${experimentId}`);
}

/** Whether whoever launched it may still do so: an account is closed and a role changed while jobs wait. */
async function mayLaunch({ requestedById, workspaceId }: MovingJob): Promise<boolean> {
  const asker = { userId: requestedById, slug: null, boundTo: workspaceId, tokenName: null };
  try {
    const actor = await orNull(resolveActor({ ...asker, scopes: null, expiresAt: null }));
    return actor !== null && can(actor.role, "job:launch");
  } catch (error) {
    if (error instanceof AppError && error.code === "UNAUTHENTICATED") return false;
    throw error;
  }
}

/** Submits a job and says that it runs. Doing so twice submits it once. */
async function start(job: MovingJob, adapter: ComputeAdapter): Promise<void> {
  const { command, environment, limits } = jobSpec.parse(job.spec);
  const end = (reason: string) =>
    endWatched(job, { status: "failed", reason, exitCode: null }).then(() => tell(job));
  if (!(await mayLaunch(job)))
    return end("Whoever launched it may not launch jobs in this workspace any more.");
  // Made of the key, so that whoever takes over after a crash submits the very same.
  const token = tokenFor(`job\n${job.submissionKey}`);
  const expiresAt = new Date(Date.now() + limits.wallClockSeconds * 1_000 + TOKEN_SLACK_MS);
  const known = { hash: hashSecret(token), prefix: token.slice(0, SHOWN_PREFIX), expiresAt };
  if (!(await letIn(job, known))) return;
  try {
    await adapter.submit({
      key: job.submissionKey,
      command,
      limits,
      environment: {
        ...environment,
        MLFLOW_TRACKING_URI: publicUrl(),
        MLFLOW_TRACKING_TOKEN: token,
        MLFLOW_RUN_ID: job.runUuid,
        MLFLOW_EXPERIMENT_ID: String(job.experimentId),
        SLIPWAY_JOB: String(job.number),
      },
    });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return end(error.message);
  }
  if (await markRunning(job)) tell(job);
}

/** Keeps what a job has printed since the last look. */
async function copyLog(job: MovingJob, adapter: ComputeAdapter, isOver: boolean): Promise<void> {
  const { submissionKey } = job;
  let { logOffset, logSize } = job;
  let isNews = false;
  for (let pieces = 0; isOver || pieces < MAX_PIECES; pieces += 1) {
    if (logSize >= MAX_LOG_BYTES) {
      await adapter.ignoreLog(submissionKey);
      break;
    }
    const bytes = await adapter.readLog(submissionKey, logOffset);
    // What never becomes a whole character is kept when the log ends.
    const length = wholeLength(bytes) || (isOver ? bytes.length : 0);
    if (length === 0) break;
    const { text, size } = keptText(bytes.subarray(0, length), logSize);
    const to = logOffset + length;
    const piece = { jobId: job.id, submissionKey, from: logOffset, to, text, size };
    if (!(await keepPiece(piece))) break;
    logOffset = to;
    logSize += size;
    isNews = true;
  }
  if (isNews) announce(job.workspaceId, `job:${job.number}`);
}

async function settle(job: MovingJob, adapter: ComputeAdapter, seen: Observation): Promise<void> {
  const step = nextStep(
    {
      attempt: job.attempt,
      maxAttempts: job.maxAttempts,
      startedAt: job.startedAt?.getTime() ?? null,
      cancelRequestedAt: job.cancelRequestedAt?.getTime() ?? null,
      wallClockSeconds: jobSpec.parse(job.spec).limits.wallClockSeconds,
    },
    seen,
    Date.now(),
  );
  switch (step.kind) {
    case "wait":
      return noteHeartbeat(job);
    case "stop":
      await adapter.stop(job.submissionKey, { isForced: step.isForced });
      return noteHeartbeat(job);
    case "retry":
      if (await retryLater(job, step)) tell(job);
      return;
    case "end":
      if (await endWatched(job, step)) tell(job);
      return;
  }
}

/** Moves a job one step on. Any number of processes may do so with one job, and die at any point of it. */
export async function advance(job: MovingJob, adapter: ComputeAdapter): Promise<void> {
  if (job.status === "starting" && job.cancelRequestedAt === null) return start(job, adapter);
  // Then it is not known whether it was submitted: afterwards nobody can any more.
  if (job.status === "starting") await adapter.stop(job.submissionKey, { isForced: false });
  const seen = await adapter.observe(job.submissionKey);
  await copyLog(job, adapter, seen.state !== "running" && seen.state !== "pending");
  await settle(job, adapter, seen);
}
