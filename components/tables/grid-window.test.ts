import { describe, expect, it } from "vitest";
import { columnsToDraw, indexesOf, rowsInSight, rowsToDraw, scrollToRow } from "./grid-window";

const spans = Array.from({ length: 100 }, (_, index) => ({
  id: `c${index}`,
  width: 100,
  start: 300 + index * 100,
}));
const layout = { scrolling: spans, pinnedWidth: 300 };

describe("the rows to draw", () => {
  it("are those in sight and some on both sides, within the table", () => {
    expect(rowsToDraw(50, 20, 1_000)).toEqual({ first: 42, last: 78 });
    expect(rowsToDraw(0, 20, 1_000)).toEqual({ first: 0, last: 28 });
    expect(rowsToDraw(990, 20, 1_000)).toEqual({ first: 972, last: 999 });
    expect(rowsToDraw(0, 20, 3)).toEqual({ first: 0, last: 2 });
    expect(rowsToDraw(7, 20, 0)).toEqual({ first: 0, last: -1 });
  });

  it("count a row that is cut in half", () => {
    expect(rowsInSight(101, 34)).toBe(3);
    expect(rowsInSight(-5, 34)).toBe(0);
  });

  it("hold the one with the focus wherever it is", () => {
    expect(indexesOf(3, 5, 9, 20)).toEqual([3, 4, 5, 9]);
    expect(indexesOf(3, 5, 0, 20)).toEqual([0, 3, 4, 5]);
    expect(indexesOf(3, 5, 4, 20)).toEqual([3, 4, 5]);
    expect(indexesOf(3, 5, -1, 20)).toEqual([3, 4, 5]);
    expect(indexesOf(3, 5, 30, 20)).toEqual([3, 4, 5]);
    expect(indexesOf(0, -1, -1, 0)).toEqual([]);
  });
});

describe("a row that is wanted", () => {
  const view = { top: 340, height: 340 };

  it("is scrolled to by as little as shows it whole", () => {
    expect(scrollToRow(5, 34, view)).toBe(170);
    expect(scrollToRow(30, 34, view)).toBe(714);
  });

  it("moves nothing when it is in sight", () => {
    expect(scrollToRow(10, 34, view)).toBeNull();
    expect(scrollToRow(19, 34, view)).toBeNull();
  });
});

describe("the columns to draw", () => {
  it("are those beside the pinned ones and two on both sides", () => {
    expect(columnsToDraw(layout, { left: 0, width: 800 })).toEqual({ first: 0, last: 7 });
    expect(columnsToDraw(layout, { left: 1_050, width: 800 })).toEqual({ first: 8, last: 17 });
    expect(columnsToDraw(layout, { left: 9_500, width: 800 })).toEqual({ first: 93, last: 99 });
  });

  it("are none where there are none", () => {
    const none = { scrolling: [], pinnedWidth: 300 };
    expect(columnsToDraw(none, { left: 0, width: 800 })).toEqual({ first: 0, last: -1 });
  });
});
