import { describe, expect, it } from "vitest";
import { chartSearchParams, metricLinesQuery, metricLinesRequest, parseAsRange } from "./charts";

describe("a range in the address", () => {
  it("comes back as it was written", () => {
    for (const range of [
      { from: 0, to: 100 },
      { from: 1.5, to: 2.25 },
      { from: 1764030000000, to: 1764033600000 },
      { from: -1e-7, to: 1e-7 },
    ])
      expect(parseAsRange.parse(parseAsRange.serialize(range))).toEqual(range);
  });

  it.each(["", "5", "5~5", "9~1", "a~b", "1~2~3", "NaN~1", "0~Infinity"])(
    "is nothing: %s",
    (text) => expect(parseAsRange.parse(text)).toBeNull(),
  );
});

describe("smoothing in the address", () => {
  it("stays below one", () => {
    expect(chartSearchParams.smooth.parse("0.6")).toBe(0.6);
    expect(chartSearchParams.smooth.parse("1")).toBeNull();
    expect(chartSearchParams.smooth.parse("-1")).toBeNull();
    expect(chartSearchParams.smooth.parse("x")).toBeNull();
  });
});

describe("what a chart asks for", () => {
  it("is understood by the server as it was meant", () => {
    const runUuids = Array.from({ length: 50 }, (_, index) => index.toString(16).padStart(32, "0"));
    const query = metricLinesQuery({
      runUuids,
      metric: "val/top 1: accuracy",
      x: "relative",
      from: -0.5,
      to: 1e12,
      buckets: 500,
    });
    expect(query.length).toBeLessThan(1500);
    expect(metricLinesRequest.parse(Object.fromEntries(new URLSearchParams(query)))).toEqual({
      key: "val/top 1: accuracy",
      x: "relative",
      from: -0.5,
      to: 1e12,
      buckets: 500,
      runs: runUuids,
    });
  });
});
