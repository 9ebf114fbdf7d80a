import { describe, expect, it } from "vitest";
import type { ComparedRunDto, ComparisonDto } from "@/lib/runs/dto/comparison";
import {
  bestRuns,
  comparisonTable,
  deltaOf,
  isHeading,
  orderRuns,
  prepareLines,
  prepareRows,
} from "./prepare-comparison";

const run = (name: string): ComparedRunDto => ({
  uuid: name,
  name,
  experimentId: 1,
  userId: "ada",
  status: "FINISHED",
  startTime: 1_764_000_000_000,
  endTime: 1_764_000_060_000,
  artifactUri: "",
  isDeleted: false,
  lastActivityAt: 0,
  color: 0,
  sourceName: "train.py",
  gitCommit: "",
  datasets: [],
});

const comparison: ComparisonDto = {
  runs: [run("a"), run("b"), run("c")],
  metrics: [
    {
      key: "loss",
      last: [0.5, 0.25, Number.NaN],
      min: [0.4, 0.2, Number.NaN],
      max: [1, 1, Number.NaN],
    },
    { key: "epoch", last: [3, 3, 3], min: [0, 0, 0], max: [3, 3, 3] },
  ],
  params: [
    { key: "lr", values: ["0.1", "0.1", "0.1"] },
    { key: "depth", values: ["4", "8", null] },
  ],
  tags: [
    { key: "mlflow.user", values: ["ada", "ada", "ada"] },
    { key: "team", values: ["growth", null, null] },
  ],
};
const rows = prepareRows(comparison, { aggregate: "last", timeZone: "UTC" });
const rowOf = (label: string) => {
  const found = rows.find((one) => one.label === label);
  if (!found) throw new Error(`no row ${label}`);
  return found;
};
const open = { isDiffOnly: false, search: "", closed: new Set<never>() };

describe("the lines of a comparison", () => {
  it("stand in sections, without what clients set about themselves", () => {
    const lines = prepareLines(rows, open);
    expect(lines.filter(isHeading).map(({ label }) => label)).toEqual([
      "Details",
      "Metrics",
      "Parameters",
      "Tags",
    ]);
    expect(lines.some(({ label }) => label === "mlflow.user")).toBe(false);
  });

  it("show the value asked for of a metric", () => {
    const [loss] = prepareRows(comparison, { aggregate: "min", timeZone: "UTC" }).filter(
      ({ label }) => label === "loss",
    );
    expect(loss?.values).toEqual([0.4, 0.2, Number.NaN]);
  });

  it("can be only those that differ; a missing value differs from any", () => {
    const labels = prepareLines(rows, { ...open, isDiffOnly: true }).map(({ label }) => label);
    expect(labels).toContain("depth");
    expect(labels).toContain("team");
    expect(labels).not.toContain("lr");
    expect(labels).not.toContain("epoch");
  });

  it("can be searched, loosely or by a regular expression, and sections without any are left out", () => {
    const labels = (search: string) =>
      prepareLines(rows, { ...open, search }).map(({ label }) => label);
    expect(labels("dpth")).toEqual(["Parameters", "depth"]);
    expect(labels("/^l/")).toEqual(["Metrics", "loss", "Parameters", "lr"]);
  });

  it("of a section that is folded away are counted in its heading", () => {
    const lines = prepareLines(rows, { ...open, closed: new Set(["metrics"] as const) });
    expect(lines.find(({ id }) => id === "metrics")).toMatchObject({ count: 2, different: 1 });
    expect(lines.some(({ label }) => label === "loss")).toBe(false);
  });

  it("call two runs that both diverged the same", () => {
    const [both] = prepareRows(
      {
        ...comparison,
        metrics: [{ key: "loss", last: [Number.NaN, Number.NaN], min: [], max: [] }],
      },
      { aggregate: "last", timeZone: "UTC" },
    ).filter(({ section }) => section === "metrics");
    expect(both?.isDifferent).toBe(false);
  });
});

describe("the difference to the baseline", () => {
  it("is absolute, relative, and better or worse where the name says which", () => {
    expect(deltaOf(0.25, 0.5, "lower")).toEqual({
      absolute: -0.25,
      relative: -0.5,
      verdict: "better",
    });
    expect(deltaOf(0.75, 0.5, "lower")?.verdict).toBe("worse");
    expect(deltaOf(0.75, 0.5, "higher")?.verdict).toBe("better");
    expect(deltaOf(0.75, 0.5, null)?.verdict).toBe("neutral");
  });

  it("has no ratio to zero, and a negative baseline keeps the sign", () => {
    expect(deltaOf(1, 0, null)?.relative).toBeNull();
    expect(deltaOf(-1, -2, null)?.relative).toBe(0.5);
  });

  it("does not exist for what is no number, or the same", () => {
    expect(deltaOf(Number.NaN, 1, null)).toBeNull();
    expect(deltaOf("a", 1, null)).toBeNull();
    expect(deltaOf(null, 1, null)).toBeNull();
    expect(deltaOf(1, 1, null)).toBeNull();
  });
});

describe("the best of a metric", () => {
  it("is the least loss, never NaN", () => {
    expect([...bestRuns(rowOf("loss"))]).toEqual([1]);
  });

  it("is none where all are alike or the direction is not known", () => {
    expect(bestRuns(rowOf("epoch")).size).toBe(0);
    expect(bestRuns(rowOf("depth")).size).toBe(0);
  });
});

describe("ordering runs by a line", () => {
  it("keeps the baseline first and puts the best next, what is no number last", () => {
    const line = { ...rowOf("loss"), values: [0.5, Number.NaN, 0.3, 0.2] };
    expect(orderRuns(line, ["a", "b", "c", "d"])).toEqual(["a", "d", "c", "b"]);
  });

  it("orders texts as people do", () => {
    const line = { ...rowOf("depth"), values: ["1", "16", "8", null] };
    expect(orderRuns(line, ["a", "b", "c", "d"])).toEqual(["a", "c", "b", "d"]);
  });
});

describe("the table for a spreadsheet", () => {
  it("has one row a line and one column a run", () => {
    const table = comparisonTable(
      comparison.runs,
      prepareLines(rows, { ...open, search: "depth" }),
    );
    expect(table).toEqual([
      ["section", "name", "a", "b", "c"],
      ["Parameters", "depth", "4", "8", ""],
    ]);
  });
});
