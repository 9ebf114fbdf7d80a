import { describe, expect, it } from "vitest";
import {
  columnId,
  compressColumns,
  expandColumns,
  type ParsedColumn,
  parseColumnId,
  valueColumns,
} from "./columns";

const metrics = Array.from({ length: 200 }, (_, index) => `m:layer ${index}`);
const catalogue = [...metrics, "p:lr", "p:depth", "t:team"];

describe("column names", () => {
  it.each<[string, ParsedColumn]>([
    ["m:val/loss", { kind: "metric", key: "val/loss", aggregate: "last" }],
    ["m.min:a:b", { kind: "metric", key: "a:b", aggregate: "min" }],
    ["m.max:loss", { kind: "metric", key: "loss", aggregate: "max" }],
    ["p:lr", { kind: "param", key: "lr" }],
    ["t:mlflow.user", { kind: "tag", key: "mlflow.user" }],
    ["a:start_time", { kind: "attribute", key: "start_time" }],
    ["a:git_commit", { kind: "attribute", key: "git_commit" }],
  ])("read %s and write it back", (id, column) => {
    expect(parseColumnId(id)).toEqual(column);
    expect(columnId(column)).toBe(id);
  });

  it.each(["", "loss", ":x", "m.mean:loss", "a:nothing", "q:x", `m:${"x".repeat(300)}`])(
    "mean nothing: %s",
    (id) => expect(parseColumnId(id)).toBeNull(),
  );

  it("ask for values only where a row does not carry them", () => {
    expect(valueColumns(["a:status", "m.max:loss", "nonsense", "p:lr"])).toEqual([
      { kind: "metric", key: "loss", aggregate: "max" },
      { kind: "param", key: "lr" },
    ]);
  });
});

describe("a choice of columns in the address", () => {
  it("is listed as it is while it is short", () => {
    const ids = ["a:status", "m:layer 1", "p:lr"];
    expect(compressColumns(ids, catalogue)).toEqual(ids);
    expect(expandColumns(ids, catalogue)).toEqual(ids);
  });

  it("says 'every metric' instead of two hundred names", () => {
    const ids = ["a:status", ...metrics, "p:lr"];
    expect(compressColumns(ids, catalogue)).toEqual(["a:status", "m:*", "p:lr"]);
    expect(expandColumns(["a:status", "m:*", "p:lr"], catalogue)).toEqual(ids);
  });

  it("names what is left out", () => {
    const ids = metrics.filter((id) => id !== "m:layer 7");
    const written = compressColumns([...ids, "m.min:layer 7"], catalogue);
    expect(written).toEqual(["m:*", "m.min:layer 7", "-m:layer 7"]);
    expect(expandColumns(written, catalogue)).toEqual([...ids, "m.min:layer 7"]);
  });

  it("takes in metrics that come later", () => {
    expect(expandColumns(["m:*"], [...catalogue, "m:new"])).toContain("m:new");
  });
});
