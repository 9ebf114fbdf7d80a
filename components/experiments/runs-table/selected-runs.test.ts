import { describe, expect, it } from "vitest";
import { exportUrls, joinFiles } from "./selected-runs";

const listing = {
  experiment: 7,
  filter: "metrics.loss < 1",
  view: "active",
  isMine: false,
  isTopLevelOnly: false,
  sort: "m:loss",
} as const;
const uuidOf = (index: number) => index.toString(16).padStart(32, "0");
const shown = ["a:status", "m.min:loss", "p:lr"];

describe("the file of a selection", () => {
  it("asks for the columns that are shown, in the order of the table", () => {
    const ids = new Set([uuidOf(1), uuidOf(2)]);
    const [url, ...others] = exportUrls("team", listing, shown, { mode: "some", ids });
    const query = new URL(url ?? "", "http://localhost").searchParams;
    expect(others).toEqual([]);
    expect(query.getAll("columns")).toEqual(["m.min:loss", "p:lr"]);
    expect(query.get("sort")).toBe("m:loss");
    expect(query.get("runs")?.split(".")).toHaveLength(2);
    expect(query.get("filter")).toBeNull();
  });

  it("asks by the filter for everything that matches", () => {
    const except = new Set([uuidOf(9)]);
    const [url] = exportUrls("team", listing, shown, { mode: "all", except });
    const query = new URL(url ?? "", "http://localhost").searchParams;
    expect(query.get("filter")).toBe("metrics.loss < 1");
    expect(query.get("except")).not.toBeNull();
    expect(query.get("runs")).toBeNull();
  });

  it("comes in pieces when its ids do not fit in one address", () => {
    const ids = new Set(Array.from({ length: 450 }, (_, index) => uuidOf(index)));
    const urls = exportUrls("team", listing, shown, { mode: "some", ids });
    expect(urls).toHaveLength(3);
    expect(Math.max(...urls.map((url) => url.length))).toBeLessThan(8_000);
  });

  it("has one heading, however many pieces it came in", () => {
    expect(joinFiles(["id,a\r\n1,x\r\n", "id,a\r\n2,y\r\n"])).toBe("id,a\r\n1,x\r\n2,y\r\n");
  });
});
