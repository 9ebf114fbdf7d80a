import { describe, expect, it } from "vitest";
import { betterDirection } from "@/lib/runs/rules";
import type { CompareRow } from "./prepare-comparison";
import { prepareDimensions, startingAxes } from "./prepare-dimensions";

const row = (
  section: CompareRow["section"],
  label: string,
  values: CompareRow["values"],
): CompareRow => ({
  id: `${section}:${label}`,
  section,
  label,
  values,
  isDifferent: new Set(values).size > 1,
  direction: section === "metrics" ? betterDirection(label) : null,
});
const dimensions = prepareDimensions([
  row("details", "User", ["ada", "grace"]),
  row("metrics", "epoch", [1, 2]),
  row("metrics", "loss", [0.5, 0.4]),
  row("metrics", "val/auc", [0.8, 0.9]),
  row("params", "lr", ["0.1", "0.2"]),
  row("params", "seed", ["1", "1"]),
  row("params", "prompt", ["x".repeat(500), "y".repeat(500)]),
]);

describe("axes of a comparison", () => {
  it("are metrics and parameters, without long texts", () => {
    expect(dimensions.map(({ id }) => id)).toEqual([
      "m:epoch",
      "m:loss",
      "m:val/auc",
      "p:lr",
      "p:seed",
    ]);
  });

  it("begin with what differs and end with the metric on data held out", () => {
    expect(startingAxes(dimensions)).toEqual(["p:lr", "m:val/auc"]);
  });

  it("begin with any metric rather than none", () => {
    expect(startingAxes(prepareDimensions([row("metrics", "epoch", [1, 2])]))).toEqual(["m:epoch"]);
  });
});
