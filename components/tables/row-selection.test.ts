import { describe, expect, it } from "vitest";
import {
  countSelected,
  EVERYTHING_SELECTED,
  isRowSelected,
  NOTHING_SELECTED,
  rowsBetween,
  selectionState,
  setRowsSelected,
  toggleRow,
} from "./row-selection";

describe("row selection", () => {
  it("toggles one row and leaves the others", () => {
    const one = toggleRow(NOTHING_SELECTED, "a");
    const two = toggleRow(one, "b");
    expect(isRowSelected(two, "a")).toBe(true);
    expect(isRowSelected(toggleRow(two, "a"), "a")).toBe(false);
    expect(isRowSelected(toggleRow(two, "a"), "b")).toBe(true);
  });

  it("keeps 'everything' as everything but the rows that were dropped", () => {
    const selection = toggleRow(EVERYTHING_SELECTED, "a");
    expect(isRowSelected(selection, "a")).toBe(false);
    expect(isRowSelected(selection, "a row that came later")).toBe(true);
    expect(countSelected(selection, 100_000)).toBe(99_999);
    expect(toggleRow(selection, "a")).toEqual(EVERYTHING_SELECTED);
  });

  it("sets a range on or off in both modes", () => {
    const some = setRowsSelected(NOTHING_SELECTED, ["a", "b", "c"], true);
    expect(countSelected(setRowsSelected(some, ["b", "z"], false), 10)).toBe(2);
    const all = setRowsSelected(EVERYTHING_SELECTED, ["a", "b"], false);
    expect(countSelected(setRowsSelected(all, ["b"], true), 10)).toBe(9);
  });

  it("tells none from some from all", () => {
    expect(selectionState(NOTHING_SELECTED, 3)).toBe("none");
    expect(selectionState(toggleRow(NOTHING_SELECTED, "a"), 3)).toBe("some");
    expect(selectionState(setRowsSelected(NOTHING_SELECTED, ["a", "b", "c"], true), 3)).toBe("all");
    expect(selectionState(EVERYTHING_SELECTED, 3)).toBe("all");
    expect(selectionState(EVERYTHING_SELECTED, 0)).toBe("none");
  });

  it("takes a range in either direction, and one row when the anchor has gone", () => {
    const ids = ["a", "b", "c", "d"];
    expect(rowsBetween(ids, "b", "d")).toEqual(["b", "c", "d"]);
    expect(rowsBetween(ids, "d", "b")).toEqual(["b", "c", "d"]);
    expect(rowsBetween(ids, "gone", "c")).toEqual(["c"]);
    expect(rowsBetween(ids, null, "c")).toEqual(["c"]);
    expect(rowsBetween(ids, "a", "gone")).toEqual([]);
  });
});
