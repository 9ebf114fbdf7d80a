import fc from "fast-check";
import { expect, test } from "vitest";
import { holding, lasts, type Maintenance, nextSpan } from "./maintenance";

const HOUR = 3_600_000;
const WEEK = 7 * 24 * HOUR;
const once = (startsAt: number, hours: number): Maintenance => ({
  ...{ startsAt, endsAt: startsAt + hours * HOUR, isWeekly: false, timeZone: "UTC" },
  ...{ deploymentIds: [], monitorIds: [] },
});
const berlin = (startsAt: number, hours: number): Maintenance => ({
  ...once(startsAt, hours),
  ...{ isWeekly: true, timeZone: "Europe/Berlin" },
});

test("maintenance lasts from its beginning until its end, which is no part of it", () => {
  const window = once(10 * HOUR, 2);
  expect([9.99, 10, 11.99, 12].map((hour) => lasts(window, hour * HOUR))).toEqual([
    false,
    true,
    true,
    false,
  ]);
  expect(nextSpan(window, 9 * HOUR)).toEqual({ startsAt: 10 * HOUR, endsAt: 12 * HOUR });
  expect(nextSpan(window, 12 * HOUR)).toBeNull();
});

test("what comes each week comes at the same time of the day, also when the clocks change", () => {
  // Sunday the 18th of October 2026, 22:00 in Berlin, in summer time, until Monday, 2:00.
  const window = berlin(Date.UTC(2026, 9, 18, 20), 4);
  const winter = Date.UTC(2026, 9, 25, 21);
  expect(nextSpan(window, winter - HOUR)).toEqual({ startsAt: winter, endsAt: winter + 4 * HOUR });
  expect(lasts(window, winter - 1)).toBe(false);
  expect(lasts(window, winter + 3 * HOUR)).toBe(true);
  expect(lasts(window, winter + 4 * HOUR)).toBe(false);
  expect(lasts(window, Date.UTC(2026, 9, 11, 21)), "the week before the first").toBe(false);
});

test("what comes each week lasts once in each, as long as the first", () => {
  const start = fc.integer({ min: 0, max: 4 * 366 * 24 * 60 }).map((minute) => minute * 60_000);
  const hours = fc.integer({ min: 1, max: 167 });
  const later = fc.integer({ min: 0, max: 60 * WEEK });
  fc.assert(
    fc.property(start, hours, later, (startsAt, length, wait) => {
      const window = { ...once(startsAt, length), isWeekly: true };
      const now = startsAt + wait;
      expect(lasts(window, now)).toBe(wait % WEEK < length * HOUR);
    }),
    { numRuns: 300 },
  );
});

test("maintenance of some deployments and monitors holds back those only, and of none all", () => {
  const some = { ...once(0, 1), deploymentIds: [7], monitorIds: [3] };
  const held = (deploymentId: number | null, monitorId: number | null) =>
    holding([some], { deploymentId, monitorId }, 1) !== undefined;
  expect([held(7, null), held(null, 3), held(8, 3), held(8, 4), held(null, null)]).toEqual([
    ...[true, true, true, false, false],
  ]);
  expect(holding([once(0, 1)], { deploymentId: null, monitorId: null }, 1)).toBeDefined();
});
