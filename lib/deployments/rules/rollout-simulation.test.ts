import { expect, test } from "vitest";
import { countOf, seededRandom } from "@/lib/testing/draws";
import { rolloutPlan } from "../schema/rollouts";
import { type ArmData, judge } from "./judge";
import { LATENCY_PLACES, latencyPlace } from "./latency";
import { reduceRollout } from "./rollout";
import { initialState, isOver } from "./rollout-state";
import { alphaOf, stepsOf } from "./rollout-steps";

/** The rate that is declared, and the size of fault that has to be found: one in a hundred becomes five. */
const DECLARED = 0.05;
const GOOD = { errors: 0.01, slow: 0.05 };
const FAILING = { errors: 0.05, slow: 0.05 };
const SLOW = { errors: 0.01, slow: 0.25 };

const LOOK_MS = 10_000;
const REQUESTS = 500;
const ROLLOUTS = 1_000;

const against = (relative: number, absolute: number) => ({ against: "stable", relative, absolute });
const plan = rolloutPlan.parse({
  strategy: {
    kind: "canary",
    steps: [
      { weight: 1_000, bakeSeconds: 60 },
      { weight: 2_500, bakeSeconds: 60 },
      { weight: 5_000, bakeSeconds: 60 },
    ],
  },
  falseAlarmRate: DECLARED,
  checks: [
    { key: "errors", role: "guardrail", metric: { kind: "error_rate" }, limit: against(0, 0) },
    {
      key: "slow",
      role: "guardrail",
      metric: { kind: "latency", quantile: 0.9 },
      limit: against(0.2, 0),
    },
  ].map((check) => ({ ...check, onInconclusive: "continue" })),
});
const steps = stepsOf(plan.strategy);
const alpha = alphaOf(plan);

interface Health {
  errors: number;
  slow: number;
}

const empty = (): ArmData => ({
  requests: 0,
  errors: 0,
  latency: [],
  outcomes: {},
  isStale: false,
});

/** Ten seconds more of what a revision does. */
function later(before: ArmData, random: () => number, requests: number, health: Health): ArmData {
  const slow = countOf(random, requests, health.slow);
  const latency = before.latency.length
    ? [...before.latency]
    : new Array<number>(LATENCY_PLACES).fill(0);
  for (const [ms, count] of [
    [10, requests - slow],
    [80, slow],
  ] as const) {
    const place = latencyPlace(ms);
    latency[place] = (latency[place] ?? 0) + count;
  }
  return {
    requests: before.requests + requests,
    errors: before.errors + countOf(random, requests, health.errors),
    latency,
    outcomes: {},
    isStale: false,
  };
}

/** How a rollout ends whose candidate is of this health, and how many looks that took. */
function roll(random: () => number, health: Health): { phase: string; looks: number } {
  const hooks = { isConfirmed: true, message: "" };
  let state = initialState(0, "");
  let data = { candidate: empty(), stable: empty() };
  let looks = 0;
  for (; !isOver(state) && looks < 200; looks += 1) {
    const { weight = 0 } = steps[state.step] ?? {};
    const share = state.phase === "progressing" ? weight / 10_000 : 0;
    data = {
      candidate: later(data.candidate, random, Math.round(REQUESTS * share), health),
      stable: later(data.stable, random, Math.round(REQUESTS * (1 - share)), GOOD),
    };
    const judgements = plan.checks.map((check) => judge(check, data, alpha));
    const before = state;
    state = reduceRollout(state, plan, {
      kind: "look",
      look: { now: looks * LOOK_MS, candidate: "ready", judgements, hooks, isInForce: true },
    });
    if (state.step !== before.step || state.phase !== before.phase)
      data = { candidate: empty(), stable: empty() };
  }
  return { phase: state.phase, looks };
}

function rolled(seed: number, health: Health) {
  const random = seededRandom(seed);
  const ends = Array.from({ length: ROLLOUTS }, () => roll(random, health).phase);
  const count = (phase: string) => ends.filter((end) => end === phase).length;
  return { back: count("rolled_back"), forward: count("succeeded") };
}

test("of 1,000 rollouts without a fault, no more are rolled back than declared, and the others arrive", () => {
  const { back, forward } = rolled(1, GOOD);
  expect(back).toBeLessThanOrEqual(DECLARED * ROLLOUTS);
  expect(back + forward).toBe(ROLLOUTS);
});

test.each([
  ["fails five times as often", FAILING],
  ["is slow five times as often", SLOW],
])("of 1,000 rollouts of a candidate that %s, no more get through than declared", (_, health) => {
  const { back, forward } = rolled(2, health);
  expect(forward).toBeLessThanOrEqual(DECLARED * ROLLOUTS);
  expect(back + forward).toBe(ROLLOUTS);
});
