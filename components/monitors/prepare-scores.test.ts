import { expect, test } from "vitest";
import { scoreLines } from "./prepare-scores";

const HOUR = 3_600_000;

test("windows without a score leave the threshold standing, and points are joined with their neighbours only", () => {
  const windows = [0, 1, 4].map((hour) => ({
    ...{ opensAt: hour * HOUR, closesAt: (hour + 1) * HOUR, rows: 150, verdict: "stable" as const },
    ...{ datasetVersion: null, reevaluatedAt: null, isAfterGap: hour === 4 },
  }));
  const common = {
    ...{ verdict: "stable" as const, threshold: 0.1, pValue: null },
    judgedBy: "score" as const,
  };
  const cells = [
    { ...common, score: 0.02, chance: 0.05 },
    { ...common, score: null, chance: null },
    { ...common, score: 0.3, chance: 0.06 },
  ];
  const [score, threshold, chance] = scoreLines({ name: "amount", cells }, windows);
  expect(score).toMatchObject({ x: [0, 4 * HOUR], y: [0.02, 0.3], maxGap: HOUR });
  expect(threshold).toMatchObject({ x: [0, HOUR, 4 * HOUR], y: [0.1, 0.1, 0.1] });
  expect(chance).toMatchObject({ y: [0.05, 0.06] });
  const [only] = scoreLines({ name: "new", cells: [null, null, cells[0] ?? null] }, windows);
  const versions = windows.map((window, at) => ({ ...window, datasetVersion: at + 2 }));
  const [byVersion] = scoreLines({ name: "amount", cells }, versions);
  expect(byVersion, "versions stand by their number").toMatchObject({ x: [2, 4] });
  expect(only, "a window that knows no such column is left out").toMatchObject({ x: [4 * HOUR] });
});
