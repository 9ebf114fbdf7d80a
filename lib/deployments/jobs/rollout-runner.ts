import "server-only";
import { log } from "@/lib/core/log";
import { RoundLoop } from "@/lib/core/round-loop";
import { db } from "@/lib/db/client";
import { moveWithin } from "../commands/rollout-moves";
import type { ReadDrift } from "../rules/judge-monitors";
import { isOver, type RolloutState } from "../rules/rollout-state";
import { lockDeployment } from "../sql/deployments";
import { claimDue, Overtaken, release, type StoredRollout, writeState } from "../sql/rollouts";
import { deploymentTransaction } from "../sql/transaction";
import { lookAt } from "./look";

const ROUND_MS = 250;
const AT_ONCE = 8;
const LOOK_DEADLINE_MS = 15_000;
/** How soon a phase that passes by itself is looked at again. */
const BRIEF_MS = 500;
const BRIEF = new Set(["initialising", "rolling_back", "promoting"]);

/** Until the next look. Never later than the end of the bake time, so that a step is not longer than declared. */
function waitAfter({ plan }: StoredRollout, { phase }: RolloutState): number {
  return BRIEF.has(phase) ? BRIEF_MS : plan.intervalSeconds * 1_000;
}

/** A deployment that was deleted has no traffic to decide over any more. */
async function endDeleted(rollout: StoredRollout, state: RolloutState): Promise<void> {
  const { trafficVersion } = rollout;
  await db().$transaction((tx) => writeState(tx, rollout, { state, trafficVersion }));
}

/** Looks at one rollout and moves it on. Any number of processes may do so, and die at any point of it. */
export async function advanceRollout(
  rollout: StoredRollout,
  readDrift: ReadDrift,
): Promise<RolloutState> {
  const found = await lookAt(rollout, readDrift, AbortSignal.timeout(LOOK_DEADLINE_MS));
  const { state, judgements } = found;
  if (found.isDeleted) await endDeleted(rollout, state);
  else
    await deploymentTransaction(async (tx) => {
      const deployment = await lockDeployment(tx, rollout, rollout.deployment);
      await moveWithin(tx, deployment, rollout, { state, judgements, actor: null });
    });
  return state;
}

/**
 * Follows rollouts. It remembers nothing: the state of each is in the database, whoever finds its look due takes it for
 * a while, and what one does not finish the next one finds.
 */
export class RolloutRunner {
  private readonly loop = new RoundLoop(async () => (await this.round()) === AT_ONCE, {
    pauseMs: ROUND_MS,
    what: "rollouts",
  });

  constructor(private readonly readDrift: ReadDrift) {}

  start(): void {
    this.loop.start();
  }

  /** Resolves when the looks at hand are done. Rollouts wait for the next worker. */
  stop(): Promise<void> {
    return this.loop.stop();
  }

  /** Looks at all rollouts that are due. Answers how many those were. */
  async round(): Promise<number> {
    const due = await claimDue(AT_ONCE);
    await Promise.all(due.map((rollout) => this.advance(rollout)));
    return due.length;
  }

  private async advance(rollout: StoredRollout): Promise<void> {
    let wait = BRIEF_MS;
    try {
      const state = await advanceRollout(rollout, this.readDrift);
      if (isOver(state)) return;
      wait = waitAfter(rollout, state);
    } catch (error) {
      if (!(error instanceof Overtaken))
        log().warn({ err: error, rollout: rollout.id }, "a rollout is looked at again soon");
    }
    await release(rollout.id, wait);
  }
}
