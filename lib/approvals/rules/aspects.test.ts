import { describe, expect, it } from "vitest";
import { ASPECTS, ofAspect } from "./aspects";

const found = (...keys: string[]) =>
  Object.fromEntries(
    ASPECTS.map((aspect) => [aspect, ofAspect(aspect, keys, (key) => key)] as const).filter(
      ([, metrics]) => metrics.length > 0,
    ),
  );

describe("what is recorded besides how good a version is", () => {
  it("is found by the words of a metric's name", () => {
    expect(found("latency_p95", "brierScore", "cost", "disparate_impact", "load_rps")).toEqual({
      latency: ["latency_p95"],
      calibration: ["brierScore"],
      cost: ["cost"],
      bias: ["disparate_impact"],
      load: ["load_rps"],
    });
  });

  it("is what a name says first, whatever words come behind", () => {
    expect(
      found("load/latency_p95_ms", "fairness/cost_gap", "importance/price", "robustness/accuracy"),
    ).toEqual({
      load: ["load/latency_p95_ms"],
      bias: ["fairness/cost_gap"],
      explainability: ["importance/price"],
      robustness: ["robustness/accuracy"],
    });
  });

  it("takes no word inside another one", () => {
    expect(found("pieces", "forms", "upload_accuracy", "costume", "loader/steps")).toEqual({});
  });
});
