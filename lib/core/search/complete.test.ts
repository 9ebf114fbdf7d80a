import { describe, expect, it } from "vitest";
import { expectationAt } from "./complete";
import { highlightSearch } from "./highlight";

/** The bar is the cursor. */
function at(text: string) {
  const cursor = text.indexOf("|");
  return expectationAt(text.replace("|", ""), cursor);
}

describe("what may be written at the cursor of a filter", () => {
  it.each([
    ["|", "name", ""],
    ["met|", "name", "met"],
    ["metrics.val/lo|", "name", "metrics.val/lo"],
    ["metrics.`val/l|", "name", "metrics.`val/l"],
    ["metrics.loss |", "operator", ""],
    ["metrics.loss <|", "value", ""],
    ["metrics.loss < |", "value", ""],
    ["metrics.loss < 0.|", "value", "0."],
    ["params.opt = 'ad|", "value", "'ad"],
    ["params.opt = 'adam with spaces|", "value", "'adam with spaces"],
    ["params.opt = 'adam' |", "join", ""],
    ["params.opt = 'adam' an|", "join", "an"],
    ["params.opt = 'adam' AND |", "name", ""],
    ["params.opt = 'adam' AND NOT |", "name", ""],
    ["(params.opt = 'adam' OR |", "name", ""],
    ["(params.opt = 'adam'|", "value", "'adam'"],
    ["(params.opt = 'adam') |", "join", ""],
    ["params.opt I|", "operator", "I"],
    ["params.opt IS |", "value", ""],
    ["params.opt IS NOT |", "value", ""],
    ["params.opt IS NULL |", "join", ""],
    ["run_id IN (|", "value", ""],
    ["run_id NOT IN ('a', |", "value", ""],
    ["run_id IN ('a') |", "join", ""],
  ])("%s", (text, expects, partial) => {
    expect(at(text)).toMatchObject({ expects, partial });
  });

  it("knows what the comparison is about", () => {
    expect(at("metrics.`val/loss` < |").name).toEqual({ entity: "metrics", key: "val/loss" });
    expect(at("a = 'b' OR status = |")).toMatchObject({
      name: { entity: null, key: "status" },
      operator: "=",
    });
    expect(at("run_id NOT IN ('a', |")).toMatchObject({ operator: "NOT IN", isInList: true });
  });

  it("does not stumble over what cannot be read", () => {
    expect(() => at("; ; = < 'x |")).not.toThrow();
    expect(() => at("$$$ |")).not.toThrow();
  });
});

describe("the colours of a filter", () => {
  it("tell names, words, operators and values apart", () => {
    const text = "NOT metrics.loss < 1 AND params.o = 'x'";
    expect(
      highlightSearch(text).map(({ from, to, role }) => `${role} ${text.slice(from, to)}`),
    ).toEqual([
      "keyword NOT",
      "name metrics.loss",
      "operator <",
      "number 1",
      "keyword AND",
      "name params.o",
      "operator =",
      "string 'x'",
    ]);
  });

  it("mark what cannot be read, and still colour what stands before", () => {
    const spans = highlightSearch("metrics.a > 1 AND 'open");
    expect(spans[0]).toMatchObject({ role: "name" });
    expect(spans.at(-1)).toEqual({ from: 18, to: 23, role: "problem" });
  });
});
