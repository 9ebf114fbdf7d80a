import { describe, expect, test } from "vitest";
import { countOf, seededRandom } from "@/lib/testing/draws";
import { type RolloutCheck, rolloutPlan } from "../schema/rollouts";
import { type ArmData, judge } from "./judge";
import { LATENCY_PLACES, latencyPlace } from "./latency";

function checkOf(more: Record<string, unknown>): RolloutCheck {
  const strategy = { kind: "blue_green", bakeSeconds: 0 };
  const given = { key: "a", role: "guardrail", metric: { kind: "error_rate" }, ...more };
  const [check] = rolloutPlan.parse({ strategy, checks: [given] }).checks;
  if (!check) throw new Error("no check");
  return check;
}

function arm(requests: number, errors: number, more: Partial<ArmData> = {}): ArmData {
  return { requests, errors, latency: [], outcomes: {}, isStale: false, ...more };
}
const none = arm(0, 0);

describe("an error rate against a fixed value", () => {
  const check = checkOf({ limit: { against: "absolute", value: 0.02 } });
  const of = (requests: number, errors: number) =>
    judge(check, { candidate: arm(requests, errors), stable: none }, 0.01);

  test("passes, fails and says when it does not know", () => {
    expect(of(1_000, 5)).toMatchObject({ verdict: "pass", observed: 0.005, limit: 0.02 });
    expect(of(1_000, 80)).toMatchObject({ verdict: "fail" });
    expect(of(1_000, 24)).toMatchObject({ verdict: "inconclusive", isEarly: false });
    expect(of(50, 50)).toMatchObject({ verdict: "inconclusive", isEarly: true, observed: null });
    expect(of(0, 0)).toMatchObject({ verdict: "no_data" });
    const quiet = { candidate: arm(1_000, 5, { isStale: true }), stable: none };
    expect(judge(check, quiet, 0.01).verdict).toBe("no_data");
    expect(of(100, 100)).toMatchObject({ verdict: "fail" });
  });

  test("a rate of zero allows none", () => {
    const strict = checkOf({ limit: { against: "absolute", value: 0 } });
    const judged = (errors: number) =>
      judge(strict, { candidate: arm(1_000, errors), stable: none }, 0.01).verdict;
    expect([judged(0), judged(1)]).toEqual(["pass", "fail"]);
  });
});

describe("against the stable revision", () => {
  test("an error rate may be worse by the tolerance, and no more", () => {
    const check = checkOf({ limit: { against: "stable", relative: 0.5, absolute: 0.005 } });
    const of = (errors: number) =>
      judge(check, { candidate: arm(5_000, errors), stable: arm(50_000, 500) }, 0.01);
    expect(of(90)).toMatchObject({ verdict: "pass", baseline: 0.01, limit: expect.closeTo(0.02) });
    expect(of(115)).toMatchObject({ verdict: "inconclusive" });
    expect(of(250)).toMatchObject({ verdict: "fail" });
  });

  test("an outcome is compared in the direction that is better", () => {
    const outcome = (mean: number, n = 2_000) => ({
      sales: { n, sum: mean * n, sumSquares: (mean ** 2 + 1) * n },
    });
    const of = (better: string, mean: number, base: number) =>
      judge(
        checkOf({
          metric: { kind: "outcome", name: "sales", better },
          limit: { against: "stable" },
        }),
        {
          candidate: arm(0, 0, { outcomes: outcome(mean) }),
          stable: arm(0, 0, { outcomes: outcome(base) }),
        },
        0.01,
      ).verdict;
    expect(of("higher", 4, 5)).toBe("fail");
    expect(of("lower", 4, 5)).toBe("pass");
    expect(of("lower", 6, 5)).toBe("fail");
    expect(of("higher", -6, -5)).toBe("fail");
    expect(of("higher", 4.99, 5)).toBe("inconclusive");
  });
});

describe("latency", () => {
  const times = (random: () => number, n: number, factor: number): number[] => {
    const places = new Array<number>(LATENCY_PLACES).fill(0);
    for (let request = 0; request < n; request += 1) {
      const place = latencyPlace(
        factor * 10 * Math.exp(1.2 * (random() + random() + random() - 1.5)),
      );
      places[place] = (places[place] ?? 0) + 1;
    }
    return places;
  };
  const check = checkOf({
    metric: { kind: "latency", quantile: 0.9 },
    limit: { against: "stable", relative: 0.2 },
  });

  test("that is doubled fails, that is equal does not", () => {
    const random = seededRandom(3);
    const of = (factor: number) =>
      judge(
        check,
        {
          candidate: arm(2_000, 0, { latency: times(random, 2_000, factor) }),
          stable: arm(20_000, 0, { latency: times(random, 20_000, 1) }),
        },
        0.01,
      ).verdict;
    expect([of(1), of(2)]).toEqual(["pass", "fail"]);
  });

  test("against a fixed value is judged by the requests that are surely slower", () => {
    const fixed = checkOf({
      metric: { kind: "latency", quantile: 0.9 },
      limit: { against: "absolute", value: 20 },
    });
    const of = (slow: number) => {
      const latency = new Array<number>(LATENCY_PLACES).fill(0);
      latency[latencyPlace(10)] = 1_000 - slow;
      latency[latencyPlace(50)] = slow;
      return judge(fixed, { candidate: arm(1_000, 0, { latency }), stable: none }, 0.01).verdict;
    };
    expect([of(50), of(110), of(300)]).toEqual(["pass", "inconclusive", "fail"]);
  });
});

describe("looked at fifty times without a fault", () => {
  /** Whether a check ever fails on a stream where the candidate is as good as it must be. */
  function everFails(random: () => number, check: RolloutCheck, rate: number): boolean {
    let [candidate, stable] = [0, 0];
    for (let look = 1; look <= 50; look += 1) {
      candidate += countOf(random, 20, rate);
      stable += countOf(random, 80, rate);
      const data = { candidate: arm(look * 20, candidate), stable: arm(look * 80, stable) };
      if (judge(check, data, 0.05).verdict === "fail") return true;
    }
    return false;
  }

  test.each([
    ["a fixed value", { against: "absolute", value: 0.05 }],
    ["the stable revision", { against: "stable" }],
  ])("a check against %s fails at most at its rate", (_, limit) => {
    const random = seededRandom(11);
    const check = checkOf({ limit, minSamples: 20 });
    const runs = Array.from({ length: 1_000 }, () => everFails(random, check, 0.05));
    expect(runs.filter(Boolean).length).toBeLessThanOrEqual(50);
  });
});
