import { describe, expect, test } from "vitest";
import { rolloutPlan } from "../schema/rollouts";
import { alphaOf, stepsOf } from "./rollout-steps";

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
];
const planOf = (more: Record<string, unknown> = {}) =>
  rolloutPlan.parse({ strategy: { kind: "canary", steps: STEPS }, checks: CHECKS, ...more });

describe("plans", () => {
  test("of every kind are steps", () => {
    const of = (strategy: Record<string, unknown>) =>
      stepsOf(planOf({ strategy }).strategy).map(({ weight, shadow }) => [weight, shadow]);
    expect(of({ kind: "linear", stepWeight: 4_000, bakeSeconds: 1 })).toEqual([
      [4_000, 0],
      [8_000, 0],
      [10_000, 0],
    ]);
    expect(of({ kind: "blue_green", bakeSeconds: 1 })).toEqual([[10_000, 0]]);
    expect(of({ kind: "manual", weights: [100, 900] })).toEqual([
      [100, 0],
      [900, 0],
    ]);
    expect(of({ kind: "shadow_first", share: 2_000, shadowSeconds: 9, steps: STEPS })).toEqual([
      [0, 2_000],
      [500, 0],
      [5_000, 0],
    ]);
  });

  test("without a guardrail are refused", () => {
    expect(() => planOf({ checks: [{ ...CHECKS[0], role: "signal" }] })).toThrow(
      "at least one guardrail",
    );
    expect(() => planOf({ checks: [] })).toThrow("at least one guardrail");
  });

  test("share the declared rate of false alarms among their checks and steps", () => {
    expect(alphaOf(planOf({ falseAlarmRate: 0.04 }))).toBe(0.02);
  });
});
