import { expect, test } from "vitest";
import { barsOf, greatestShare } from "./prepare-distribution";

test("each side is told in shares of its own values, so that sizes do not matter", () => {
  const bars = barsOf({
    bins: [
      { label: "de", reference: 300, current: 30 },
      { label: "fr", reference: 100, current: 70 },
    ],
  });
  expect(bars.map(({ referenceShare, currentShare }) => [referenceShare, currentShare])).toEqual([
    [0.75, 0.3],
    [0.25, 0.7],
  ]);
  expect(greatestShare(bars)).toBe(0.75);
});

test("a side without any values has no shares rather than none that are numbers", () => {
  const [bar] = barsOf({ bins: [{ label: "de", reference: 0, current: 0 }] });
  expect(bar).toMatchObject({ referenceShare: 0, currentShare: 0 });
});
