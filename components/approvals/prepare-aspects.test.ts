import { describe, expect, it } from "vitest";
import { toAspects } from "./prepare-aspects";

const named = (...keys: string[]) => keys.map((key) => ({ key }));
const found = (...keys: string[]) =>
  Object.fromEntries(
    toAspects(named(...keys)).map(({ label, metrics }) => [label, metrics.map(({ key }) => key)]),
  );

describe("what is recorded besides how good a version is", () => {
  it("is found by the words of a metric's name", () => {
    const aspects = found("latency_p95", "brierScore", "cost", "disparate_impact", "load_rps");
    expect(aspects).toMatchObject({
      Latency: ["latency_p95"],
      Calibration: ["brierScore"],
      "Cost per 1,000 predictions": ["cost"],
      Bias: ["disparate_impact"],
      "Load test": ["load_rps"],
    });
  });

  it("stays in the list when nothing is recorded, and takes no word inside another one", () => {
    const aspects = found("pieces", "forms", "upload_accuracy", "costume");
    expect(Object.values(aspects).flat()).toEqual([]);
    expect(Object.keys(aspects)).toHaveLength(7);
  });
});
