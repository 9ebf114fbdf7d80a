import { describe, expect, test } from "vitest";
import { newRolloutPlan, type RolloutCheck, rolloutPlan } from "../schema/rollouts";
import { type ArmData, judge } from "./judge";
import type { LoggedAnswers, QualitySums } from "./judge-predictions";

const plan = (check: object) => ({
  strategy: { kind: "blue_green", bakeSeconds: 0 },
  checks: [{ key: "a", role: "guardrail", ...check }],
});

function checkOf(given: object): RolloutCheck {
  const [check] = rolloutPlan.parse(plan(given)).checks;
  if (!check) throw new Error("no check");
  return check;
}

const arm = (logged: LoggedAnswers, isStale = false): ArmData => ({
  ...{ requests: 1_000, errors: 0, latency: [], outcomes: {}, isStale },
  ...logged,
});

/** Errors of one size for half of the rows, of three times that for the others. */
function errors(n: number, size: number): QualitySums {
  const sum = (power: number) => (n / 2) * (size ** power + (3 * size) ** power);
  return {
    ...{ labelled: n, correct: 0, numeric: n },
    ...{ absoluteError: sum(1), squaredError: sum(2), fourthPowerError: sum(4) },
  };
}
const right = (labelled: number, correct: number): QualitySums => ({
  ...errors(0, 0),
  ...{ labelled, correct },
});

describe("live quality", () => {
  const accuracy = { kind: "live_quality", measure: "accuracy" };
  const judged = (check: object, candidate: QualitySums, stable = errors(0, 0), isStale = false) =>
    judge(
      checkOf(check),
      { candidate: arm({ quality: candidate }, isStale), stable: arm({ quality: stable }) },
      0.01,
    );

  test("by an accuracy that must be kept passes, fails and says when it does not know", () => {
    const check = { metric: accuracy, limit: { against: "absolute", value: 0.9 } };
    expect(judged(check, right(1_000, 950))).toMatchObject({ verdict: "pass", observed: 0.95 });
    expect(judged(check, right(1_000, 890)).verdict).toBe("inconclusive");
    expect(judged(check, right(1_000, 800))).toMatchObject({ verdict: "fail", samples: 1_000 });
  });

  test("says nothing, and acts in nothing, while too little is labelled", () => {
    const check = { metric: accuracy, limit: { against: "stable" }, minSamples: 50 };
    const few = { verdict: "no_data", isEarly: true };
    expect(judged(check, right(49, 0), right(500, 500))).toMatchObject(few);
    expect(judged(check, right(500, 0), right(49, 49))).toMatchObject(few);
    expect(judged(check, right(0, 0), right(0, 0))).toMatchObject(few);
    // A candidate that does not answer at all has no such excuse.
    expect(judged(check, right(49, 0), right(500, 500), true)).toMatchObject({
      verdict: "no_data",
      isEarly: false,
    });
  });

  test("against the stable revision is worse below its accuracy and above its errors", () => {
    const limit = { against: "stable", relative: 0.05 };
    const of = (measure: string, candidate: QualitySums, stable: QualitySums) =>
      judged({ metric: { kind: "live_quality", measure }, limit }, candidate, stable);
    expect(of("accuracy", right(800, 640), right(5_000, 4_500))).toMatchObject({
      ...{ verdict: "fail", observed: 0.8, baseline: 0.9 },
      limit: expect.closeTo(0.855, 12),
    });
    expect(of("accuracy", right(800, 780), right(5_000, 4_500)).verdict).toBe("pass");
    for (const measure of ["mean_absolute_error", "root_mean_squared_error"]) {
      expect(of(measure, errors(400, 2), errors(4_000, 1)).verdict).toBe("fail");
      expect(of(measure, errors(400, 1), errors(4_000, 1)).verdict).toBe("pass");
    }
  });

  test("knows the mean absolute error from the root of the mean square", () => {
    const limit = { against: "absolute", value: 1 };
    const of = (measure: string) =>
      judged({ metric: { kind: "live_quality", measure }, limit }, errors(400, 1)).observed;
    expect(of("mean_absolute_error")).toBe(2);
    expect(of("root_mean_squared_error")).toBeCloseTo(Math.sqrt(5), 12);
  });
});

describe("the distribution of predictions", () => {
  const metric = { kind: "prediction_distribution", measure: "psi" };
  const check = { metric, limit: { against: "absolute", value: 0.2 } };
  const answers = (yes: number, no: number) => [
    { value: "yes", count: yes },
    { value: "no", count: no },
  ];
  const of = (yes: number, no: number) =>
    judge(
      checkOf(check),
      {
        candidate: arm({ answers: answers(yes, no) }),
        stable: arm({ answers: answers(800, 200) }),
      },
      0.01,
    );

  test("passes where answers are alike, fails where they surely are not, and waits for enough of them", () => {
    expect(of(400, 100)).toMatchObject({ verdict: "pass", observed: 0, baselineSamples: 1_000 });
    expect(of(150, 350)).toMatchObject({ verdict: "fail", samples: 500 });
    expect(of(58, 42)).toMatchObject({ verdict: "inconclusive", isEarly: false });
    expect(of(20, 79)).toMatchObject({ verdict: "no_data", isEarly: true, samples: 99 });
  });

  test("fails where a candidate answers what is no value, and cannot wait for more than is counted", () => {
    const numbers = (n: number) =>
      Array.from({ length: 100 }, (_answer, value) => ({ value, count: n / 100 }));
    const judged = (current: LoggedAnswers["answers"] = []) =>
      judge(
        checkOf(check),
        { candidate: arm({ answers: current }), stable: arm({ answers: numbers(1_000) }) },
        0.01,
      );
    expect(judged(numbers(500)).verdict).toBe("pass");
    const broken = { value: null, count: 250 };
    expect(judged([...numbers(500), broken])).toMatchObject({ verdict: "fail", samples: 750 });
    expect(judged([broken]).verdict).toBe("fail");
    // Beside answers that never were values, like ones say nothing either.
    const untold = { candidate: arm({ answers: [broken] }), stable: arm({ answers: [broken] }) };
    expect(judge(checkOf(check), untold, 0.01)).toMatchObject({ verdict: "no_data" });
    const waiting = (kind: string, minSamples: number) =>
      newRolloutPlan.safeParse(
        plan({ metric: { ...metric, kind }, limit: check.limit, minSamples }),
      ).success;
    expect(waiting("prediction_distribution", 20_000)).toBe(true);
    expect(waiting("prediction_distribution", 20_001)).toBe(false);
    expect(waiting("error_rate", 20_001)).toBe(true);
  });

  test("has a limit of its own, for it is a distance from the stable revision already", () => {
    const isGood = (limit: object) => rolloutPlan.safeParse(plan({ metric, limit })).success;
    expect(isGood({ against: "absolute", value: 0.2 })).toBe(true);
    expect(isGood({ against: "absolute", value: 0 })).toBe(false);
    expect(isGood({ against: "stable", relative: 0.2 })).toBe(false);
  });
});
