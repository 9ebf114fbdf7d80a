import { expect, test } from "vitest";
import { daysOf, firstDay, knownDays } from "./days";
import { driftOf } from "./drift";
import { productionEnvironments } from "./environments";
import { portfolioHealth } from "./health";
import { performanceOf } from "./performance";

const NOW = Date.UTC(2026, 10, 30, 12);
const DAY_MS = 86_400_000;

test("production is what is called so, else the last environment", () => {
  const named = (...names: string[]) =>
    productionEnvironments(names.map((name) => ({ name }))).map(({ name }) => name);
  expect(named("staging", "prod-eu", "production", "sandbox")).toEqual(["prod-eu", "production"]);
  expect(named("test", "products")).toEqual(["products"]);
  expect(named("products", "live")).toEqual(["live"]);
  expect(named()).toEqual([]);
});

const part = (status: "ready" | "failed" | "loading", weight = 5_000, minutesAgo = 1) => ({
  weight,
  state: { status, observedAt: NOW - minutesAgo * 60_000 },
});

test("a deployment is degraded by what does not answer, by silence and by incidents that matter", () => {
  const judge = (parts: ReturnType<typeof part>[], incident: "info" | "warning" | null = null) =>
    portfolioHealth({ status: "running", parts, incident }, NOW);
  expect(judge([part("ready")])).toEqual({ health: "serving", reason: "" });
  expect(judge([part("ready"), part("failed")])).toEqual({
    health: "degraded",
    reason: "1 of 2 revisions with traffic does not answer.",
  });
  expect(judge([part("ready"), part("failed", 0)]).health).toBe("serving");
  expect(judge([part("ready", 5_000, 12)]).reason).toBe(
    "Nobody has confirmed for 12m 00s that it answers.",
  );
  expect(judge([part("ready")], "warning").health).toBe("degraded");
  expect(judge([part("ready")], "info").health).toBe("serving");
  expect(judge([part("loading")]).health).toBe("starting");
  expect(judge([part("failed")], "warning").health).toBe("down");
});

test("days without a request are told, and a new deployment is measured by the days it has", () => {
  expect(daysOf([{ at: firstDay(2, NOW), requests: 4 }], NOW).slice(-3)).toEqual([0, 4, 0]);
  expect(knownDays(NOW - 1_000, NOW)).toBe(1);
  expect(knownDays(NOW - DAY_MS, NOW)).toBe(2);
  expect(knownDays(NOW - 90 * DAY_MS, NOW)).toBe(7);
});

test("of several monitors the worst is told, with the last drift of any", () => {
  const stable = { id: 1, verdict: "stable" as const, at: 9, driftedAt: 5 };
  const drifted = { id: 2, verdict: "drifted" as const, at: 8, driftedAt: 8 };
  expect(driftOf([stable, drifted])).toEqual({
    verdict: "drifted",
    monitorId: 2,
    at: 8,
    driftedAt: 8,
  });
  expect(driftOf([stable]).driftedAt).toBe(5);
  expect(driftOf([{ id: 3, verdict: null, at: null, driftedAt: null }]).verdict).toBe("waiting");
  expect(driftOf([]).verdict).toBe("unwatched");
});

test("of performance the worst is told, by scores alone while there are no labels", () => {
  const none = {
    ...{ id: 1, metric: null, performance: null, value: null, estimate: null },
    ...{ limit: null, judgedAt: null },
  };
  expect(performanceOf([none]).state).toBe("no_target");
  const waiting = { ...none, id: 2, metric: "roc_auc", estimate: 0.8 };
  expect(performanceOf([none, waiting])).toMatchObject({
    ...{ state: "waiting", monitorId: 2, metric: "roc_auc", value: 0.8, isEstimated: true },
  });
  const missed = {
    ...waiting,
    ...{ id: 3, performance: "missed" as const, value: 0.6, limit: 0.7, judgedAt: 4 },
  };
  expect(performanceOf([waiting, missed, { ...missed, id: 4, performance: "met" }])).toMatchObject({
    ...{ state: "missed", monitorId: 3, value: 0.6, isEstimated: false, limit: 0.7, at: 4 },
  });
});
