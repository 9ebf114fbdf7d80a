import { expect, test } from "vitest";
import { prepareUsage } from "./prepare-usage";

const point = (second: number, cores: number | null) => ({
  ...{ second, cores, memoryBytes: 1_024, processes: 1, gpu: null },
});

test("CPU is told in percent of a core and memory in bytes; a GPU only where there is one", () => {
  const charts = prepareUsage([point(0, null), point(1, 1.5)]);
  expect(charts.map(({ title, line }) => [title, line.x, line.y])).toEqual([
    ["CPU, percent of a core", [1_000], [150]],
    ["Memory", [0, 1_000], [1_024, 1_024]],
  ]);
  const gpu = { percent: 40, memoryBytes: 7 };
  expect(prepareUsage([{ ...point(2, 0), gpu }]).map(({ title }) => title)).toContain("GPU memory");
});
