import { describe, expect, it } from "vitest";
import { isListNested, listingOf, visibleColumns } from "./listing";
import {
  combineFilter,
  loadRunTableParams,
  NEWEST_FIRST,
  parseSort,
  printSort,
  startingColumns,
  toRunOrder,
} from "./table";

describe("a sort in the address", () => {
  it.each(["m:loss", "-m.min:val/loss", "p:lr", "-a:start_time", "t:team"])("reads %s", (text) => {
    const sort = parseSort(text);
    expect(sort && printSort(sort)).toBe(text);
  });

  it.each(["", "-", "a:datasets", "nonsense", "-m.mean:loss"])("refuses %s", (text) => {
    expect(parseSort(text)).toBeNull();
  });

  it("becomes the order that the query takes", () => {
    expect(toRunOrder({ columnId: "m.max:acc", isAscending: false })).toEqual({
      column: { kind: "metric", key: "acc", aggregate: "max" },
      ascending: false,
    });
  });
});

describe("the filter and the quick toggles", () => {
  it("are one filter", () => {
    expect(combineFilter({ filter: "", isRunning: false, hidesFailed: false })).toBe("");
    expect(combineFilter({ filter: " a = 'b' ", isRunning: false, hidesFailed: false })).toBe(
      "a = 'b'",
    );
    expect(
      combineFilter({ filter: "a = 'b' OR c = 'd'", isRunning: true, hidesFailed: true }),
    ).toBe(
      "(a = 'b' OR c = 'd') AND (attributes.status = 'RUNNING') AND (attributes.status != 'FAILED' AND attributes.status != 'KILLED')",
    );
  });
});

describe("the table's address", () => {
  it("opens at the newest runs, nested, with columns to begin with", () => {
    const state = loadRunTableParams({});
    expect(state.sort).toEqual(NEWEST_FIRST);
    expect(isListNested(state)).toBe(true);
    const catalogue = ["m:acc", "m:system/cpu", "p:lr", "t:team"];
    expect(visibleColumns(state.columns, catalogue)).toEqual(startingColumns(catalogue));
    expect(startingColumns(catalogue)).toContain("m:acc");
    expect(startingColumns(catalogue)).not.toContain("m:system/cpu");
  });

  it("restores everything that it was made of", () => {
    const state = loadRunTableParams({
      q: "metrics.loss < 1",
      sort: "m.min:loss",
      cols: "p:lr,m.min:loss",
      pins: "p:lr",
      w: "p:lr*140,broken,m.min:loss*0",
      tab: "charts",
      mine: "true",
      sel: "0123456789abcdef0123456789abcdef",
      peek: "0123456789abcdef0123456789abcdef",
    });
    expect(state).toMatchObject({
      filter: "metrics.loss < 1",
      sort: { columnId: "m.min:loss", isAscending: true },
      columns: ["p:lr", "m.min:loss"],
      pinned: ["p:lr"],
      widths: [{ id: "p:lr", width: 140 }],
      pane: "charts",
      selected: { mode: "some", ids: ["0123456789abcdef0123456789abcdef"] },
      peek: "0123456789abcdef0123456789abcdef",
    });
    expect(listingOf(7, state)).toEqual({
      experiment: 7,
      filter: "metrics.loss < 1",
      view: "active",
      isMine: true,
      isTopLevelOnly: false,
      sort: "m.min:loss",
    });
  });

  it("falls back where it is not understood, and never fails", () => {
    const state = loadRunTableParams({ sort: "rubbish", view: "x", sel: "???", peek: "1", w: "*" });
    expect(state).toMatchObject({ sort: NEWEST_FIRST, view: "active", peek: null, widths: [] });
  });

  it("lists every run in one list as soon as it is filtered or ranked", () => {
    expect(isListNested(loadRunTableParams({ q: "metrics.a > 1" }))).toBe(false);
    expect(isListNested(loadRunTableParams({ sort: "m:loss" }))).toBe(false);
    expect(isListNested(loadRunTableParams({ nest: "false" }))).toBe(false);
  });
});
