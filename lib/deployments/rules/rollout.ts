import type { RolloutPlan } from "../schema/rollouts";
import { lookAtChecks } from "./rollout-checks";
import {
  isOver,
  type Look,
  type Move,
  move,
  pauseAt,
  type RolloutEvent,
  type RolloutState,
} from "./rollout-state";
import { type RolloutStep, stepsOf } from "./rollout-steps";

const rollBack = (state: RolloutState, now: number, why: Omit<Move, "phase">): RolloutState =>
  move(state, now, { phase: "rolling_back", pausedFrom: null, ...why });

/** On to the next step, or to all of the traffic after the last. */
function advance(state: RolloutState, now: number, steps: readonly RolloutStep[]): RolloutState {
  const next = state.isLetOnFully ? steps.length : state.step + 1;
  if (next < steps.length)
    return move(state, now, {
      phase: "progressing",
      step: next,
      isLetOn: false,
      counts: {},
      reasonCode: "step_passed",
      reason: `Step ${state.step + 1} of ${steps.length} passed.`,
    });
  return move(state, now, {
    phase: "promoting",
    isLetOn: false,
    counts: {},
    reasonCode: state.isLetOnFully ? "promoted_by_person" : "all_steps_passed",
    reason: state.isLetOnFully ? "Somebody skipped the further steps." : "All steps passed.",
  });
}

function becomeReady(
  state: RolloutState,
  plan: RolloutPlan,
  { candidate, now }: Look,
): RolloutState {
  if (candidate === "ready")
    return move(state, now, {
      phase: "progressing",
      step: 0,
      counts: {},
      reasonCode: "candidate_ready",
      reason: "The candidate is loaded and answers.",
    });
  if (now - state.since < plan.readySeconds * 1_000) return state;
  return rollBack(state, now, {
    reasonCode: "candidate_not_ready",
    reason: `The candidate was not ready within ${plan.readySeconds} seconds.`,
  });
}

function progress(
  state: RolloutState,
  { steps, plan, look }: { steps: readonly RolloutStep[]; plan: RolloutPlan; look: Look },
  isPassed: boolean,
): RolloutState {
  const { now, hooks } = look;
  const step = steps[state.step];
  const heldMs = now - state.since;
  const isBaked = step !== undefined && heldMs >= step.bakeSeconds * 1_000;
  if (!state.isLetOn && !(isPassed && isBaked))
    return state.phase === "progressing" && heldMs > plan.stepSeconds * 1_000
      ? pauseAt(state, {
          reasonCode: "step_too_long",
          reason: `Step ${state.step + 1} did not pass within ${plan.stepSeconds} seconds.`,
        })
      : state;
  if (step?.needsApproval && !state.isLetOn)
    return state.phase === "waiting_approval"
      ? state
      : {
          ...state,
          phase: "waiting_approval",
          check: null,
          reasonCode: "approval_needed",
          reason: `Step ${state.step + 1} passed and waits for somebody to let it go on.`,
        };
  if (hooks.isConfirmed) return advance(state, now, steps);
  return { ...state, reasonCode: "hook_refused", reason: hooks.message };
}

function applyLook(state: RolloutState, plan: RolloutPlan, look: Look): RolloutState {
  const { now } = look;
  if (!look.isInForce)
    return move(state, now, {
      phase: "superseded",
      pausedFrom: null,
      reasonCode: "traffic_changed",
      reason: "Somebody changed the traffic by hand: the rollout leaves it as it is.",
    });
  if (state.phase === "pending")
    return look.hooks.isConfirmed
      ? move(state, now, { phase: "initialising", reasonCode: "started", reason: state.reason })
      : { ...state, reasonCode: "hook_refused", reason: look.hooks.message };
  if (state.phase === "rolling_back") return { ...state, phase: "rolled_back" };
  if (look.candidate === "failed")
    return rollBack(state, now, {
      reasonCode: "candidate_failed",
      reason: "The candidate failed to load or stopped answering.",
    });
  if (state.phase === "initialising") return becomeReady(state, plan, look);
  if (state.phase === "promoting")
    return look.candidate === "ready"
      ? { ...state, phase: "succeeded", reasonCode: "in_force", reason: state.reason }
      : state;
  return applyChecks(state, plan, look);
}

/** Checks judge while it waits and while it is paused too: a guardrail rests for nobody. */
function applyChecks(before: RolloutState, plan: RolloutPlan, look: Look): RolloutState {
  if (before.phase === "paused" && before.pausedFrom === "initialising") return before;
  const { state, consequence, isPassed } = lookAtChecks(before, plan, look.judgements);
  const isPaused = state.phase === "paused";
  if (consequence) {
    const { act, code, reason, check } = consequence;
    if (act === "roll_back" && !(isPaused && code !== "guardrail_failed"))
      return rollBack(state, look.now, { reasonCode: code, reason, check });
    // Somebody who has let the step go on has seen what the signal says.
    if (act === "pause" && !isPaused && !state.isLetOn)
      return pauseAt(state, { reasonCode: code, reason, check });
  }
  if (isPaused) return state;
  return progress(state, { steps: stepsOf(plan.strategy), plan, look }, isPassed);
}

/** Why a person cannot do this to a rollout now; null when they can. */
export function refusalOf(state: RolloutState, kind: RolloutEvent["kind"]): string | null {
  if (isOver(state) || state.phase === "rolling_back") return "The rollout is over.";
  if (kind === "resume") return state.phase === "paused" ? null : "The rollout is not paused.";
  if (kind === "pause" || kind === "halt")
    return state.phase === "paused" ? "The rollout is paused already." : null;
  if (kind === "promote" && ["pending", "initialising"].includes(state.pausedFrom ?? state.phase))
    return "The candidate is not ready yet: there is no step to let go on.";
  return null;
}

function applyPerson(
  state: RolloutState,
  event: Exclude<RolloutEvent, { kind: "look" }>,
): RolloutState {
  const { now, reason } = event;
  switch (event.kind) {
    case "pause":
      return pauseAt(state, { reasonCode: "paused_by_person", reason });
    case "halt":
      return pauseAt(state, { reasonCode: "paused_by_incident", reason });
    case "recall":
      return rollBack(state, now, { reasonCode: "recalled_by_incident", reason });
    case "resume":
      return {
        ...state,
        phase: state.pausedFrom ?? "progressing",
        pausedFrom: null,
        // Loading gets its time anew; a step goes on from where it was.
        since: state.pausedFrom === "initialising" ? now : state.since,
        counts: {},
        check: null,
        reasonCode: "resumed_by_person",
        reason,
      };
    case "promote":
      return {
        ...state,
        phase: state.pausedFrom ?? state.phase,
        pausedFrom: null,
        isLetOn: true,
        isLetOnFully: event.isFull,
        counts: {},
        check: null,
        reasonCode: "approved",
        reason,
      };
    case "abort":
      return move(state, now, {
        phase: "aborted",
        pausedFrom: null,
        reasonCode: "aborted_by_person",
        reason,
      });
    case "supersede":
      return move(state, now, {
        phase: "superseded",
        pausedFrom: null,
        reasonCode: "newer_rollout",
        reason,
      });
  }
}

/** The state after something happened. Pure: the same state and event give the same, whoever computes it. */
export function reduceRollout(
  state: RolloutState,
  plan: RolloutPlan,
  event: RolloutEvent,
): RolloutState {
  if (isOver(state)) return state;
  if (event.kind === "look") return applyLook(state, plan, event.look);
  return refusalOf(state, event.kind) === null ? applyPerson(state, event) : state;
}
