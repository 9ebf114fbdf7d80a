import "server-only";
import { recordAuditSql, systemIn } from "@/lib/audit/record";
import { launcherOf } from "@/lib/compute/jobs/launcher";
import { AppError, mayPass } from "@/lib/core/errors";
import { log } from "@/lib/core/log";
import { RoundLoop } from "@/lib/core/round-loop";
import { inTransaction } from "@/lib/db/pool";
import { announce } from "@/lib/events/announce";
import { launchWithin } from "../commands/launch";
import { type Round, roundOf } from "../rules/schedules";
import {
  claimDueSchedules,
  type DueSchedule,
  insertFiring,
  openJobOf,
  putOffSchedule,
  releaseSchedule,
  settledDues,
} from "../sql/schedules";

const ROUND_MS = 1_000;
const AT_ONCE = 8;

/** Somebody else has seen to this moment: the job that was about to be is rolled back. */
class Settled extends Error {}

/** Keeps that nothing is launched for a moment, and why. */
async function passOver(
  schedule: DueSchedule,
  due: number,
  { outcome, reason }: { outcome: "passed" | "refused"; reason: string },
): Promise<void> {
  await inTransaction(async (tx) => {
    const firing = { dueAt: new Date(due), outcome, reason, jobNumber: null };
    if (!(await insertFiring(tx, schedule, firing)) || outcome === "passed") return;
    await recordAuditSql(tx, systemIn(schedule.workspaceId), {
      action: "pipeline-schedule.refused",
      subject: `pipeline schedule ${schedule.id}`,
      label: schedule.name,
      details: { due: new Date(due).toISOString(), reason },
    });
  });
}

/** The job and what became of the moment are committed together, so that neither is without the other. */
async function launchFor(schedule: DueSchedule, due: number): Promise<void> {
  const { id, pipelineId, parameters, savedById: userId, workspaceId } = schedule;
  const actor = await launcherOf({ userId, workspaceId, credential: `schedule:${id}` });
  if (!actor) {
    const reason = "Whoever saved it may launch jobs in this workspace no more.";
    return passOver(schedule, due, { outcome: "refused", reason });
  }
  try {
    await launchWithin(actor, { pipelineId, parameters }, async (tx, { number }) => {
      const dueAt = new Date(due);
      const firing = { dueAt, outcome: "launched", reason: null, jobNumber: number } as const;
      if (!(await insertFiring(tx, schedule, firing))) throw new Settled();
    });
  } catch (error) {
    if (error instanceof Settled) return;
    if (mayPass(error) || !(error instanceof AppError)) throw error;
    await passOver(schedule, due, { outcome: "refused", reason: error.message });
  }
}

async function seeTo(schedule: DueSchedule, due: number): Promise<void> {
  const open = schedule.overlap === "skip" ? await openJobOf(schedule) : null;
  if (open === null) return launchFor(schedule, due);
  const reason = `Job ${open} of this schedule was not over yet.`;
  await passOver(schedule, due, { outcome: "passed", reason });
}

/** Does what a schedule has to do. Any number of processes may do so, and die at any point of it. */
async function doRound(schedule: DueSchedule, { launch, missed }: Round): Promise<void> {
  const settled = await settledDues(schedule, launch);
  for (const due of launch) if (!settled.includes(due)) await seeTo(schedule, due);
  if (missed === null) return;
  const reason = "It was missed: it could not be launched in time.";
  await passOver(schedule, missed, { outcome: "passed", reason });
}

/**
 * Launches what schedules say. It remembers nothing: what is due next stands in the database, whoever finds it due takes
 * it for a while, and what one does not finish the next one finds.
 */
export class ScheduleRunner {
  private readonly loop = new RoundLoop(async () => (await this.round(Date.now())) === AT_ONCE, {
    pauseMs: ROUND_MS,
    what: "schedules",
  });

  start(): void {
    this.loop.start();
  }

  /** Resolves when the launches at hand are done. */
  stop(): Promise<void> {
    return this.loop.stop();
  }

  /** Sees to all schedules that are due at a time. Answers how many those were. */
  async round(now: number): Promise<number> {
    const due = await claimDueSchedules(new Date(now), AT_ONCE);
    await Promise.all(due.map((schedule) => this.advance(schedule, now)));
    return due.length;
  }

  private async advance(schedule: DueSchedule, now: number): Promise<void> {
    try {
      const round = roundOf({ ...schedule, nextDueAt: schedule.nextDueAt.getTime() }, now);
      await doRound(schedule, round);
      await releaseSchedule(schedule, round.next === null ? null : new Date(round.next));
      announce(schedule.workspaceId, `pipeline:${schedule.pipelineId}`);
    } catch (error) {
      log().warn({ err: error, schedule: schedule.id }, "a schedule is seen to again later");
      await putOffSchedule(schedule).catch(() => undefined);
    }
  }
}
