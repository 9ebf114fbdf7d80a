import { describe, expect, it } from "vitest";
import {
  addCondition,
  changeGroup,
  EMPTY_GROUP,
  type FilterRule,
  isComplete,
  printFilter,
  readFilter,
  replaceItem,
} from "./filter-tree";

const lr: FilterRule = {
  kind: "rule",
  field: { kind: "param", key: "lr" },
  operator: "=",
  value: "0.1",
};
const loss: FilterRule = {
  kind: "rule",
  field: { kind: "metric", key: "val/loss" },
  operator: "<",
  value: "0.5",
};

describe("a filter in the builder", () => {
  it.each([
    "params.lr = '0.1'",
    "metrics.`val/loss` < 0.5 AND params.lr = '0.1'",
    "metrics.a > 1e-3 AND (params.lr = '0.1' OR tags.team IS NULL)",
    "NOT (params.lr = '0.1' OR params.lr = '0.2') AND attributes.status != 'FAILED'",
    "NOT params.lr = '0.1'",
    "attributes.run_id IN ('a', 'b')",
    "tags.`mlflow.source.name` LIKE '%it''s%'",
  ])("comes back as it was: %s", (text) => {
    const group = readFilter(text);
    const printed = group && printFilter(group);
    const again = printed ? readFilter(printed) : null;
    expect(again).toEqual(group);
    expect(printed?.replaceAll("`", "")).toBe(text.replaceAll("`", ""));
  });

  it("is empty for no filter, and nothing for one that cannot be read", () => {
    expect(readFilter("  ")).toEqual(EMPTY_GROUP);
    expect(printFilter(EMPTY_GROUP)).toBe("");
    expect(readFilter("metrics.loss <")).toBeNull();
    expect(readFilter("nonsense.key = 'x'")).toBeNull();
  });

  it("reads names by all their aliases", () => {
    expect(readFilter("status = 'FAILED' AND metric.a > 1")?.items).toMatchObject([
      { field: { kind: "attribute", key: "status" } },
      { field: { kind: "metric", key: "a" } },
    ]);
  });

  it("leaves out what is not finished", () => {
    const unfinished = { ...loss, value: "0." };
    expect(isComplete({ ...loss, value: "abc" })).toBe(false);
    expect(isComplete({ ...lr, field: { kind: "param", key: "" } })).toBe(false);
    expect(isComplete(unfinished)).toBe(true);
    const group = { ...EMPTY_GROUP, items: [lr, { ...loss, value: "" }] };
    expect(printFilter(group)).toBe("params.lr = '0.1'");
  });

  it("changes, adds and removes at any depth", () => {
    const group = readFilter("params.lr = '0.1' AND (metrics.a > 1 OR metrics.b > 1)");
    if (!group) throw new Error("The filter was not read.");
    expect(printFilter(replaceItem(group, [1, 0], null))).toBe(
      "params.lr = '0.1' AND metrics.b > 1",
    );
    expect(printFilter(replaceItem(group, [0], { ...lr, value: "9" }))).toContain(
      "params.lr = '9'",
    );
    const more = changeGroup(group, [1], (inner) => ({ ...inner, items: [...inner.items, lr] }));
    expect(printFilter(more)).toBe(
      "params.lr = '0.1' AND (metrics.a > 1 OR metrics.b > 1 OR params.lr = '0.1')",
    );
    expect(printFilter(changeGroup(group, [], (top) => ({ ...top, join: "or" })))).toContain(
      " OR (",
    );
  });
});

describe("one more condition", () => {
  it("is asked for besides the others", () => {
    expect(addCondition("", lr)).toBe("params.lr = '0.1'");
    expect(addCondition("metrics.a > 1 AND metrics.b > 1", lr)).toBe(
      "metrics.a > 1 AND metrics.b > 1 AND params.lr = '0.1'",
    );
    expect(addCondition("metrics.a > 1 OR metrics.b > 1", lr)).toBe(
      "(metrics.a > 1 OR metrics.b > 1) AND params.lr = '0.1'",
    );
  });

  it("takes the place of a filter that cannot be read", () => {
    expect(addCondition("metrics.a >", lr)).toBe("params.lr = '0.1'");
  });
});
