import { describe, expect, it } from "vitest";
import { editableTagColumns, summariseTags } from "./tag-summaries";

describe("the tags of some runs", () => {
  it("are those that people set", () => {
    const catalogue = ["m:loss", "t:team", "t:mlflow.source.name", "p:team", "t:note"];
    expect(editableTagColumns(catalogue)).toEqual(["t:team", "t:note"]);
  });

  it("are counted with their different values; one that no run has is left out", () => {
    const rows = [
      { values: ["red", null] },
      { values: ["blue", null] },
      { values: ["red", null] },
      { values: [null, null] },
    ];
    expect(summariseTags(rows, ["t:team", "t:note"])).toEqual([
      { key: "team", values: ["red", "blue"], runs: 3 },
    ]);
  });

  it("may be empty texts", () => {
    expect(summariseTags([{ values: [""] }], ["t:keep"])).toEqual([
      { key: "keep", values: [""], runs: 1 },
    ]);
  });
});
