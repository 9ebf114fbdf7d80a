import { describe, expect, it } from "vitest";
import { differencesBetween } from "./evidence-changes";

const gate = (key: string, verdict: string) => ({
  key,
  verdict,
  evidenceHash: "a",
  waiver: null,
});
const bundle = {
  version: { model: "churn", number: 2, riskTier: "high" },
  target: { replaces: 1 },
  plan: { rollout: { steps: [{ weight: 10, bakeMinutes: 5 }] }, scheduledFor: null },
  gates: [gate("auc", "fail"), gate("bias", "pass")],
};

describe("what changed in the evidence", () => {
  it("is nothing when only the order differs", () => {
    expect(differencesBetween(bundle, { ...bundle, gates: bundle.gates.toReversed() })).toEqual([]);
  });

  it("names each thing with what it was and what it is", () => {
    const next = {
      ...bundle,
      version: { ...bundle.version, riskTier: "critical" },
      plan: { ...bundle.plan, scheduledFor: "2026-12-01T10:00:00.000Z" },
      gates: [
        gate("auc", "pass"),
        { ...gate("bias", "pass"), waiver: "17" },
        gate("card", "not_run"),
      ],
    };
    expect(differencesBetween(bundle, next)).toEqual([
      { what: "Risk tier", before: "high", after: "critical" },
      { what: "Time to be applied", before: null, after: "2026-12-01T10:00:00.000Z" },
      { what: "Gate auc: verdict", before: "fail", after: "pass" },
      { what: "Gate bias: waiver", before: null, after: "given" },
      { what: "Gate card: verdict", before: null, after: "not run" },
      { what: "Gate card: what was measured", before: null, after: "a" },
    ]);
  });

  it("says of the first evidence everything, and fails on nothing that is stored", () => {
    expect(differencesBetween(null, bundle).length).toBeGreaterThan(5);
    expect(differencesBetween("no bundle", { gates: "none" })).toEqual([
      { what: "", before: "no bundle", after: null },
      { what: "gates", before: null, after: "none" },
    ]);
  });
});

it("says steps, verdicts and hashes as people read them", () => {
  const bundle = (steps: object[], verdict: string, evidenceHash: string) => ({
    target: { replaces: steps.length },
    plan: { rollout: { steps } },
    gates: [{ key: "auc", verdict, evidenceHash }],
  });
  const one = bundle([], "not_run", "a".repeat(64));
  const other = bundle(
    [
      { weight: 10, bakeMinutes: 60 },
      { weight: 100, bakeMinutes: 0 },
    ],
    "pass",
    "b".repeat(64),
  );
  expect(differencesBetween(one, other)).toEqual([
    { what: "Version at the target", before: "0", after: "2" },
    { what: "Steps of the rollout", before: "", after: "10 % for 60 min, then 100 %" },
    { what: "Gate auc: verdict", before: "not run", after: "pass" },
    { what: "Gate auc: what was measured", before: "aaaaaaaaaaaa…", after: "bbbbbbbbbbbb…" },
  ]);
});
