import "server-only";
import { log } from "@/lib/core/log";
import type { ComputeAdapter } from "../adapters/adapter";
import { nextAfterFailure } from "../rules/lifecycle";
import { hopelessReason, isHopeless, troubleDelay, troubleText } from "../rules/trouble";
import { jobSpec } from "../schema/jobs";
import { type MovingJob, noteTrouble } from "../sql/advance";
import { endWatched, retryLater } from "../sql/ends";
import { tell } from "./advance";

/** Whether it is certain that it does not run, and will not. */
async function isFenced(job: MovingJob, adapter: ComputeAdapter): Promise<boolean> {
  try {
    await adapter.stop(job.submissionKey, { isForced: true });
    return true;
  } catch {
    return false;
  }
}

async function giveUp(job: MovingJob, adapter: ComputeAdapter, reason: string): Promise<void> {
  const isCertain = job.status === "starting" && (await isFenced(job, adapter));
  const told = isCertain ? reason : `${reason} Whether it runs there is not known.`;
  const status = isCertain ? "failed" : "lost";
  const step =
    job.cancelRequestedAt === null
      ? nextAfterFailure(job, status, { reason: told, exitCode: null })
      : ({ kind: "end", status, reason: told, exitCode: null } as const);
  const isMoved = step.kind === "retry" ? await retryLater(job, step) : await endWatched(job, step);
  if (isMoved) tell(job);
}

/** What becomes of a job with whose backend something went wrong: it is looked at again later, and given up at last. */
export async function meetTrouble(
  job: MovingJob,
  adapter: ComputeAdapter,
  error: unknown,
): Promise<void> {
  const trouble = troubleText(error);
  const isOver = job.status !== "starting" && job.status !== "running";
  const since = job.troubleSince?.getTime() ?? Date.now();
  const facts = { number: job.number, workspace: job.workspaceId };
  log().warn({ err: error, job: facts }, "the backend of a job failed; it is asked again later");
  const { limits } = jobSpec.parse(job.spec);
  const troubled = {
    status: job.status,
    startedAt: job.startedAt?.getTime() ?? null,
    cancelRequestedAt: job.cancelRequestedAt?.getTime() ?? null,
    wallClockSeconds: limits.wallClockSeconds,
    since,
  };
  if (!isOver && isHopeless(troubled, Date.now()))
    return giveUp(job, adapter, hopelessReason(job.status, trouble, Date.now() - since));
  await noteTrouble(job, trouble, troubleDelay(job.troubleCount + 1, isOver));
  if (!isOver) tell(job);
}
