import "server-only";
import type { Actor } from "@/lib/access/actor";
import { systemIn } from "@/lib/audit/record";
import { queueJob } from "@/lib/compute/commands/launch";
import { launcherOf } from "@/lib/compute/jobs/launcher";
import { wakeSupervisor } from "@/lib/compute/jobs/wake";
import { AppError } from "@/lib/core/errors";
import { log } from "@/lib/core/log";
import { RoundLoop } from "@/lib/core/round-loop";
import { inTransaction, pool, type SqlClient } from "@/lib/db/pool";
import { announce } from "@/lib/events/announce";
import { PARENT_TAG } from "@/lib/runs/rules";
import { stopWithin } from "../commands/stop";
import type { SweepRow } from "../dto";
import type { Values } from "../rules/draws";
import { freePlaces } from "../rules/ends";
import { trialLaunch, trialTags } from "../rules/trials";
import { sweepSpec } from "../schema";
import { claimOpen, endWhenDone, keepAlive, release } from "../sql/open";
import { lockSweep } from "../sql/sweeps";
import { nextTrials, setJob } from "../sql/trials";

const ROUND_MS = 250;
const AT_ONCE = 32;
/** Nobody else looks at a sweep for so long; a crash costs no more. */
const CLAIM_MS = 15_000;
const NEXT_MS = 500;
const TROUBLE_MS = 10_000;

/** Somebody else has moved the sweep on meanwhile: nothing of what was begun is kept. */
class Overtaken extends Error {}

/** Takes a place of the sweep for a job, in the transaction that queues it: so no combination gets two, nor a sweep too many. */
async function takePlace(
  tx: SqlClient,
  sweep: SweepRow,
  index: number,
  jobId: number,
): Promise<void> {
  const now = await lockSweep(tx, sweep.workspaceId, sweep.number);
  if (!now || freePlaces(now) === 0) throw new Overtaken();
  if (!(await setJob(tx, now, index, jobId))) throw new Overtaken();
}

async function queueTrial(
  actor: Actor,
  sweep: SweepRow,
  trial: { index: number; parameters: Values },
): Promise<void> {
  const { launch } = sweepSpec.parse(sweep.spec);
  await queueJob(actor, trialLaunch({ name: sweep.name, launch }, trial), {
    tags: [{ key: PARENT_TAG, value: sweep.runUuid }, ...trialTags(sweep.number, trial.parameters)],
    within: (tx, job) => takePlace(tx, sweep, trial.index, job.id),
  });
}

const tell = ({ workspaceId, number, runUuid, experimentId }: SweepRow): void =>
  announce(
    workspaceId,
    "sweeps",
    `sweep:${number}`,
    `run:${runUuid}`,
    `experiment:${experimentId}`,
  );

async function stopUnasked(sweep: SweepRow, reason: string): Promise<void> {
  await inTransaction(async (tx) => {
    const now = await lockSweep(tx, sweep.workspaceId, sweep.number);
    if (now?.status === "running") await stopWithin(tx, systemIn(sweep.workspaceId), now, reason);
  });
  wakeSupervisor();
  tell(sweep);
}

/** Queues as many jobs as there are places. Answers what stands in the way, in a sentence. */
async function fill(sweep: SweepRow): Promise<string | null> {
  const next = await nextTrials(pool(), sweep, freePlaces(sweep));
  if (next.length === 0) return null;
  const { requestedById: userId, workspaceId, number } = sweep;
  const actor = await launcherOf({ userId, workspaceId, credential: `sweep:${number}` });
  if (!actor) {
    await stopUnasked(sweep, "Whoever created it may not launch jobs in this workspace any more.");
    return null;
  }
  try {
    for (const trial of next) await queueTrial(actor, sweep, trial);
  } catch (error) {
    if (error instanceof Overtaken) return null;
    if (error instanceof AppError) return error.message;
    throw error;
  } finally {
    tell(sweep);
  }
  return null;
}

/** Moves a sweep on. Any number of processes may do so with one sweep, and die at any point of it. */
export async function advanceSweep(sweep: SweepRow): Promise<void> {
  if (await endWhenDone(sweep)) return tell(sweep);
  await keepAlive(sweep, Date.now());
  const trouble = await fill(sweep);
  if (trouble !== sweep.trouble) tell(sweep);
  await release(sweep, { trouble, waitMs: trouble === null ? NEXT_MS : TROUBLE_MS });
}

/** Follows sweeps. It remembers nothing: what one does not finish the next one finds in the database. */
export class SweepRunner {
  private readonly loop = new RoundLoop(async (signal) => (await this.round(signal)) === AT_ONCE, {
    pauseMs: ROUND_MS,
    what: "sweeps",
  });

  start(): void {
    this.loop.start();
  }

  /** Resolves when the work at hand is done. Jobs go on, and sweeps wait for the next worker. */
  stop(): Promise<void> {
    return this.loop.stop();
  }

  /** Looks at all sweeps that are due. Answers how many those were. */
  async round(signal?: AbortSignal): Promise<number> {
    const due = await claimOpen(AT_ONCE, CLAIM_MS);
    // One after the other: a sweep of many places is many transactions, and others want connections too.
    for (const sweep of due) {
      if (signal?.aborted) break;
      await advanceSweep(sweep).catch((error: unknown) =>
        log().warn({ err: error, sweep: sweep.number }, "a sweep is looked at again later"),
      );
    }
    return due.length;
  }
}
