import { describe, expect, it } from "vitest";
import type { LineageGraphDto, LineageNodeDto } from "@/lib/lineage/dto";
import { toMiniGraph } from "./prepare-mini-graph";

const node = (id: string): LineageNodeDto => ({
  id,
  kind: "run",
  title: id,
  subtitle: "",
  state: "",
  at: 0,
  isDeleted: false,
  places: [],
  page: null,
});
const graph = (ids: string[], edges: [string, string][], more = {}): LineageGraphDto => ({
  focus: ids[0] ?? "",
  nodes: ids.map(node),
  edges: edges.map(([source, target]) => ({ source, target, role: "read", details: [] })),
  clusters: [],
  isTruncated: false,
  cutOff: null,
  ...more,
});

describe("a small picture of lineage", () => {
  it("goes from left to right, whatever way there is between two nodes", () => {
    const { nodes, paths } = toMiniGraph(
      graph(
        ["version", "data", "run"],
        [
          ["data", "run"],
          ["run", "version"],
          ["data", "version"],
        ],
      ),
    );
    const x = Object.fromEntries(nodes.map((placed) => [placed.node.id, placed.x]));
    expect((x.data ?? 0) < (x.run ?? 0) && (x.run ?? 0) < (x.version ?? 0)).toBe(true);
    expect(paths).toHaveLength(3);
  });

  it("keeps the node it is about and counts what there is no room for", () => {
    const ids = Array.from({ length: 9 }, (_, index) => `n${index}`);
    const clusters = [{ node: "n0", direction: "upstream", kind: "run", hidden: 7, isExact: true }];
    const { nodes, hidden } = toMiniGraph(graph(ids, [], { focus: "n8", clusters }));
    expect(nodes).toHaveLength(5);
    expect(nodes[0]?.node.id).toBe("n8");
    expect(hidden).toBe(11);
  });

  it("ends on a circle, and on nothing", () => {
    expect(
      toMiniGraph(
        graph(
          ["a", "b"],
          [
            ["a", "b"],
            ["b", "a"],
          ],
        ),
      ).nodes,
    ).toHaveLength(2);
    expect(toMiniGraph(graph([], []))).toMatchObject({ width: 0, height: 0, nodes: [] });
  });
});
