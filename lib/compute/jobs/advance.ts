import "server-only";
import { forgetActors } from "@/lib/access/program-actor";
import { hashSecret, tokenFor } from "@/lib/access/secrets";
import { publicUrl } from "@/lib/core/env";
import { AppError } from "@/lib/core/errors";
import { announce } from "@/lib/events/announce";
import type { ComputeAdapter } from "../adapters/adapter";
import { nextStep, type Observation } from "../rules/lifecycle";
import { keptText, MAX_LOG_BYTES, wholeLength } from "../rules/log";
import { filledIn, misplaced } from "../rules/parameters";
import { fetchedCommit, gitOf, pinnedSource, sourcedCommand } from "../rules/source";
import { jobSpec } from "../schema/jobs";
import { letIn, type MovingJob, markRunning, noteNews } from "../sql/advance";
import { endWatched, retryLater } from "../sql/ends";
import { keepPiece } from "../sql/log";
import { noteCommit } from "../sql/source";
import { launcherOf } from "./launcher";
import { describeJob, measureJob } from "./observe";
import { dataOf, snapshotOf } from "./provisions";

/** How long a token outlives the time that its job may take: what stops the job may be late. */
const TOKEN_SLACK_MS = 10 * 60_000;
const SHOWN_PREFIX = 8;
/** Parts of a log that are read in one go, before other jobs have their turn. */
const MAX_PARTS = 32;
/** As it is kept, and read by a screen. */
const PIECE_BYTES = 128 * 1024;

export function tell({ workspaceId, number, runUuid, experimentId }: MovingJob): void {
  // The token of an attempt that is over is no use from this moment on.
  forgetActors();
  announce(workspaceId, "jobs", `job:${number}`, `run:${runUuid}`, `experiment:${experimentId}`);
}

/** Whether whoever launched it may still do so: an account is closed and a role changed while jobs wait. */
async function mayLaunch({ requestedById, workspaceId, number }: MovingJob): Promise<boolean> {
  const credential = `job:${number}`;
  return (await launcherOf({ userId: requestedById, workspaceId, credential })) !== null;
}

/** Submits a job and says that it runs. Doing so twice submits it once. */
async function start(job: MovingJob, adapter: ComputeAdapter): Promise<void> {
  const asked = jobSpec.parse(job.spec);
  const { source, parameters, datasets, ...spec } = asked;
  const end = (reason: string) =>
    endWatched(job, { status: "failed", reason, exitCode: null }).then(() => tell(job));
  if (!(await mayLaunch(job)))
    return end("Whoever launched it may not launch jobs in this workspace any more.");
  // An earlier version took it in.
  const odd = misplaced(asked, parameters);
  if (odd !== null) return end(odd);
  const { environment, command } = filledIn(asked);
  // Made of the key, so that whoever takes over after a crash submits the very same.
  const token = tokenFor(`job\n${job.submissionKey}`);
  const expiresAt = new Date(Date.now() + spec.limits.wallClockSeconds * 1_000 + TOKEN_SLACK_MS);
  const known = { hash: hashSecret(token), prefix: token.slice(0, SHOWN_PREFIX), expiresAt };
  if (!(await letIn(job, known))) return;
  try {
    await adapter.submit({
      ...spec,
      command: sourcedCommand(command, pinnedSource(source, job.sourceCommit)),
      snapshot: await snapshotOf(job, source),
      key: job.submissionKey,
      environment: {
        ...environment,
        MLFLOW_TRACKING_URI: publicUrl(),
        MLFLOW_TRACKING_TOKEN: token,
        MLFLOW_RUN_ID: job.runUuid,
        MLFLOW_EXPERIMENT_ID: String(job.experimentId),
        SLIPWAY_JOB: String(job.number),
        ...(await dataOf(job, datasets)),
      },
    });
  } catch (error) {
    // What no other try would change; everything else is tried again.
    if (!(error instanceof AppError) || error.code !== "INVALID") throw error;
    return end(error.message);
  }
  if (await markRunning(job)) tell(job);
}

/** The first thing that a job with a source prints is which commit that is. */
async function noteSource(job: MovingJob, text: string): Promise<void> {
  if (job.sourceCommit !== null || gitOf(jobSpec.parse(job.spec).source) === null) return;
  const commit = fetchedCommit(text);
  if (commit !== null) await noteCommit(job, commit);
}

/** Keeps a part of a log in pieces. Answers how many of its bytes, or null when somebody else keeps them. */
async function keepPart(
  job: MovingJob,
  part: Uint8Array,
  place: { offset: number; size: number },
): Promise<{ offset: number; size: number } | null> {
  const { id: jobId, submissionKey } = job;
  let { offset, size } = place;
  for (let from = 0; from < part.length && size < MAX_LOG_BYTES; ) {
    const rest = part.subarray(from, from + PIECE_BYTES);
    const length = from + rest.length === part.length ? rest.length : wholeLength(rest);
    const kept = keptText(rest.subarray(0, length), size);
    const to = offset + length;
    if (!(await keepPiece({ jobId, submissionKey, from: offset, to, ...kept }))) return null;
    await noteSource(job, kept.text);
    from += length;
    offset = to;
    size += kept.size;
  }
  return { offset, size };
}

/** Keeps what a job has printed since the last look. */
async function copyLog(job: MovingJob, adapter: ComputeAdapter, isOver: boolean): Promise<void> {
  let place = { offset: job.logOffset, size: job.logSize };
  for (let parts = 0; isOver || parts < MAX_PARTS; parts += 1) {
    if (place.size >= MAX_LOG_BYTES) {
      await adapter.ignoreLog(job.submissionKey);
      break;
    }
    const { bytes, hasMore } = await adapter.readLog(job.submissionKey, place.offset);
    // What never becomes a whole character is kept when the log ends.
    const length = isOver && !hasMore ? bytes.length : wholeLength(bytes);
    const kept = await keepPart(job, bytes.subarray(0, length), place);
    if (!kept) break;
    place = kept;
    if (!hasMore) break;
  }
  if (place.offset > job.logOffset) announce(job.workspaceId, `job-log:${job.number}`);
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
      return noteNews(job, adapter.pauseMs(job.logSize));
    case "stop":
      await adapter.stop(job.submissionKey, { isForced: step.isForced });
      return noteNews(job, adapter.pauseMs(job.logSize));
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
  const isOver = seen.state !== "running" && seen.state !== "pending";
  await copyLog(job, adapter, isOver);
  await describeJob(job, adapter, isOver && seen.state !== "unknown");
  if (seen.state === "running") await measureJob(job, adapter);
  await settle(job, adapter, seen);
}
