import { describe, expect, it } from "vitest";
import { layOutColumns, moveColumn, scrollToShow, shiftColumn } from "./column-layout";

const fixed = [
  { id: "select", width: 60 },
  { id: "name", width: 200 },
];
const [a, b, c] = ["a", "b", "c"].map((id) => ({ id, width: 100 }));
const flowing = [a, b, c].filter((column) => column !== undefined);
const ids = (spans: { id: string }[]) => spans.map(({ id }) => id);

describe("column layout", () => {
  it("lays the pinned columns first and the others after them", () => {
    const layout = layOutColumns(fixed, flowing, 1440);
    expect(ids(layout.pinned)).toEqual(["select", "name"]);
    expect(layout.pinnedWidth).toBe(260);
    expect(layout.scrolling.map(({ start }) => start)).toEqual([260, 360, 460]);
    expect(layout.totalWidth).toBe(560);
  });

  it("lets pinned columns scroll when they would leave no room", () => {
    const layout = layOutColumns([...fixed, ...flowing.slice(0, 2)], flowing.slice(2), 480);
    expect(ids(layout.pinned)).toEqual(["select", "name"]);
    expect(ids(layout.scrolling)).toEqual(["a", "b", "c"]);
    const phone = layOutColumns(fixed, flowing, 300);
    expect(ids(phone.pinned)).toEqual(["select"]);
    expect(ids(phone.scrolling)).toEqual(["name", "a", "b", "c"]);
  });

  it("makes a pinned column narrower rather than letting it scroll, as far as it may be", () => {
    const name = { id: "name", width: 260, minWidth: 140 };
    const layout = layOutColumns([{ id: "select", width: 60 }, name], flowing, 390);
    expect(layout.pinned.map(({ width }) => width)).toEqual([60, 140]);
    expect(layout.scrolling[0]?.start).toBe(200);
    const tablet = layOutColumns([{ id: "select", width: 60 }, name], flowing, 500);
    expect(tablet.pinned.map(({ width }) => width)).toEqual([60, 250]);
    expect(ids(layOutColumns([{ id: "select", width: 60 }, name], [], 300).pinned)).toEqual([
      "select",
    ]);
  });

  it("holds widths between the least and the greatest", () => {
    const widths = [1, 99_999, 120.4];
    const sized = flowing.map(({ id }, index) => ({ id, width: widths[index] ?? 0 }));
    const layout = layOutColumns([], sized, 1440);
    expect(layout.scrolling.map(({ width }) => width)).toEqual([56, 720, 120]);
  });

  it("moves a column beside another", () => {
    expect(moveColumn(["a", "b", "c"], "a", "c", "after")).toEqual(["b", "c", "a"]);
    expect(moveColumn(["a", "b", "c"], "c", "a", "before")).toEqual(["c", "a", "b"]);
    expect(moveColumn(["a", "b", "c"], "a", "gone", "after")).toEqual(["a", "b", "c"]);
    expect(moveColumn(["a", "b"], "a", "a", "after")).toEqual(["a", "b"]);
  });

  it("shifts a column and stops at the ends", () => {
    expect(shiftColumn(["a", "b", "c"], "b", 1)).toEqual(["a", "c", "b"]);
    expect(shiftColumn(["a", "b", "c"], "a", -1)).toEqual(["a", "b", "c"]);
    expect(shiftColumn(["a", "b", "c"], "b", 99)).toEqual(["a", "c", "b"]);
  });

  it("scrolls only as far as a column needs", () => {
    const layout = { pinnedWidth: 200 };
    const view = { scrollLeft: 300, width: 800 };
    expect(scrollToShow({ id: "x", start: 520, width: 100 }, layout, view)).toBeNull();
    expect(scrollToShow({ id: "x", start: 400, width: 100 }, layout, view)).toBe(200);
    expect(scrollToShow({ id: "x", start: 1050, width: 100 }, layout, view)).toBe(350);
    expect(scrollToShow({ id: "wide", start: 1050, width: 700 }, layout, view)).toBe(850);
  });
});
