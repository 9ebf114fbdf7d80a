import { expect, test } from "vitest";
import { longerWindows, nameOfSide, nameOfWindow, parseSide, sideOfWindow } from "./window-names";

const at = (text: string) => Date.parse(text);

test("a side is named by the window that begins then, and any moment of a window names it", () => {
  for (const name of ["reference", "hour:2026-11-30T10", "day:2026-11-30", "week:2026-11-23"]) {
    const side = parseSide(name);
    expect(side && nameOfSide(side)).toBe(name);
  }
  expect(parseSide("week:2026-11-26"), "weeks begin on Mondays").toEqual({
    ...{ kind: "window", window: "week" },
    ...{ opensAt: at("2026-11-23T00:00Z"), closesAt: at("2026-11-30T00:00Z") },
  });
});

test("what names no moment names no side", () => {
  for (const name of [
    "",
    "day:2026-13-01",
    "hour:2026-11-30",
    "month:2026-11-30",
    "day:1969-12-30",
  ])
    expect(parseSide(name), name).toBeNull();
});

test("hours lie in days and weeks, each of which is offered once", () => {
  const hours = ["2026-11-30T01:00Z", "2026-11-30T00:00Z", "2026-11-29T23:00Z"].map(at);
  expect(longerWindows("hour", hours).map(nameOfSide)).toEqual([
    "day:2026-11-30",
    "day:2026-11-29",
    "week:2026-11-30",
    "week:2026-11-23",
  ]);
  expect(longerWindows("week", hours)).toEqual([]);
  expect(nameOfWindow("hour", at("2026-11-30T09:00Z"))).toBe("hour:2026-11-30T09");
});

test("windows of rows are named by the moment they were opened", () => {
  const opensAt = 1_796_034_600_123;
  const name = nameOfWindow("rows", opensAt);
  expect(name).toBe("moment:1796034600123");
  expect(parseSide(name)).toMatchObject({ kind: "window", opensAt, closesAt: opensAt + 1 });
  expect(longerWindows("rows", [opensAt])).toEqual([]);
});

test("versions of a dataset are named by their number", () => {
  const side = sideOfWindow({ opensAt: 7, closesAt: 8, datasetVersion: 3 });
  expect(side).toMatchObject({ window: "version", opensAt: 7 });
  expect(nameOfSide(side)).toBe("version:3");
  expect(parseSide("version:3")).toMatchObject({ window: "version", datasetVersion: 3 });
  expect(parseSide("version:0")).toBeNull();
});

test("a window's length tells its kind", () => {
  const opensAt = at("2026-11-23T00:00Z");
  const named = [1, 24, 168].map((hours) =>
    nameOfSide(sideOfWindow({ opensAt, closesAt: opensAt + hours * 3_600_000 })),
  );
  expect(nameOfSide(sideOfWindow({ opensAt: 7, closesAt: 8 }))).toBe("moment:7");
  expect(named).toEqual(["hour:2026-11-23T00", "day:2026-11-23", "week:2026-11-23"]);
});
