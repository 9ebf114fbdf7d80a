import { describe, expect, it } from "vitest";
import { allFields } from "./filter-fields";
import { suggestAt } from "./filter-suggestions";

const fields = allFields([
  { kind: "metric", key: "loss" },
  { kind: "metric", key: "val/loss" },
  { kind: "param", key: "optimizer" },
  { kind: "tag", key: "team" },
]);
const knowledge = {
  fields,
  valuesOf: ({ key }: { key: string }) => (key === "optimizer" ? ["adam", "it's"] : []),
  now: 1_000_000_000,
};

function offered(text: string) {
  const cursor = text.indexOf("|");
  return suggestAt(text.replace("|", ""), cursor, knowledge);
}
const labels = (text: string) => offered(text).suggestions.map(({ label }) => label);
const inserts = (text: string) => offered(text).suggestions.map(({ insert }) => insert);

describe("suggestions in the filter box", () => {
  it("offer everything there is to filter by", () => {
    expect(labels("|")).toEqual(
      expect.arrayContaining([
        "attributes.status",
        "metrics.loss",
        "params.optimizer",
        "tags.team",
      ]),
    );
  });

  it("find a metric by its own name and quote it as it must be", () => {
    expect(labels("val|")[0]).toBe("metrics.val/loss");
    expect(inserts("val|")[0]).toBe("metrics.`val/loss` ");
    expect(labels("metrics.`val/l|")).toEqual(["metrics.val/loss"]);
  });

  it("offer the comparisons that the field allows", () => {
    expect(labels("metrics.loss |")).toEqual(["=", "!=", "<", "<=", ">", ">="]);
    expect(labels("params.optimizer |")).toContain("IS NULL");
    expect(labels("params.optimizer il|")).toEqual(["ILIKE"]);
  });

  it("offer values that are on the screen, quoted", () => {
    expect(inserts("params.optimizer = |")).toEqual(["'adam' ", "'it''s' "]);
    expect(labels("params.optimizer = 'ad|")).toEqual(["adam"]);
    expect(labels("status = |")).toContain("RUNNING");
    expect(inserts("start_time > |")[0]).toBe("996400000 ");
  });

  it("offer what joins conditions", () => {
    expect(labels("params.optimizer = 'adam' |")).toEqual(["AND", "OR"]);
    expect(labels("params.optimizer = 'adam' o|")).toEqual(["OR"]);
    expect(labels("params.optimizer IS |")).toEqual(["NULL", "NOT NULL"]);
  });

  it("offer nothing where a filter may end, so that Enter asks it", () => {
    expect(labels("params.optimizer = 'adam'|")).toEqual([]);
    expect(labels("(params.optimizer = 'adam')|")).toEqual([]);
    expect(labels("params.optimizer IN ('adam')|")).toEqual([]);
    expect(labels("params.optimizer IS NULL|")).toEqual([]);
  });

  it("replace the word under the cursor and nothing else", () => {
    expect(offered("metrics.loss < 1 AND val|").from).toBe(21);
  });
});
