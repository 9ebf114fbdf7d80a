import { describe, expect, it } from "vitest";
import { type PickerItem, pickerRows, withColumns } from "./picker-rows";

const metric = (key: string): PickerItem => ({
  key,
  label: key,
  group: "Metrics",
  variants: [
    { id: `m:${key}`, label: "last" },
    { id: `m.min:${key}`, label: "min" },
  ],
});
const param = (key: string): PickerItem => ({
  key,
  label: key,
  group: "Parameters",
  variants: [{ id: `p:${key}`, label: "" }],
});
const items = [metric("loss"), metric("val/loss"), param("lr")];

describe("the lines of the column picker", () => {
  it("are what is shown, in its order, then every group", () => {
    const { rows } = pickerRows({ items, visible: ["p:lr", "m.min:loss", "m:gone"], query: "" });
    expect(rows.map((row) => (row.kind === "item" ? row.item.key : row.label))).toEqual([
      "Shown",
      "lr",
      "loss",
      "m:gone",
      "Metrics",
      "loss",
      "val/loss",
      "Parameters",
      "lr",
    ]);
    expect(rows[2]).toMatchObject({ kind: "shown", variant: "min", index: 1 });
  });

  it("are only what matches when something is searched", () => {
    const { rows, matches } = pickerRows({ items, visible: ["p:lr"], query: "val" });
    expect(matches).toBe(1);
    expect(rows).toMatchObject([
      { kind: "heading", label: "Metrics", count: 1, columnIds: ["m:val/loss"] },
      { kind: "item", item: { key: "val/loss" } },
    ]);
  });

  it("say why a pattern cannot be read", () => {
    expect(pickerRows({ items, visible: [], query: "/(/" }).problem).not.toBeNull();
  });
});

describe("a choice of columns", () => {
  it("grows at its end and never holds one twice", () => {
    expect(withColumns(["a"], ["b", "a", "c"], true)).toEqual(["a", "b", "c"]);
    expect(withColumns(["a", "b", "c"], ["b", "z"], false)).toEqual(["a", "c"]);
  });
});
