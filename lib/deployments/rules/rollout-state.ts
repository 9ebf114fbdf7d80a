import type { HookMoment, RolloutPhase } from "../schema/rollouts";
import { ALL_TRAFFIC, type PlanOrigin } from "../schema/traffic";
import type { Judgement } from "./judgement";
import type { RolloutStep } from "./rollout-steps";

export const REASON_CODES = [
  "started",
  "candidate_ready",
  "candidate_failed",
  "candidate_not_ready",
  "step_passed",
  "approval_needed",
  "approved",
  "guardrail_failed",
  "guardrail_inconclusive",
  "guardrail_no_data",
  "signal_failed",
  "check_inconclusive",
  "check_no_data",
  "hook_refused",
  "step_too_long",
  "paused_by_person",
  "paused_by_incident",
  "resumed_by_person",
  "promoted_by_person",
  "aborted_by_person",
  "recalled_by_incident",
  "traffic_changed",
  "newer_rollout",
  "all_steps_passed",
  "in_force",
] as const;
export type ReasonCode = (typeof REASON_CODES)[number];

/** How often a check has said what since the step began. */
export interface CheckCount {
  fails: number;
  failsInARow: number;
  inconclusiveInARow: number;
  noDataInARow: number;
}

/** All that is remembered of a rollout; what is in force follows from it. */
export interface RolloutState {
  phase: RolloutPhase;
  /** Counts from 0. */
  step: number;
  /** Where a paused one goes on. */
  pausedFrom: RolloutPhase | null;
  /** A person let the step go on: neither bake time nor checks hold it, hooks still do. */
  isLetOn: boolean;
  /** The same for all further steps. */
  isLetOnFully: boolean;
  counts: Readonly<Record<string, CheckCount>>;
  /** When the present phase or step began, in milliseconds. */
  since: number;
  reasonCode: ReasonCode;
  reason: string;
  /** The check that decided, if one did. */
  check: string | null;
}

export type Readiness = "waiting" | "ready" | "failed";

/** What a look at a rollout finds. */
export interface Look {
  now: number;
  candidate: Readiness;
  judgements: readonly Judgement[];
  /** Whether the hooks of the moment have confirmed; null before they were asked. */
  hooks: { isConfirmed: boolean; message: string };
  /** False when somebody else has changed the traffic since this rollout did. */
  isInForce: boolean;
}

export type RolloutEvent =
  | { kind: "look"; look: Look }
  | { kind: "pause" | "resume" | "abort" | "supersede"; now: number; reason: string }
  /** What Slipway does by itself because of an incident: it goes back, or stops. */
  | { kind: "recall" | "halt"; now: number; reason: string }
  | { kind: "promote"; now: number; reason: string; isFull: boolean };

const TERMINAL: ReadonlySet<RolloutPhase> = new Set([
  "succeeded",
  "rolled_back",
  "aborted",
  "superseded",
]);

export const isOver = ({ phase }: Pick<RolloutState, "phase">): boolean => TERMINAL.has(phase);

export type Share = Pick<RolloutStep, "weight" | "shadow">;

/** What a state has in force: the candidate's weight and shadow. Null where the rollout has no say. */
export function shareOf(state: RolloutState, steps: readonly RolloutStep[]): Share | null {
  const phase = state.phase === "paused" ? (state.pausedFrom ?? "initialising") : state.phase;
  switch (phase) {
    case "pending":
      return null;
    case "superseded":
      return state.reasonCode === "newer_rollout" ? { weight: 0, shadow: 0 } : null;
    case "promoting":
    case "succeeded":
      return { weight: ALL_TRAFFIC, shadow: 0 };
    case "progressing":
    case "waiting_approval": {
      const { weight = 0, shadow = 0 } = steps[state.step] ?? {};
      return { weight, shadow };
    }
    default:
      return { weight: 0, shadow: 0 };
  }
}

/** With which origin a state's traffic is written. */
export const originOf = ({ phase }: RolloutState): PlanOrigin =>
  ["rolling_back", "rolled_back", "aborted", "superseded"].includes(phase) ? "rollback" : "rollout";

/** Which hooks have to confirm a change; null for one that nobody is asked about. */
export function hookMomentOf(before: RolloutState, after: RolloutState): HookMoment | null {
  if (before.phase === "pending" && after.phase === "initialising") return "start";
  if (!["progressing", "waiting_approval"].includes(before.phase)) return null;
  if (after.phase === "promoting") return "promote";
  return after.phase === "progressing" && after.step !== before.step ? "step" : null;
}

const VERBS: Readonly<Record<RolloutPhase, string>> = {
  pending: "rollout.held",
  initialising: "rollout.initialised",
  progressing: "rollout.advanced",
  waiting_approval: "rollout.waiting",
  promoting: "rollout.promoted",
  paused: "rollout.paused",
  rolling_back: "rollout.rolled-back",
  rolled_back: "rollout.ended",
  succeeded: "rollout.succeeded",
  aborted: "rollout.aborted",
  superseded: "rollout.superseded",
};

/** What the audit calls a change. */
export function actionOf(before: RolloutState, after: RolloutState): string {
  if (before.phase === "paused" && after.reasonCode === "resumed_by_person")
    return "rollout.resumed";
  if (after.reasonCode === "approved") return "rollout.let-on";
  if (after.reasonCode === "hook_refused") return "rollout.held";
  return VERBS[after.phase];
}

export function initialState(now: number, reason: string): RolloutState {
  return {
    phase: "pending",
    step: 0,
    pausedFrom: null,
    isLetOn: false,
    isLetOnFully: false,
    counts: {},
    since: now,
    reasonCode: "started",
    reason,
    check: null,
  };
}

export type Move = Partial<RolloutState> & Pick<RolloutState, "phase" | "reasonCode" | "reason">;

export const move = (state: RolloutState, now: number, to: Move): RolloutState => ({
  ...state,
  check: null,
  since: now,
  ...to,
});

/** Stops where it stands. The clock of the step runs on from where it was. */
export const pauseAt = (state: RolloutState, why: Omit<Move, "phase">): RolloutState => ({
  ...state,
  check: null,
  ...why,
  phase: "paused",
  pausedFrom: state.phase,
});
