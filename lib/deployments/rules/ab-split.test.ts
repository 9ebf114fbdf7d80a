import { describe, expect, test } from "vitest";
import { checkedSpan, splitWeights, uncheckedReason } from "./ab-split";

const from = (at: number, control: number, treatment: number) => ({ at, control, treatment });

describe("the split of a test is checked", () => {
  test("over all of its time while the two share in the same ratio", () => {
    const changes = [from(1, 5_000, 5_000), from(5, 2_000, 2_000)];
    expect(checkedSpan(changes)).toEqual({ from: null, until: null, weights: [5_000, 5_000] });
  });

  test("up to the first change of the ratio, for later units may have been given an arm before it", () => {
    const changes = [from(1, 9_000, 1_000), from(5, 5_000, 5_000), from(9, 9_000, 1_000)];
    expect(checkedSpan(changes)).toEqual({ from: null, until: 5, weights: [9_000, 1_000] });
  });

  test("from when both had traffic, unless units were counted before", () => {
    const span = checkedSpan([from(1, 10_000, 0), from(5, 5_000, 5_000)]);
    expect(span).toEqual({ from: 5, until: null, weights: [5_000, 5_000] });
    expect(uncheckedReason(span, { checked: 90, early: 0 })).toBeUndefined();
    expect(uncheckedReason(span, { checked: 90, early: 1 })).toContain("counted before");
  });

  test("never where the traffic was not split, or was split otherwise before anything was counted", () => {
    const none = checkedSpan([from(1, 10_000, 0)]);
    expect(uncheckedReason(none, { checked: 5, early: 0 })).toContain("not split");
    const changed = checkedSpan([from(1, 5_000, 5_000), from(2, 9_000, 1_000)]);
    expect(uncheckedReason(changed, { checked: 0, early: 0 })).toContain("before any unit");
  });
});

test("two revisions share anew what they have together, and others keep theirs", () => {
  const weights = [
    { revision: 1, weight: 6_000 },
    { revision: 3, weight: 4_000 },
  ];
  expect(splitWeights({ weights }, { control: 1, treatment: 2 }, 2_500)).toEqual([
    { revision: 3, weight: 4_000 },
    { revision: 1, weight: 4_500 },
    { revision: 2, weight: 1_500 },
  ]);
  expect(splitWeights({ weights }, { control: 4, treatment: 5 }, 5_000)).toBeNull();
});
