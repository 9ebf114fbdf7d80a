import { describe, expect, it } from "vitest";
import { searchColumns } from "./column-search";

const names = ["train/loss", "val/loss", "val/accuracy", "learning_rate", "loss", "lr_schedule"];
const find = (query: string) => searchColumns(names, query, (name) => name).found;

describe("column search", () => {
  it("lists everything, in order, for an empty query", () => {
    expect(find("  ")).toEqual(names);
  });

  it("puts the exact word first", () => {
    expect(find("loss")[0]).toBe("loss");
    expect(find("loss")).toHaveLength(3);
  });

  it("matches letters in order across a name", () => {
    expect(find("vacc")).toEqual(["val/accuracy"]);
    expect(find("lr")[0]).toBe("lr_schedule");
    expect(find("lr")).toContain("learning_rate");
  });

  it("asks for every word", () => {
    expect(find("loss val")).toEqual(["val/loss"]);
  });

  it("reads /…/ as a regular expression, also while its end is not typed yet", () => {
    expect(find("/^val/")).toEqual(["val/loss", "val/accuracy"]);
    expect(find("/^val")).toEqual(["val/loss", "val/accuracy"]);
    expect(find("/LOSS$/i")).toEqual(["train/loss", "val/loss", "loss"]);
    expect(find("/LOSS$/")).toEqual([]);
  });

  it("says when a regular expression cannot be read", () => {
    const { found, problem } = searchColumns(names, "/(val/", (name) => name);
    expect(found).toEqual([]);
    expect(problem).toContain("not complete");
  });

  it("searches ten thousand names at the speed of typing", () => {
    const many = Array.from({ length: 10_000 }, (_, index) => `layer_${index}/attention/weight`);
    // The quickest of several: the machine may do something else during any one of them.
    const times = Array.from({ length: 10 }, () => {
      const start = performance.now();
      expect(searchColumns(many, "l99 weight", (name) => name).found.length).toBeGreaterThan(10);
      return performance.now() - start;
    });
    expect(Math.min(...times)).toBeLessThan(500);
  });
});
