import { expect, test } from "vitest";
import { planOfOne } from "@/lib/deployments/rules/plans";
import { abLimits, startAbTestInput } from "@/lib/deployments/schema/ab-tests";
import { armsOf, firstAbForm, toStartInput } from "./ab-form";

const one = { name: "churn", plan: planOfOne(1, "seed"), trafficVersion: 4 };
const revisions = [
  { number: 3, weight: 0 },
  { number: 2, weight: 0 },
  { number: 1, weight: 10_000 },
];

test("a test of a revision without traffic splits it in the same step", () => {
  const form = { ...firstAbForm(one, revisions), name: "Better?", metric: "sales" };
  expect(startAbTestInput.parse(toStartInput(one, form))).toMatchObject({
    ...{ control: 1, treatment: 3, question: { alpha: 0.05, plannedUnits: null } },
    split: { treatmentShare: 5_000, trafficVersion: 4, stickyHeader: null },
    limits: abLimits.parse({}),
  });
  expect(toStartInput(one, { ...form, moreErrorsPoints: "2,5", slowerMs: "30" })).toMatchObject({
    limits: { error_rate: { absolute: 0.025 }, p99_latency: { absolute: 30 } },
  });
});

test("a split that is in force already stays as it is, and what is no number is refused", () => {
  const weights = [
    { revision: 1, weight: 9_000 },
    { revision: 3, weight: 1_000 },
  ];
  const shared = { ...one, plan: { ...one.plan, weights } };
  const form = { ...firstAbForm(shared, revisions), name: "Better?", metric: "sales" };
  expect(toStartInput(shared, form)).not.toHaveProperty("split");
  const parsed = startAbTestInput.safeParse(toStartInput(shared, { ...form, alpha: "often" }));
  expect(parsed.success).toBe(false);
  const empty = startAbTestInput.safeParse(toStartInput(shared, { ...form, slowerMs: " " }));
  expect(empty.error?.issues).toMatchObject([{ path: ["limits", "p99_latency", "absolute"] }]);
});

test("what serves can be compared although many newer revisions were added since, and what is gone cannot", () => {
  const revision = (number: number, isGone = false) => ({ number, isGone });
  const newest = [revision(90), revision(89, true), revision(88)];
  const arms = armsOf({ serves: [revision(2), revision(88)] }, newest);
  expect(arms.map(({ number }) => number)).toEqual([90, 88, 2]);
});
