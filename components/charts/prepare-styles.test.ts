import { describe, expect, it } from "vitest";
import { prepareDashes } from "./prepare-styles";

describe("dash patterns", () => {
  it("are solid as long as no two lines share a colour", () => {
    const dashes = prepareDashes([
      { id: "a", color: 0 },
      { id: "b", color: 1 },
    ]);
    expect([...dashes.values()]).toEqual([0, 0]);
  });

  it("tell lines of one colour apart", () => {
    const dashes = prepareDashes([
      { id: "a", color: 3 },
      { id: "b", color: 3 },
      { id: "c", color: 3 },
    ]);
    expect(new Set(dashes.values()).size).toBe(3);
  });

  it("do not depend on the order of the list", () => {
    const lines = ["d", "a", "c", "b"].map((id) => ({ id, color: 1 }));
    expect(prepareDashes(lines)).toEqual(prepareDashes([...lines].reverse()));
  });
});
