import { describe, expect, it } from "vitest";
import type { LineageClusterDto, LineageGraphDto, LineageNodeDto } from "@/lib/lineage/dto";
import { distancesOf, preparePicture, relatedTo } from "./prepare-picture";

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
const edge = (source: string, target: string) => ({
  source,
  target,
  role: "read" as const,
  details: [],
});
const cluster = (of: string, direction: LineageClusterDto["direction"], hidden: number) => ({
  node: of,
  direction,
  kind: "run" as const,
  hidden,
  isExact: true,
});

/** data → run → model, with a second run beside it. */
const graph: LineageGraphDto = {
  focus: "run",
  nodes: ["data", "run", "other", "model"].map(node),
  edges: [edge("data", "run"), edge("data", "other"), edge("run", "model")],
  clusters: [cluster("data", "downstream", 29), cluster("model", "downstream", 4)],
  isTruncated: false,
  cutOff: null,
};

describe("what is hidden", () => {
  const picture = preparePicture(graph, []);
  const item = (id: string) => picture.items.find((one) => one.id === id);

  it("is a box of its own beside siblings that are shown", () => {
    expect(item("data~downstream~run")).toMatchObject({ type: "cluster", cluster: { hidden: 29 } });
    expect(picture.links).toContainEqual(
      expect.objectContaining({ source: "data", target: "data~downstream~run", edge: null }),
    );
  });

  it("is counted on the node itself where nothing of that side is shown", () => {
    expect(item("model")).toMatchObject({
      collapsed: { downstream: { hidden: 4 }, upstream: null },
    });
    expect(item("model~downstream~run")).toBeUndefined();
  });

  it("is drawn before its node when it lies upstream", () => {
    const { links } = preparePicture({ ...graph, clusters: [cluster("run", "upstream", 2)] }, []);
    expect(links.at(-1)).toMatchObject({ source: "run~upstream~run", target: "run" });
  });

  it("can be hidden again once it was opened", () => {
    const opened = preparePicture(graph, ["data~downstream"]).items;
    expect(opened.find(({ id }) => id === "data")).toMatchObject({ opened: { downstream: true } });
    expect(opened.find(({ type }) => type === "cluster")).toMatchObject({ isOpened: true });
  });
});

describe("the distance from the focus", () => {
  it("is below zero for what it was made of, and none for what only shares its origin", () => {
    expect(Object.fromEntries(distancesOf(graph))).toEqual({ run: 0, data: -1, model: 1 });
  });

  it("ends where a graph turns round", () => {
    const circle = { focus: "a", edges: [edge("a", "b"), edge("b", "a")] };
    expect(Object.fromEntries(distancesOf(circle))).toEqual({ a: 0, b: -1 });
  });
});

it("a node is related to all that led to it and all that came of it, and not to its siblings", () => {
  const { links } = preparePicture({ ...graph, clusters: [] }, []);
  const { nodes, lines } = relatedTo(links, "run");
  expect([...nodes].toSorted()).toEqual(["data", "model", "run"]);
  expect(lines.size).toBe(2);
});
