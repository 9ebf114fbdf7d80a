import { describe, expect, it } from "vitest";
import { type Expansion, type Neighbour, WALK_LIMITS, Walk } from "./walk";

const FOCUS = "dataset-version:1";
const start = (depth = 3) => new Walk({ focus: FOCUS, depth, opened: new Set(), pinned: [] });
const runs = (from: string, count: number, first = 0): Neighbour[] =>
  Array.from({ length: count }, (_, number) => ({
    from,
    id: `run:${first + number}`,
    kind: "run",
    role: "read",
    detail: "",
    at: null,
  }));
const wide = (expansion: Expansion): Expansion => ({ ...expansion, limit: 10_000 });

describe("a walk", () => {
  it("says that it was cut off at its number of nodes, and holds no more", () => {
    const walk = start();
    walk.take(walk.next("downstream").map(wide), runs(FOCUS, 900));
    expect(walk.nodes.size).toBe(WALK_LIMITS.nodes);
    expect(walk.cutOff).toBe("nodes");
  });

  it("says that it was cut off at its number of edges, and holds no more", () => {
    const walk = start();
    const first = walk.next("downstream").map(wide);
    walk.take(first, runs(FOCUS, 90));
    // Each of ninety nodes leads to all of the others.
    const level = walk.next("downstream").map(wide);
    walk.take(
      level,
      level.flatMap(({ node }) => runs(node, 90)),
    );
    expect(walk.edges.size).toBe(WALK_LIMITS.edges);
    expect(walk.cutOff).toBe("edges");
  });

  it("reads a node once a direction, however many ways lead to it", () => {
    const walk = start(20);
    const read: string[] = [];
    for (let level = walk.next("downstream"); level.length > 0; level = walk.next("downstream")) {
      read.push(...level.map(({ node }) => node));
      // Everything leads to the same five, which lead back.
      walk.take(
        level,
        level.flatMap(({ node }) => runs(node, 5)),
      );
    }
    expect(read).toHaveLength(new Set(read).size);
    expect(read).toHaveLength(6);
    expect(walk.cutOff).toBeNull();
  });

  it("ends at the depth that was asked for", () => {
    const walk = start(2);
    walk.take(walk.next("downstream"), runs(FOCUS, 1));
    walk.take(walk.next("downstream"), runs("run:0", 1, 1));
    expect(walk.next("downstream")).toEqual([]);
    expect(walk.next("upstream").map(({ node }) => node)).toEqual([FOCUS]);
  });
});
