import { expect, test } from "vitest";
import { rolloutPlan as agreedPlan } from "@/lib/approvals/schema/requests";
import type { RolloutStrategy } from "../schema/rollouts";
import { deviationFrom, firstDifference } from "./agreed-plan";

const agreed = (...steps: [weight: number, bakeMinutes: number][]) => ({
  number: 7,
  elsewhere: null,
  plan: agreedPlan.parse({
    steps: steps.map(([weight, bakeMinutes]) => ({ weight, bakeMinutes })),
  }),
});
const canary = (...steps: [weight: number, bakeSeconds: number][]): RolloutStrategy => ({
  kind: "canary",
  steps: steps.map(([weight, bakeSeconds]) => ({ weight, bakeSeconds, needsApproval: false })),
});

test("a rollout as agreed, or one that looks longer, deviates in nothing", () => {
  const plan = agreed([20, 10], [100, 0]);
  expect(deviationFrom(plan, canary([2_000, 600], [10_000, 0]))).toBeNull();
  expect(deviationFrom(plan, canary([2_000, 900]))).toBeNull();
  expect(deviationFrom(agreed([1.1, 0]), canary([110, 0]))).toBeNull();
  expect(deviationFrom(agreed(), canary([9_000, 0]))).toBeNull();
  expect(deviationFrom(agreed([100, 0]), { kind: "blue_green", bakeSeconds: 60 })).toBeNull();
});

test("another weight, a shorter look and a step less are said, with both plans", () => {
  const plan = agreed([20, 10], [100, 0]);
  expect(deviationFrom(plan, canary([5_000, 600]))).toBe(
    "Not as agreed in approval request 7: 20 % for 10m 00s was agreed, 50 % for 10m 00s is declared.",
  );
  expect(deviationFrom(plan, canary([2_000, 30]))).toContain("20 % for 30 s is declared");
  expect(deviationFrom(plan, { kind: "blue_green", bakeSeconds: 60 })).toContain(
    "everything at once is declared",
  );
});

test("the first step that differs is named, and what is missing is all of the traffic", () => {
  const plan = agreed([20, 10], [50, 30], [100, 0]);
  const first = (...steps: [number, number][]) => firstDifference(plan, canary(...steps));
  expect(first([2_000, 600], [5_000, 60])).toBe(
    "Step 2 is not as agreed in approval request 7: 50 % for 30m 00s was agreed, 50 % for 1m 00s is declared.",
  );
  expect(first([2_000, 600])).toContain("50 % for 30m 00s was agreed, all of the traffic is");
  expect(first([2_000, 600], [5_000, 1_800], [9_000, 0])).toContain("Step 3");
  expect(first([2_000, 600], [5_000, 1_800])).toBeNull();
  expect(firstDifference(agreed(), canary([9_000, 0]))).toBeNull();
});

test("what was agreed on for another deployment is not agreed on here, however alike the plans are", () => {
  const plan = { ...agreed([20, 10]), elsewhere: "eu" };
  const said = 'Approval request 7 was agreed on for deployment "eu" only, not for this one.';
  expect(deviationFrom(plan, canary([2_000, 600]))).toBe(said);
  expect(firstDifference(plan, canary([2_000, 600]))).toBe(said);
  expect(deviationFrom({ ...agreed(), elsewhere: "eu" }, canary([2_000, 600]))).toBe(said);
});
