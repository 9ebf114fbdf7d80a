import { describe, expect, it } from "vitest";
import { type GridKey, intentOfKey, moveActiveCell } from "./grid-keys";

const press = (key: string, more: Partial<GridKey> = {}) =>
  intentOfKey({ key, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, ...more });

const size = { rows: 100, columns: 8, pageRows: 20 };

function moved(key: string, from: { row: number; column: number }, more: Partial<GridKey> = {}) {
  const intent = press(key, more);
  return intent ? moveActiveCell(from, intent, size) : null;
}

describe("grid keys", () => {
  it("moves by arrows and by j and k, and into the header above the first row", () => {
    expect(moved("ArrowDown", { row: 0, column: 2 })).toEqual({ row: 1, column: 2 });
    expect(moved("j", { row: 4, column: 2 })).toEqual({ row: 5, column: 2 });
    expect(moved("k", { row: 0, column: 2 })).toEqual({ row: -1, column: 2 });
    expect(moved("ArrowUp", { row: -1, column: 2 })).toEqual({ row: -1, column: 2 });
  });

  it("stops at the edges", () => {
    expect(moved("ArrowDown", { row: 99, column: 0 })).toEqual({ row: 99, column: 0 });
    expect(moved("ArrowRight", { row: 0, column: 7 })).toEqual({ row: 0, column: 7 });
    expect(moved("PageDown", { row: 95, column: 1 })).toEqual({ row: 99, column: 1 });
    expect(moved("PageUp", { row: 5, column: 1 })).toEqual({ row: 0, column: 1 });
  });

  it("goes to the ends of a row, and of the table with Control", () => {
    expect(moved("Home", { row: 5, column: 5 })).toEqual({ row: 5, column: 0 });
    expect(moved("End", { row: 5, column: 5 })).toEqual({ row: 5, column: 7 });
    expect(moved("End", { row: 5, column: 5 }, { ctrlKey: true })).toEqual({ row: 99, column: 7 });
    expect(moved("ArrowUp", { row: 5, column: 5 }, { metaKey: true })).toEqual({
      row: 0,
      column: 5,
    });
  });

  it("extends the selection with Shift", () => {
    expect(press("ArrowDown", { shiftKey: true })).toMatchObject({ isExtending: true });
    expect(press("J", { shiftKey: true })).toMatchObject({ rows: 1, isExtending: true });
  });

  it("opens, peeks and selects", () => {
    expect(press("Enter")).toEqual({ kind: "open" });
    expect(press("Enter", { metaKey: true })).toEqual({ kind: "open-in-new-tab" });
    expect(press(" ")).toEqual({ kind: "peek" });
    expect(press(" ", { shiftKey: true })).toEqual({ kind: "toggle-row" });
    expect(press("x")).toEqual({ kind: "toggle-row" });
    expect(press("a", { ctrlKey: true })).toEqual({ kind: "select-all" });
  });

  it("moves and resizes columns with modifiers", () => {
    expect(press("ArrowLeft", { ctrlKey: true, shiftKey: true })).toEqual({
      kind: "move-column",
      by: -1,
    });
    expect(press("ArrowRight", { altKey: true })).toEqual({ kind: "resize-column", by: 16 });
  });

  it("leaves the browser's own shortcuts alone", () => {
    expect(press("f", { ctrlKey: true })).toBeNull();
    expect(press("k", { metaKey: true })).toBeNull();
    expect(press("j", { metaKey: true })).toBeNull();
    expect(press("Tab")).toBeNull();
  });
});
