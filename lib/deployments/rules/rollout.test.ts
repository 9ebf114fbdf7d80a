import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  ROLLOUT_PHASES,
  type RolloutPlan,
  rolloutPlan,
  VERDICTS,
  type Verdict,
} from "../schema/rollouts";
import type { Judgement } from "./judgement";
import { reduceRollout, refusalOf } from "./rollout";
import {
  initialState,
  isOver,
  type Look,
  type RolloutEvent,
  type RolloutState,
  shareOf,
} from "./rollout-state";
import { stepsOf } from "./rollout-steps";

const STEPS = [
  { weight: 500, bakeSeconds: 60 },
  { weight: 5_000, bakeSeconds: 60, needsApproval: true },
];
const CHECKS = [
  {
    key: "errors",
    role: "guardrail",
    metric: { kind: "error_rate" },
    limit: { against: "stable" },
  },
  {
    key: "sales",
    role: "signal",
    metric: { kind: "outcome", name: "sales" },
    limit: { against: "stable" },
    onNoData: "continue",
  },
];
const planOf = (more: Record<string, unknown> = {}): RolloutPlan =>
  rolloutPlan.parse({ strategy: { kind: "canary", steps: STEPS }, checks: CHECKS, ...more });
const plan = planOf();

const judgement = (key: string, verdict: Verdict, isEarly = false): Judgement => ({
  ...{ key, verdict, isEarly, observed: 0, baseline: 0, limit: 0, pValue: 1 },
  ...{ samples: 100, baselineSamples: 100 },
});
function look(now: number, errors: Verdict = "pass", more: Partial<Look> = {}): RolloutEvent {
  const judgements = [judgement("errors", errors), judgement("sales", "no_data")];
  const hooks = { isConfirmed: true, message: "" };
  return {
    kind: "look",
    look: { now, candidate: "ready", judgements, hooks, isInForce: true, ...more },
  };
}
const person = (kind: "pause" | "resume" | "abort", now = 0): RolloutEvent => ({
  kind,
  now,
  reason: "why",
});
const promote = (now = 0, isFull = false): RolloutEvent => ({
  kind: "promote",
  now,
  reason: "",
  isFull,
});

const ending = (events: readonly RolloutEvent[], of: RolloutPlan = plan): RolloutState =>
  events.reduce((state, event) => reduceRollout(state, of, event), initialState(0, ""));
const BEGUN = [look(0), look(1)];

describe("a rollout", () => {
  test("goes through its steps, waits for a person where it says so, and ends with all of the traffic", () => {
    const seen: [string, number | undefined][] = [];
    const events = [
      ...BEGUN,
      look(30_000),
      look(61_001),
      look(121_001),
      promote(),
      look(130_000),
      look(131_000),
    ];
    let state = initialState(0, "");
    for (const event of events) {
      state = reduceRollout(state, plan, event);
      seen.push([state.phase, shareOf(state, stepsOf(plan.strategy))?.weight]);
    }
    expect(seen).toEqual([
      ["initialising", 0],
      ["progressing", 500],
      ["progressing", 500],
      ["progressing", 5_000],
      ["waiting_approval", 5_000],
      ["waiting_approval", 5_000],
      ["promoting", 10_000],
      ["succeeded", 10_000],
    ]);
  });

  test("rolls back at the first look at a guardrail that fails, also while it waits or is paused", () => {
    const waiting = [...BEGUN, look(61_001), look(121_002)];
    for (const before of [BEGUN, waiting, [...BEGUN, person("pause")]]) {
      const state = ending([...before, look(122_000, "fail")]);
      expect(state).toMatchObject({
        phase: "rolling_back",
        reasonCode: "guardrail_failed",
        check: "errors",
      });
      expect(shareOf(state, stepsOf(plan.strategy))).toEqual({ weight: 0, shadow: 0 });
      expect(reduceRollout(state, plan, look(123_000)).phase).toBe("rolled_back");
    }
  });

  test("a signal that fails only pauses", () => {
    const judgements = [judgement("errors", "pass"), judgement("sales", "fail")];
    const state = ending([...BEGUN, look(10, "pass", { judgements })]);
    expect(state).toMatchObject({ phase: "paused", pausedFrom: "progressing", check: "sales" });
    expect(shareOf(state, stepsOf(plan.strategy))?.weight).toBe(500);
    expect(ending([...BEGUN, look(10, "pass", { judgements }), person("resume")]).phase).toBe(
      "progressing",
    );
  });

  test("holds while there are too few samples, and while nothing is sure", () => {
    const early = {
      judgements: [judgement("errors", "inconclusive", true), judgement("sales", "pass")],
    };
    const many = Array.from({ length: 50 }, (_, index) => look(61_001 + index, "pass", early));
    expect(ending([...BEGUN, ...many])).toMatchObject({ phase: "progressing", step: 0 });
    const unsure = Array.from({ length: 50 }, (_, index) => look(61_001 + index, "inconclusive"));
    expect(ending([...BEGUN, ...unsure])).toMatchObject({ phase: "progressing", step: 0 });
  });

  test("gives up a candidate of which nothing is known, after the declared number of looks", () => {
    const blind = (count: number) => Array.from({ length: count }, () => look(10, "no_data"));
    expect(ending([...BEGUN, ...blind(4)]).phase).toBe("progressing");
    expect(ending([...BEGUN, ...blind(5)])).toMatchObject({
      phase: "rolling_back",
      reasonCode: "guardrail_no_data",
    });
    // In a row: a look that knows something begins anew.
    expect(ending([...BEGUN, ...blind(4), look(11), ...blind(4)]).phase).toBe("progressing");
  });

  test("counts fails in all and in a row, each with its limit", () => {
    const patient = planOf({
      checks: [{ ...CHECKS[0], failureLimit: 3, consecutiveFailureLimit: 2 }],
    });
    const of = (...verdicts: Verdict[]) =>
      ending([...BEGUN, ...verdicts.map((verdict) => look(10, verdict))], patient).phase;
    expect(of("fail", "pass", "fail")).toBe("progressing");
    expect(of("fail", "fail")).toBe("rolling_back");
    expect(of("fail", "pass", "fail", "pass", "fail")).toBe("rolling_back");
  });

  test("does not begin before its candidate answers, and gives it up in the end", () => {
    const waiting = look(1_000, "pass", { candidate: "waiting" });
    expect(ending([look(0), waiting]).phase).toBe("initialising");
    expect(ending([look(0), look(600_000, "pass", { candidate: "waiting" })])).toMatchObject({
      phase: "rolling_back",
      reasonCode: "candidate_not_ready",
    });
    expect(ending([...BEGUN, look(9, "pass", { candidate: "failed" })]).reasonCode).toBe(
      "candidate_failed",
    );
  });

  test("goes on only when hooks confirm, also when a person let it on", () => {
    const refused = { hooks: { isConfirmed: false, message: "The hook said no." } };
    const held = ending([...BEGUN, look(61_001, "pass", refused)]);
    expect(held).toMatchObject({ phase: "progressing", step: 0, reason: "The hook said no." });
    expect(ending([...BEGUN, promote(), look(10, "pass", refused)]).step).toBe(0);
    expect(ending([look(0, "pass", refused)]).phase).toBe("pending");
  });

  test("leaves the traffic alone when somebody changed it by hand", () => {
    const state = ending([...BEGUN, look(10, "pass", { isInForce: false })]);
    expect(state).toMatchObject({ phase: "superseded", reasonCode: "traffic_changed" });
    expect(shareOf(state, stepsOf(plan.strategy))).toBeNull();
  });

  test("says why a person cannot do something now", () => {
    expect(refusalOf(initialState(0, ""), "promote")).toContain("not ready");
    expect(refusalOf(ending(BEGUN), "resume")).toContain("not paused");
    expect(refusalOf(ending([...BEGUN, person("abort")]), "abort")).toContain("over");
    expect(ending([...BEGUN, promote(0, true), look(10)]).phase).toBe("promoting");
  });
});

