import { describe, expect, test } from "vitest";
import { lastDues, nextDue, nextDues, timingProblem } from "./cron";
import { roundOf } from "./schedules";

const berlin = (cron: string) => ({ cron, timeZone: "Europe/Berlin" });
const at = (text: string) => Date.parse(text);
const shown = (times: readonly number[]) => times.map((time) => new Date(time).toISOString());

describe("a pattern", () => {
  test("is read in its time zone, and keeps the hour of the day when the clocks change", () => {
    expect(shown(nextDues(berlin("30 6 * * *"), at("2027-03-26T12:00Z"), 3))).toEqual([
      "2027-03-27T05:30:00.000Z",
      "2027-03-28T04:30:00.000Z",
      "2027-03-29T04:30:00.000Z",
    ]);
  });

  test("comes once on the day on which its hour is left out, and once on that on which it comes twice", () => {
    const daily = berlin("30 2 * * *");
    const spring = nextDues(daily, at("2027-03-27T12:00Z"), 2);
    expect(spring[0]).toBeGreaterThanOrEqual(at("2027-03-28T00:30Z"));
    expect(spring[0]).toBeLessThanOrEqual(at("2027-03-28T01:30Z"));
    expect(shown(spring.slice(1))).toEqual(["2027-03-29T00:30:00.000Z"]);
    const autumn = nextDues(daily, at("2027-10-30T12:00Z"), 2);
    expect(["2027-10-31T00:30:00.000Z", "2027-10-31T01:30:00.000Z"]).toContain(shown(autumn)[0]);
    expect(shown(autumn.slice(1))).toEqual(["2027-11-01T01:30:00.000Z"]);
  });

  test("goes on through both changes without standing still or going back", () => {
    for (const from of ["2027-03-28T00:00Z", "2027-10-31T00:00Z"]) {
      const dues = nextDues(berlin("*/15 * * * *"), at(from), 16);
      for (const [index, due] of dues.entries())
        if (index > 0) expect(due).toBeGreaterThan(dues[index - 1] ?? 0);
    }
  });

  test.each([
    [{ cron: "every day", timeZone: "UTC" }, "cron"],
    [{ cron: "* * * * * *", timeZone: "UTC" }, "cron"],
    [{ cron: "61 * * * *", timeZone: "UTC" }, "cron"],
    [{ cron: "0 0 30 2 *", timeZone: "UTC" }, "cron"],
    [{ cron: "* * * * *", timeZone: "Mars/Olympus" }, "timeZone"],
  ])("that is none is said: %j", (timing, field) => {
    expect(timingProblem(timing)?.field).toBe(field);
  });

  test("that comes seldom has its last moments found however far back they lie", () => {
    const yearly = berlin("0 0 1 1 *");
    const from = at("2020-06-01T00:00Z");
    expect(shown(lastDues(yearly, { from, until: at("2027-06-01T00:00Z"), count: 2 }))).toEqual([
      "2025-12-31T23:00:00.000Z",
      "2026-12-31T23:00:00.000Z",
    ]);
    expect(nextDue(yearly, at("2026-12-31T23:00Z"))).toBe(at("2027-12-31T23:00Z"));
  });
});

describe("a round", () => {
  const hourly = (missedRuns: "skip" | "once" | "all") => ({
    cron: "0 * * * *",
    timeZone: "UTC",
    missedRuns,
    nextDueAt: at("2027-01-01T06:00Z"),
  });
  const next = at("2027-01-01T10:00Z");

  test("launches what is due just now, whatever becomes of missed ones", () => {
    for (const missedRuns of ["skip", "once", "all"] as const)
      expect(roundOf(hourly(missedRuns), at("2027-01-01T06:00:30Z"))).toEqual({
        launch: [at("2027-01-01T06:00Z")],
        missed: null,
        next: at("2027-01-01T07:00Z"),
      });
  });

  test("passes over, makes up for once, or for each, what was missed", () => {
    const now = at("2027-01-01T09:30Z");
    const newest = at("2027-01-01T09:00Z");
    expect(roundOf(hourly("skip"), now)).toEqual({ launch: [], missed: newest, next });
    expect(roundOf(hourly("once"), now)).toEqual({ launch: [newest], missed: null, next });
    expect(roundOf(hourly("all"), now).launch.map((due) => new Date(due).getUTCHours())).toEqual([
      6, 7, 8, 9,
    ]);
  });

  test("makes up for the newest ten at most, though the clock jumps ahead by years", () => {
    const { launch, next: after } = roundOf(hourly("all"), at("2037-01-01T09:30Z"));
    expect(launch).toHaveLength(10);
    expect(launch.at(-1)).toBe(at("2037-01-01T09:00Z"));
    expect(after).toBe(at("2037-01-01T10:00Z"));
  });

  test("waits where the clock was set back", () => {
    expect(roundOf(hourly("all"), at("2026-12-31T00:00Z"))).toEqual({
      launch: [],
      missed: null,
      next: at("2027-01-01T06:00Z"),
    });
  });
});
