import { expect, test } from "vitest";
import { windowOf } from "./windows";

const at = (text: string) => Date.parse(text);
const shown = ({ opensAt, closesAt }: { opensAt: number; closesAt: number }) =>
  [opensAt, closesAt].map((moment) => new Date(moment).toISOString().slice(0, 16));

test("windows are hours, days and weeks of UTC, which begin on Mondays", () => {
  const moment = at("2026-03-29T01:59:59.999Z");
  expect(shown(windowOf(moment, "hour"))).toEqual(["2026-03-29T01:00", "2026-03-29T02:00"]);
  expect(shown(windowOf(moment, "day"))).toEqual(["2026-03-29T00:00", "2026-03-30T00:00"]);
  expect(shown(windowOf(moment, "week"))).toEqual(["2026-03-23T00:00", "2026-03-30T00:00"]);
  expect(shown(windowOf(at("2026-03-30T00:00Z"), "week"))[0]).toBe("2026-03-30T00:00");
  expect(shown(windowOf(at("1969-12-31T23:30Z"), "week"))[0], "also before the epoch").toBe(
    "1969-12-29T00:00",
  );
});