const anyVerdict = fc.constantFrom(...VERDICTS);
const anyLook = fc
  .record({
    now: fc.integer({ min: 0, max: 800_000 }),
    errors: anyVerdict,
    sales: anyVerdict,
    candidate: fc.constantFrom("ready", "ready", "ready", "waiting", "failed"),
    isConfirmed: fc.boolean(),
    isInForce: fc.constantFrom(true, true, true, true, false),
  })
  .map(({ now, errors, sales, isConfirmed, candidate, isInForce }): RolloutEvent => {
    const judgements = [judgement("errors", errors), judgement("sales", sales)];
    return {
      kind: "look",
      look: { now, candidate, judgements, hooks: { isConfirmed, message: "" }, isInForce },
    };
  });
const anyEvent = fc.oneof(
  { weight: 6, arbitrary: anyLook },
  {
    weight: 1,
    arbitrary: fc.constantFrom(person("pause"), person("resume"), person("abort"), promote()),
  },
);

describe("whatever happens", () => {
  /** A store that keeps a state and the traffic that it names together, and a process that dies anywhere else. */
  function live(events: readonly RolloutEvent[], dies: readonly boolean[]) {
    const steps = stepsOf(plan.strategy);
    let stored = JSON.stringify(initialState(0, ""));
    let weight = 0;
    const named: number[] = [0];
    for (const [index, event] of events.entries()) {
      const state: RolloutState = JSON.parse(stored);
      const next = reduceRollout(state, plan, event);
      if (dies[index]) continue;
      stored = JSON.stringify(next);
      const share = shareOf(next, steps);
      if (share) {
        weight = share.weight;
        named.push(weight);
      }
    }
    const last: RolloutState = JSON.parse(stored);
    return { last, weight, named };
  }

  /** What becomes of it when all is well from now on and people let it go on. */
  function carriedOn(last: RolloutState): RolloutState {
    let state = reduceRollout(last, plan, person("resume", 1e6));
    for (let round = 1; round <= 10 && !isOver(state); round += 1) {
      state = reduceRollout(state, plan, look(1e6 + round * 61_000));
      if (state.phase === "waiting_approval") state = reduceRollout(state, plan, promote());
    }
    return state;
  }

  test("no weight is in force but the one that the state names, each of them declared, and it can always end", () => {
    fc.assert(
      fc.property(
        fc.array(anyEvent, { maxLength: 40 }),
        fc.array(fc.boolean(), { maxLength: 40 }),
        (events, dies) => {
          const { last, weight, named } = live(events, dies);
          const share = shareOf(last, stepsOf(plan.strategy));
          if (share) expect(weight).toBe(share.weight);
          for (const one of named) expect([0, 500, 5_000, 10_000]).toContain(one);
          expect(ROLLOUT_PHASES).toContain(last.phase);
          if (last.phase !== "pending") expect(isOver(carriedOn(last))).toBe(true);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  test("a rollout that is over changes no more", () => {
    fc.assert(
      fc.property(
        fc.array(anyEvent, { minLength: 10, maxLength: 40 }),
        anyEvent,
        (events, more) => {
          const state = ending(events);
          if (isOver(state)) expect(reduceRollout(state, plan, more)).toBe(state);
        },
      ),
    );
  });
});
