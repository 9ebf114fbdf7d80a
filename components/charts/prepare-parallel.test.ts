import { describe, expect, it } from "vitest";
import { brushOf, type ParallelDimension, prepareParallel } from "./prepare-parallel";

const dimension = (id: string, values: ParallelDimension["values"]): ParallelDimension => ({
  id,
  label: id,
  values,
  isLog: false,
  isFlipped: false,
});
const request = {
  dimensions: [
    dimension("lr", ["1", "2"]),
    dimension("opt", ["adam", null]),
    dimension("loss", [5, 3]),
  ],
  lineCount: 2,
  width: 600,
  height: 300,
  brushes: {},
};

describe("parallel coordinates", () => {
  it("spread the axes over the width", () => {
    expect(prepareParallel(request).dimensions.map(({ x }) => x)).toEqual([64, 300, 536]);
  });

  it("break a line where its value is missing", () => {
    const [whole, broken] = prepareParallel(request).paths;
    expect(whole?.path.match(/M/g)).toHaveLength(1);
    expect(broken?.path.match(/M/g)).toHaveLength(2);
  });

  it("keep the lines that pass every brush, and none with a missing value there", () => {
    const kept = (brushes: Record<string, { from: number; to: number }>) =>
      prepareParallel({ ...request, brushes }).paths.map(({ isKept }) => isKept);
    expect(kept({})).toEqual([true, true]);
    expect(kept({ loss: { from: 0, to: 0.5 } })).toEqual([false, true]);
    expect(kept({ opt: { from: 0, to: 1 } })).toEqual([true, false]);
  });
});

describe("a brush", () => {
  const frame = { top: 100, bottom: 200 };

  it("is the part of the axis dragged over, either way", () => {
    expect(brushOf(frame, 150, 200)).toEqual({ from: 0, to: 0.5 });
    expect(brushOf(frame, 200, 150)).toEqual({ from: 0, to: 0.5 });
    expect(brushOf(frame, 50, 150)).toEqual({ from: 0.5, to: 1 });
  });

  it("is none for a click", () => {
    expect(brushOf(frame, 150, 152)).toBeNull();
  });
});
