import { describe, expect, test } from "vitest";
import { countOf, seededRandom } from "@/lib/testing/draws";
import { type ComparisonInput, compareArms } from "./recommendation";
import { oneSidedWidth } from "./sequences";

const share = (sum: number, n: number) => ({ n, sum, sumSquares: sum });
const of = (a: number, b: number, more: Partial<ComparisonInput> = {}) =>
  compareArms({
    control: share(a, 5_000),
    treatment: share(b, 5_000),
    kind: "proportion",
    difference: "relative",
    ...more,
  });

describe("the recommendation", () => {
  test("follows the sequence and what is wanted", () => {
    expect(of(500, 700).recommendation).toBe("ship");
    expect(of(700, 500).recommendation).toBe("roll_back");
    expect(of(500, 510).recommendation).toBe("keep_running");
    expect(of(500, 700, { better: "lower" }).recommendation).toBe("roll_back");
    expect(of(0, 700)).toMatchObject({
      recommendation: "keep_running",
      sequential: { estimate: null, reason: expect.stringContaining("mean is 0") },
    });
  });

  test("never ships on a split that is not as planned", () => {
    expect(of(500, 700, { assigned: [6_000, 5_000] })).toMatchObject({
      recommendation: "keep_running",
      sampleRatio: { flagged: true },
      reason: expect.stringContaining("find out why"),
    });
    expect(of(500, 700, { assigned: [9_000, 1_000], weights: [9, 1] }).recommendation).toBe("ship");
  });

  test("doubts a split that is watched only when the doubt holds at every look", () => {
    const uneven: Partial<ComparisonInput> = { assigned: [4_800, 5_200] };
    const broken: Partial<ComparisonInput> = { assigned: [4_600, 5_400] };
    expect(of(500, 700, uneven).sampleRatio.flagged).toBe(true);
    expect(of(500, 700, { ...uneven, isWatched: true }).recommendation).toBe("ship");
    expect(of(500, 700, { ...broken, isWatched: true }).recommendation).toBe("keep_running");
  });

  test("means better where the control's mean is below zero", () => {
    const arm = (mean: number) => ({
      n: 5_000,
      sum: mean * 5_000,
      sumSquares: (mean ** 2 + 1) * 5_000,
    });
    const result = compareArms({
      control: arm(-2),
      treatment: arm(-1),
      kind: "mean",
      difference: "relative",
    });
    expect(result).toMatchObject({ recommendation: "ship", sequential: { estimate: -0.5 } });
  });
});

describe("looked at fifty times", () => {
  const VERDICTS = ["sequential", "fixed", "worse"] as const;

  function lookAt(arms: readonly [number, number], n: number, difference: "relative" | "absolute") {
    const { sequential, fixed } = compareArms({
      control: share(arms[0], n),
      treatment: share(arms[1], n),
      kind: "proportion",
      difference,
    });
    if (sequential.estimate === null || fixed.pValue === null) return null;
    const variance = sequential.standardError ** 2;
    const bound = { alpha: 0.05, tuning: 5_000 };
    return {
      sequential: sequential.lower > 0 || sequential.upper < 0,
      fixed: fixed.pValue < 0.05,
      worse: sequential.estimate > oneSidedWidth({ estimate: 0, variance, n: 2 * n }, bound),
    };
  }

  /** What a stream without a difference ever says, by the sequence, the fixed test and the one-sided sequence. */
  function stream(random: () => number, rate: number, difference: "relative" | "absolute") {
    const arms: [number, number] = [0, 0];
    const ever = { sequential: false, fixed: false, worse: false };
    for (let look = 1; look <= 50; look += 1) {
      arms[0] += countOf(random, 40, rate);
      arms[1] += countOf(random, 40, rate);
      const seen = lookAt(arms, look * 40, difference);
      for (const verdict of VERDICTS) ever[verdict] ||= seen?.[verdict] ?? false;
    }
    return ever;
  }

  test.each([
    [0.1, "absolute"],
    [0.5, "absolute"],
    [0.1, "relative"],
  ] as const)("no difference at %d (%s) is hardly ever taken for one", (rate, difference) => {
    const random = seededRandom(20_261_129);
    const seen = Array.from({ length: 1_000 }, () => stream(random, rate, difference));
    const count = (verdict: (typeof VERDICTS)[number]) =>
      seen.filter((ever) => ever[verdict]).length;
    expect(count("sequential")).toBeLessThanOrEqual(50);
    expect(count("worse")).toBeLessThanOrEqual(50);
    // What the sequence is for: a test that was made for one look is wrong a quarter of the time.
    expect(count("fixed")).toBeGreaterThan(150);
  });
});
