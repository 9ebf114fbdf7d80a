import { describe, expect, it } from "vitest";
import { orderRows } from "./row-order";

const list = (order: ReturnType<typeof orderRows>) =>
  Array.from({ length: order.length }, (_, index) => {
    const place = order.at(index);
    return place ? `${place.level}${place.uuid}` : "";
  });

describe("the order of rows", () => {
  it("is the list itself while nothing is open", () => {
    expect(list(orderRows(["a", "b"], new Map()))).toEqual(["1a", "1b"]);
    expect(orderRows(["a"], new Map()).at(1)).toBeUndefined();
  });

  it("puts children below their parent, at any depth", () => {
    const children = new Map([
      ["a", ["x", "y"]],
      ["x", ["deep"]],
    ]);
    expect(list(orderRows(["a", "b"], children))).toEqual(["1a", "2x", "3deep", "2y", "1b"]);
  });

  it("ends where runs are their own ancestors", () => {
    const children = new Map([
      ["a", ["b"]],
      ["b", ["a"]],
    ]);
    expect(orderRows(["a"], children).length).toBe(8);
  });
});
