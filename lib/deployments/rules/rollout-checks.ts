import type { RolloutCheck, RolloutPlan } from "../schema/rollouts";
import type { Judgement } from "./judgement";
import type { CheckCount, ReasonCode, RolloutState } from "./rollout-state";
import { stepsOf } from "./rollout-steps";

const ZERO: CheckCount = { fails: 0, failsInARow: 0, inconclusiveInARow: 0, noDataInARow: 0 };

/** What a check has said so far, this time included. Too few samples say nothing and count nowhere. */
function count(before: CheckCount = ZERO, { verdict, isEarly }: Judgement): CheckCount {
  if (isEarly) return { ...before, noDataInARow: 0 };
  return {
    fails: before.fails + (verdict === "fail" ? 1 : 0),
    failsInARow: verdict === "fail" ? before.failsInARow + 1 : 0,
    inconclusiveInARow: verdict === "inconclusive" ? before.inconclusiveInARow + 1 : 0,
    noDataInARow: verdict === "no_data" ? before.noDataInARow + 1 : 0,
  };
}

interface Consequence {
  act: "roll_back" | "pause";
  code: ReasonCode;
  reason: string;
  check: string;
}

function consequenceOf(check: RolloutCheck, counted: CheckCount): Consequence | null {
  const { key, role } = check;
  const isGuardrail = role === "guardrail";
  if (counted.fails >= check.failureLimit || counted.failsInARow >= check.consecutiveFailureLimit)
    return {
      act: isGuardrail ? "roll_back" : "pause",
      code: isGuardrail ? "guardrail_failed" : "signal_failed",
      reason: `The ${role} “${key}” failed.`,
      check: key,
    };
  const limits = [
    {
      seen: counted.noDataInARow,
      limit: check.noDataLimit,
      policy: check.onNoData,
      codes: ["guardrail_no_data", "check_no_data"] as const,
      words: "has had no data",
    },
    {
      seen: counted.inconclusiveInARow,
      limit: check.inconclusiveLimit,
      policy: check.onInconclusive,
      codes: ["guardrail_inconclusive", "check_inconclusive"] as const,
      words: "was inconclusive",
    },
  ];
  for (const { seen, limit, policy, codes, words } of limits) {
    if (seen < limit || policy === "hold" || policy === "continue") continue;
    const act = policy === "roll_back" && isGuardrail ? "roll_back" : "pause";
    return {
      act,
      code: act === "roll_back" ? codes[0] : codes[1],
      reason: `The ${role} “${key}” ${words} ${seen} times in a row.`,
      check: key,
    };
  }
  return null;
}

/** Rolling back comes before pausing, whatever the order of the checks. */
function worst(found: readonly Consequence[]): Consequence | null {
  return found.find(({ act }) => act === "roll_back") ?? found[0] ?? null;
}

/** Counts what the checks say, and finds what follows from it. */
export function lookAtChecks(
  state: RolloutState,
  plan: RolloutPlan,
  judgements: readonly Judgement[],
): { state: RolloutState; consequence: Consequence | null; isPassed: boolean } {
  const counts = { ...state.counts };
  const found: Consequence[] = [];
  let isPassed = true;
  const isShadow = stepsOf(plan.strategy)[state.step]?.weight === 0;
  for (const check of plan.checks) {
    // Nobody has seen a shadow's answers: there is no outcome of them.
    if (isShadow && check.metric.kind === "outcome") continue;
    const judgement = judgements.find(({ key }) => key === check.key);
    if (!judgement) {
      isPassed = false;
      continue;
    }
    const counted = count(counts[check.key], judgement);
    counts[check.key] = counted;
    const consequence = consequenceOf(check, counted);
    if (consequence) found.push(consequence);
    isPassed &&= isContent(check, judgement);
  }
  return { state: { ...state, counts }, consequence: worst(found), isPassed };
}

/** Whether a check lets the step go on. */
function isContent(check: RolloutCheck, { verdict, isEarly }: Judgement): boolean {
  if (verdict === "pass") return true;
  if (verdict === "inconclusive" && !isEarly) return check.onInconclusive === "continue";
  return verdict !== "fail" && check.onNoData === "continue";
}
