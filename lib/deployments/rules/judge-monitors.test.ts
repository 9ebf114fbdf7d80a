import { expect, test } from "vitest";
import { rolloutPlan } from "../schema/rollouts";
import { judgeMonitor, type MonitorFinding } from "./judge-monitors";
import { reduceRollout } from "./rollout";
import { initialState, type RolloutState } from "./rollout-state";

const CHECK = { key: "m", minSamples: 100 };
const windowOf = (verdict: string, isClosed = true): MonitorFinding => ({
  window: { verdict, isClosed, rows: 500, observed: 0.4, limit: 0.5 },
  isOverdue: false,
});

test.each([
  ["stable", "pass", false],
  ["drifted", "fail", false],
  ["met", "pass", false],
  ["missed", "fail", false],
  ["waiting", "no_data", true],
  ["unlabelled", "no_data", true],
  ["measured", "inconclusive", false],
  ["too_few", "inconclusive", false],
])("a window that is %s is %s to a rollout", (verdict, found, isEarly) => {
  expect(judgeMonitor(CHECK, windowOf(verdict))).toMatchObject({ verdict: found, isEarly });
});

test("too few rows say nothing while the window still fills", () => {
  expect(judgeMonitor(CHECK, windowOf("too_few", false))).toMatchObject({
    ...{ verdict: "inconclusive", isEarly: true },
  });
});

test("fewer rows than the check wants say nothing", () => {
  expect(judgeMonitor({ ...CHECK, minSamples: 501 }, windowOf("drifted"))).toMatchObject({
    verdict: "inconclusive",
  });
});

test("no window is no data, which counts once one should be there; a monitor that is gone counts at once", () => {
  const none = (isOverdue: boolean) => judgeMonitor(CHECK, { window: null, isOverdue });
  expect(none(false)).toMatchObject({ verdict: "no_data", isEarly: true });
  expect(none(true)).toMatchObject({ verdict: "no_data", isEarly: false });
  expect(judgeMonitor(CHECK, undefined)).toMatchObject({ verdict: "no_data", isEarly: false });
});

const planOf = (more: object) =>
  rolloutPlan.parse({
    strategy: { kind: "canary", steps: [{ weight: 1_000, bakeSeconds: 0 }] },
    checks: [
      { key: "m", role: "guardrail", metric: { kind: "monitor", monitor: 7 }, ...more },
      {
        ...{ key: "errors", role: "guardrail", metric: { kind: "error_rate" } },
        limit: { against: "absolute", value: 0.1 },
      },
    ],
  });

/** What becomes of a step whose monitor says the same at so many looks. */
function after(found: MonitorFinding | undefined, looks: number, more: object = {}): RolloutState {
  const plan = planOf(more);
  let state: RolloutState = { ...initialState(0, ""), phase: "progressing" };
  for (let now = 1; now <= looks; now += 1) {
    const said = judgeMonitor(CHECK, found);
    const judgements = [said, { ...said, key: "errors", verdict: "pass", isEarly: false } as const];
    const hooks = { isConfirmed: true, message: "" };
    const look = { now, candidate: "ready", judgements, hooks, isInForce: true } as const;
    state = reduceRollout(state, plan, { kind: "look", look });
  }
  return state;
}

test("a check that asks a monitor needs no limit, and looks at drift unless it says otherwise", () => {
  expect(planOf({}).checks[0]?.metric).toEqual({ kind: "monitor", monitor: 7, watches: "drift" });
});

test("a rollout goes on, goes back, stops or waits by what a monitor says and what the check declares", () => {
  expect(after(windowOf("stable"), 1).phase).toBe("promoting");
  expect(after(windowOf("drifted"), 1)).toMatchObject({
    ...{ phase: "rolling_back", reasonCode: "guardrail_failed", check: "m" },
  });
  expect(after(windowOf("drifted"), 1, { role: "signal" }).phase).toBe("paused");
  const nothing = { window: null, isOverdue: false };
  expect(after(nothing, 50).phase, "a window takes its time").toBe("progressing");
  expect(after({ ...nothing, isOverdue: true }, 5).phase).toBe("rolling_back");
  expect(after(nothing, 1, { onNoData: "continue" }).phase).toBe("promoting");
  expect(after(windowOf("too_few"), 50).phase, "it holds unless told otherwise").toBe(
    "progressing",
  );
  expect(after(windowOf("too_few"), 10, { onInconclusive: "pause" }).phase).toBe("paused");
});
