import { expect, it } from "vitest";
import { prepareCardDiff } from "./prepare-card-diff";

it("takes a number with its decimals for one word", () => {
  const before = "87.7 % right, as v1.0 was.";
  const after = "77.5 % right, as v1.0 was.";
  expect(prepareCardDiff({ field: "summary", kind: "changed", before, after })).toEqual({
    kind: "text",
    parts: [
      { kind: "removed", text: "87.7" },
      { kind: "added", text: "77.5" },
      { kind: "same", text: " % right, as v1.0 was." },
    ],
  });
});

it("shows what became of an entry below what it was, and keeps what came and went where it stood", () => {
  const result = (metric: string, value: number, slice = "") => ({
    metric,
    value,
    slice,
    dataset: "",
  });
  const before = [result("auc", 0.9), result("auc", 0.7, "region/eu"), result("loss", 0.1)];
  const after = [result("auc", 0.8), result("auc", 0.7, "region/eu"), result("mae", 2)];
  const diff = prepareCardDiff({ field: "results", kind: "changed", before, after });
  expect(diff.kind === "lines" && diff.lines.map(({ kind, text }) => `${kind} ${text}`)).toEqual([
    "removed auc = 0.9",
    "added auc = 0.8",
    expect.stringMatching(/^same auc \(.*eu.*\) = 0.7$/),
    "removed loss = 0.1",
    "added mae = 2",
  ]);
});
