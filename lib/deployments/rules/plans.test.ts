import { describe, expect, test } from "vitest";
import { servingBackend } from "../schema/backends";
import { trafficPlan } from "../schema/traffic";
import { healthOf } from "./health";
import {
  completePlan,
  describeWeights,
  planBackTo,
  planOfOne,
  revisionsOf,
  withReplaced,
} from "./plans";
import { revisionChanges } from "./revision-diff";

const halves = [
  { revision: 1, weight: 5_000 },
  { revision: 2, weight: 5_000 },
];
const inForce = {
  ...planOfOne(1, "seed"),
  shadows: [{ revision: 3, share: 100 }],
  stickyHeader: "x-customer",
  overrides: [{ header: "x-try", value: "new", revision: 2 }],
};

describe("a plan", () => {
  test("keeps what is not said, and moves the fewest units", () => {
    const next = completePlan({ weights: halves }, inForce);
    expect(trafficPlan.parse(next)).toEqual(next);
    expect(next).toMatchObject({ seed: "seed", stickyHeader: "x-customer" });
    expect(next.slots).toEqual([
      { revision: 1, from: 0, to: 5_000 },
      { revision: 2, from: 5_000, to: 10_000 },
    ]);
    expect(completePlan({ weights: halves, stickyHeader: null, overrides: [] }, next)).toEqual({
      ...next,
      stickyHeader: null,
      overrides: [],
    });
    const back = completePlan({ weights: [...halves].reverse() }, next);
    expect(back.slots).toEqual(next.slots);
  });

  test("names everybody that it sends something to, once", () => {
    expect(revisionsOf({ ...inForce, weights: halves })).toEqual([1, 2, 3]);
  });

  test("hands all that a revision had to another one", () => {
    const replaced = withReplaced({ ...inForce, weights: halves }, 2, 7);
    expect(revisionsOf(replaced)).toEqual([1, 7, 3]);
    expect(replaced.overrides).toEqual([{ header: "x-try", value: "new", revision: 7 }]);
  });

  test("that goes back to a revision sends nobody elsewhere", () => {
    const back = planBackTo(2, inForce);
    expect(revisionsOf(back)).toEqual([2]);
    expect(back.slots).toEqual([{ revision: 2, from: 0, to: 10_000 }]);
    expect(describeWeights(back)).toBe("revision 2 100 %");
  });
});

describe("health", () => {
  const part = (status: "ready" | "loading" | "failed", weight = 5_000) => ({
    weight,
    state: { status },
  });
  test("is what those say that answer somebody", () => {
    expect(healthOf("running", [part("ready"), part("failed", 0)])).toBe("ready");
    expect(healthOf("running", [part("ready"), part("loading")])).toBe("starting");
    expect(healthOf("running", [part("ready"), part("failed")])).toBe("degraded");
    expect(healthOf("running", [part("failed"), part("failed")])).toBe("failed");
    expect(healthOf("stopped", [part("ready")])).toBe("stopped");
  });
});

describe("two revisions", () => {
  test("differ in their version, their backend and its settings", () => {
    const onnx = servingBackend.parse({ kind: "onnx", maxBatch: 8 });
    const ours = { model: "churn", version: 1, backend: onnx };
    expect(revisionChanges(ours, ours)).toEqual([]);
    const other = servingBackend.parse({ kind: "onnx", maxBatch: 16 });
    expect(revisionChanges(ours, { model: "churn", version: 2, backend: other })).toEqual([
      { name: "version", before: "1", after: "2" },
      { name: "maxBatch", before: "8", after: "16" },
    ]);
    const process = servingBackend.parse({ kind: "process" });
    expect(revisionChanges(ours, { ...ours, backend: process })).toContainEqual({
      name: "replicas",
      before: null,
      after: "1",
    });
  });
});
