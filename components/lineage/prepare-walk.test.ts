import { describe, expect, it } from "vitest";
import { type Box, walk } from "./prepare-walk";

const box = (x: number, y: number): Box => ({ x, y, width: 100, height: 40 });
const link = (source: string, target: string) => ({
  id: `${source} ${target}`,
  source,
  target,
  edge: null,
});
/** Two data sets before a run, two models after it; a stranger in the models' column. */
const picture = {
  boxes: new Map([
    ["far", box(0, 0)],
    ["near", box(0, 90)],
    ["run", box(200, 100)],
    ["upper", box(400, 20)],
    ["stranger", box(410, 100)],
    ["lower", box(400, 150)],
  ]),
  links: [link("far", "run"), link("near", "run"), link("run", "upper"), link("run", "lower")],
};

describe("an arrow key", () => {
  it("follows an edge to the neighbour that stands nearest in height", () => {
    expect(walk("run", "left", picture)).toBe("near");
    expect(walk("run", "right", picture)).toBe("lower");
  });

  it("never leaves the edges sideways", () => {
    expect(walk("stranger", "left", picture)).toBeNull();
    expect(walk("lower", "right", picture)).toBeNull();
  });

  it("goes up and down within a column, whatever is connected", () => {
    expect(walk("upper", "down", picture)).toBe("stranger");
    expect(walk("lower", "up", picture)).toBe("stranger");
    expect(walk("upper", "up", picture)).toBeNull();
    expect(walk("run", "down", picture)).toBeNull();
  });

  it("does nothing from a place that is not drawn", () => {
    expect(walk("gone", "right", picture)).toBeNull();
  });
});
