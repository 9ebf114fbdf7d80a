import { describe, expect, test } from "vitest";
import {
  type Difference,
  effectOf,
  fixedInterval,
  isUndefined,
  type Moments,
  type OutcomeKind,
  sequentialInterval,
} from "./effects";
import { tTail } from "./sequences";

const CONTROL = { sum: 1396.87, sumSquares: 52377.9767 };
const TREATMENT = { n: 3461, sum: 2422.7, sumSquares: 134698.29 };
const proportion = (sum: number, n: number): Moments => ({ n, sum, sumSquares: sum });

function effect(a: Moments, b: Moments, kind: OutcomeKind, difference: Difference) {
  const found = effectOf(a, b, { kind, difference });
  if (isUndefined(found)) throw new Error(found.reason);
  return found;
}

const close = (value: number) => expect.closeTo(value, 5);

describe("answers that others have published", () => {
  test("of the confidence sequence for means and for proportions", () => {
    const means = effect({ n: 3000, ...CONTROL }, TREATMENT, "mean", "relative");
    expect(sequentialInterval(means, { alpha: 0.05, tuning: 1_000 })).toMatchObject({
      estimate: close(0.50336),
      lower: close(-0.55844),
      upper: close(1.56516),
      pValue: 1,
    });
    const shares = effect(proportion(1396, 3000), proportion(2422, 3461), "proportion", "relative");
    expect(sequentialInterval(shares, { alpha: 0.05, tuning: 5_000 })).toMatchObject({
      estimate: close(0.50386),
      lower: close(0.40098),
      upper: close(0.60675),
    });
  });

  test("of Welch's test at a fixed horizon", () => {
    const control = { n: 3407, ...CONTROL };
    expect(fixedInterval(effect(control, TREATMENT, "mean", "relative"), 0.05)).toMatchObject({
      estimate: close(0.70732),
      lower: close(-0.03526),
      upper: close(1.44989),
      pValue: close(0.06191),
    });
    expect(fixedInterval(effect(control, TREATMENT, "mean", "absolute"), 0.05)).toMatchObject({
      estimate: close(0.29),
      lower: close(0.04538),
      upper: close(0.53462),
      pValue: close(0.02016),
    });
    const small = effect(proportion(14, 28), proportion(16, 30), "proportion", "relative");
    expect(fixedInterval(small, 0.05).pValue).toBeCloseTo(0.80707, 5);
  });

  test("of the tail of Student's t far out", () => {
    expect(tTail(2.228138852, 10)).toBeCloseTo(0.05, 9);
    // With two degrees of freedom it is 1 − t/√(t² + 2).
    const t = 1e5;
    expect(tTail(t, 2) * (t * t)).toBeCloseTo(1, 6);
  });
});

describe("what cannot be computed", () => {
  const refused = (a: Moments, b: Moments, kind: OutcomeKind, difference: Difference) => {
    const found = effectOf(a, b, { kind, difference });
    return isUndefined(found) ? found.reason : found;
  };
  const some = proportion(3, 10);
  test("says why, and never becomes a number", () => {
    expect(refused(proportion(0, 0), some, "proportion", "absolute")).toContain("two units");
    expect(refused(proportion(0, 10), some, "proportion", "relative")).toContain("mean is 0");
    expect(refused(proportion(0, 10), proportion(0, 9), "proportion", "absolute")).toContain(
      "varies",
    );
    expect(refused(proportion(11, 10), some, "proportion", "absolute")).toContain("0 to 1");
    expect(refused({ n: 10, sum: 5, sumSquares: Number.NaN }, some, "mean", "absolute")).toContain(
      "finite",
    );
    expect(refused({ n: 10, sum: 50, sumSquares: 1 }, some, "mean", "absolute")).toContain(
      "too small",
    );
  });

  test("a relative effect is divided by the control as it is signed", () => {
    const a = { n: 100, sum: -200, sumSquares: 500 };
    const b = { n: 100, sum: -100, sumSquares: 200 };
    expect(effectOf(a, b, { kind: "mean", difference: "relative" })).toMatchObject({
      estimate: -0.5,
    });
  });
});
