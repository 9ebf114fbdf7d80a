import { describe, expect, it } from "vitest";
import type { ComparedRunDto, ComparisonDto } from "@/lib/runs/dto/comparison";
import { arrangeComparison } from "./prepare-order";

const run = (uuid: string): ComparedRunDto => ({
  uuid,
  name: uuid,
  experimentId: 1,
  userId: "",
  status: "FINISHED",
  startTime: 0,
  endTime: null,
  artifactUri: "",
  isDeleted: false,
  lastActivityAt: 0,
  color: 0,
  sourceName: "",
  gitCommit: "",
  datasets: [],
});
const comparison: ComparisonDto = {
  runs: [run("a"), run("b"), run("c")],
  metrics: [{ key: "loss", last: [1, 2, 3], min: [1, 2, 3], max: [1, 2, 3] }],
  params: [{ key: "only_b", values: [null, "x", null] }],
  tags: [],
};

describe("another order of the runs", () => {
  it("moves their values with them", () => {
    const { runs, metrics } = arrangeComparison(comparison, ["c", "a"]);
    expect(runs.map(({ uuid }) => uuid)).toEqual(["c", "a"]);
    expect(metrics[0]?.last).toEqual([3, 1]);
  });

  it("leaves out names that no run left has", () => {
    expect(arrangeComparison(comparison, ["c", "a"]).params).toEqual([]);
    expect(arrangeComparison(comparison, ["b"]).params).toHaveLength(1);
  });

  it("ignores runs that are not there, or named twice", () => {
    expect(arrangeComparison(comparison, ["a", "z", "a"]).runs).toHaveLength(1);
  });
});
