import { describe, expect, it } from "vitest";
import { loadRunTableParams } from "./table";
import { arrangementOf, differingParts, stateOfView, viewToOpen } from "./views";

const load = (query: string) => loadRunTableParams(new URLSearchParams(query));
const saved = (id: string, query: string, isDefault = false) => ({ id, query, isDefault });

describe("what a view keeps", () => {
  it("is the arrangement in the form of an address", () => {
    expect(arrangementOf("sort=m:loss&peek=zz&v=1")).toBe("sort=m:loss");
    expect(arrangementOf("nonsense=1")).toBe("");
  });

  it("sets all of a table's state, what it does not say too", () => {
    const state = stateOfView("mine=true");
    expect(state).toMatchObject({ isMine: true, filter: "", columns: null, selected: null });
  });
});

describe("two arrangements", () => {
  it("are told apart by their parts, each named once", () => {
    expect(differingParts("q=a&mine=true&cols=m:loss", "pins=m:loss")).toEqual([
      "filter",
      "columns",
    ]);
    expect(differingParts("sort=m:loss", "sort=m:loss")).toEqual([]);
  });
});

describe("the view that an address stands for", () => {
  const views = [saved("a", "mine=true"), saved("b", "q=x", true), saved("c", "")];

  it("is the one it names, when it says nothing else", () => {
    expect(viewToOpen(views, load("v=a"), { v: "a" })?.id).toBe("a");
    expect(viewToOpen(views, load("v=a&q=y"), { v: "a", q: "y" })).toBeNull();
  });

  it("is the default where an address says nothing at all", () => {
    expect(viewToOpen(views, load(""), {})?.id).toBe("b");
    expect(viewToOpen(views.slice(0, 1), load(""), {})).toBeNull();
  });

  it("is none where there is nothing to add, or no such view", () => {
    expect(viewToOpen(views, load("v=c"), { v: "c" })).toBeNull();
    expect(viewToOpen(views, load("v=gone"), { v: "gone" })).toBeNull();
  });
});
