import { describe, expect, it } from "vitest";
import { groupKeys, neighbourKey } from "./prepare-panels";

describe("panel groups", () => {
  it("are what stands before the first slash, names without one first", () => {
    expect(groupKeys(["val/loss", "loss", "train/loss", "val/top/acc"])).toEqual([
      { name: "", keys: ["loss"] },
      { name: "train", keys: ["train/loss"] },
      { name: "val", keys: ["val/loss", "val/top/acc"] },
    ]);
  });

  it("count numbers in names as numbers", () => {
    expect(groupKeys(["layer10", "layer2", "layer1"])[0]?.keys).toEqual([
      "layer1",
      "layer2",
      "layer10",
    ]);
  });
});

describe("the neighbour of a panel", () => {
  it("comes round at both ends", () => {
    expect(neighbourKey(["a", "b", "c"], "c", 1)).toBe("a");
    expect(neighbourKey(["a", "b", "c"], "a", -1)).toBe("c");
    expect(neighbourKey(["a", "b", "c"], "b", 1)).toBe("c");
  });

  it("is missing where there is no other, or the panel itself is gone", () => {
    expect(neighbourKey(["a"], "a", 1)).toBeNull();
    expect(neighbourKey(["a", "b"], "z", 1)).toBeNull();
  });
});
