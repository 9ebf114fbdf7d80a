import "server-only";
import { announce } from "@/lib/events/announce";
import type { ComputeAdapter } from "../adapters/adapter";
import { gitOf } from "../rules/source";
import { usageSlot } from "../rules/usage";
import { jobSpec } from "../schema/jobs";
import type { MovingJob } from "../sql/advance";
import { noteFacts } from "../sql/provenance";
import { keepUsage } from "../sql/usage";

/** Keeps what an attempt runs on and with, when its source is there. */
export async function describeJob(
  job: MovingJob,
  adapter: ComputeAdapter,
  isOver: boolean,
): Promise<void> {
  if (job.isDescribed) return;
  const { command, source } = jobSpec.parse(job.spec);
  // Further attempts fetch anew, and do not say when they have.
  const isReady = gitOf(source) === null || (job.sourceCommit !== null && job.attempt === 1);
  if (!isReady && !isOver) return;
  await noteFacts(job, await adapter.describe(job.submissionKey, command));
  announce(job.workspaceId, `job:${job.number}`);
}

/** Keeps what an attempt uses just now, once for each interval. */
export async function measureJob(job: MovingJob, adapter: ComputeAdapter): Promise<void> {
  if (job.startedAt === null) return;
  const slot = usageSlot((Date.now() - job.startedAt.getTime()) / 1_000, job.measuredAt);
  const usage = slot && (await adapter.measure(job.submissionKey));
  if (slot && usage) await keepUsage(job, usage, slot);
}
