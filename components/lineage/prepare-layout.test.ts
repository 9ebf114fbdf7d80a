import ELK from "elkjs/lib/elk.bundled.js";
import { describe, expect, it } from "vitest";
import type { LineageGraphDto, LineageNodeDto } from "@/lib/lineage/dto";
import {
  type Layout,
  labelPlace,
  NO_LAYOUT,
  pathOf,
  settle,
  sharedEnds,
  toElkGraph,
  toLayout,
} from "./prepare-layout";
import { preparePicture } from "./prepare-picture";

const node = (id: string, at: number): LineageNodeDto => ({
  id,
  kind: "run",
  title: id,
  subtitle: "",
  state: "",
  at,
  isDeleted: false,
  places: [],
  page: null,
});

/** A data set that some runs read, each of which logged a model. */
function graphOf(runs: readonly number[], models: readonly number[] = []): LineageGraphDto {
  const edge = (source: string, target: string) => ({
    source,
    target,
    role: "read" as const,
    details: [],
  });
  return {
    focus: "data",
    nodes: [
      node("data", 0),
      ...runs.map((number) => node(`run${number}`, number)),
      ...models.map((number) => node(`model${number}`, number)),
    ],
    edges: [
      ...runs.map((number) => edge("data", `run${number}`)),
      ...models.map((number) => edge(`run${number}`, `model${number}`)),
    ],
    clusters: [],
    isTruncated: false,
    cutOff: null,
  };
}

const elk = new ELK();
async function layOut(graph: LineageGraphDto, before: Layout, anchor: string | null) {
  const answer = await elk.layout(toElkGraph(preparePicture(graph, []), before));
  return settle(toLayout(answer), before, anchor);
}

const orderOf = ({ boxes }: Layout, ids: readonly string[]) =>
  ids.toSorted((a, b) => (boxes.get(a)?.y ?? 0) - (boxes.get(b)?.y ?? 0));

describe("the layout", () => {
  it("goes from left to right along the edges, newest above", async () => {
    const { boxes } = await layOut(graphOf([1, 2, 3], [2]), NO_LAYOUT, null);
    const x = (id: string) => boxes.get(id)?.x ?? 0;
    expect(x("data")).toBeLessThan(x("run1"));
    expect(x("run2")).toBeLessThan(x("model2"));
    expect(orderOf({ boxes, lines: new Map() }, ["run1", "run2", "run3"])).toEqual([
      "run3",
      "run2",
      "run1",
    ]);
  });

  it("keeps what was expanded where it was, and the order of all that stood there", async () => {
    const before = await layOut(graphOf([1, 2, 3, 4, 5]), NO_LAYOUT, null);
    const after = await layOut(graphOf([1, 2, 3, 4, 5], [2, 4]), before, "run2");
    const stood = ["run1", "run2", "run3", "run4", "run5"];
    expect(after.boxes.get("run2")).toEqual(before.boxes.get("run2"));
    expect(orderOf(after, stood)).toEqual(orderOf(before, stood));
    for (const id of stood) expect(after.boxes.get(id)?.x).toBe(before.boxes.get(id)?.x);
  });

  it("keeps an order that another layout would not choose", async () => {
    const before = await layOut(graphOf([1, 2, 3]), NO_LAYOUT, null);
    const turned: Layout = {
      ...before,
      boxes: new Map([...before.boxes].map(([id, box]) => [id, { ...box, y: -box.y }])),
    };
    const after = await layOut(graphOf([1, 2, 3, 9]), turned, "data");
    expect(orderOf(after, ["run1", "run2", "run3"])).toEqual(["run1", "run2", "run3"]);
  });

  it("keeps the order of hundreds when more is opened", async () => {
    const runs = Array.from({ length: 200 }, (_, number) => number);
    const before = await layOut(graphOf(runs, [3, 50, 120]), NO_LAYOUT, null);
    const ids = runs.map((number) => `run${number}`);
    const opened = graphOf([...runs, 200, 201, 202], [3, 7, 50, 90, 120, 150]);
    const after = await layOut(opened, before, "data");
    expect(orderOf(after, ids)).toEqual(orderOf(before, ids));
    expect(after.boxes.size).toBe(opened.nodes.length);
  });

  it("is the same each time", async () => {
    const graph = graphOf([1, 2, 3, 4], [1, 3]);
    expect(await layOut(graph, NO_LAYOUT, null)).toEqual(await layOut(graph, NO_LAYOUT, null));
  });
});

describe("a layout without its anchor", () => {
  const box = (x: number, y: number) => ({ x, y, width: 10, height: 10 });
  it("is moved so that most of it stays, lines included", () => {
    const before = {
      boxes: new Map([
        ["a", box(5, 5)],
        ["b", box(5, 25)],
      ]),
      lines: new Map(),
    };
    const now = {
      boxes: new Map([
        ["a", box(0, 0)],
        ["b", box(0, 20)],
        ["c", box(50, 0)],
      ]),
      lines: new Map([
        [
          "a c",
          [
            { x: 10, y: 5 },
            { x: 50, y: 5 },
          ],
        ],
      ]),
    };
    const settled = settle(now, before, "gone");
    expect(settled.boxes.get("a")).toEqual(box(5, 5));
    expect(settled.boxes.get("c")).toEqual(box(55, 5));
    expect(settled.lines.get("a c")?.[0]).toEqual({ x: 15, y: 10 });
  });
});

describe("a line", () => {
  it("has round corners, and none rounder than half of its shorter arm", () => {
    expect(
      pathOf([
        { x: 0, y: 0 },
        { x: 20, y: 0 },
        { x: 20, y: 6 },
      ]),
    ).toBe("M0 0 L17 0 Q20 0 20 3 L20 6");
    expect(pathOf([])).toBe("");
  });

  it("says what it is on its last stretch, or on its first when many end in one place", () => {
    const points = [
      { x: 0, y: 0 },
      { x: 10, y: 0 },
      { x: 10, y: 8 },
      { x: 30, y: 8 },
    ];
    expect(labelPlace(points, false)).toEqual({ x: 20, y: 8 });
    expect(labelPlace(points, true)).toEqual({ x: 5, y: 0 });
    expect(labelPlace([{ x: 0, y: 0 }], false)).toBeNull();
  });

  it("shares its end when others end there too and none begins where it does", () => {
    const link = (source: string, target: string) => ({
      id: `${source}${target}`,
      source,
      target,
      edge: null,
    });
    expect([...sharedEnds([link("a", "z"), link("b", "z"), link("b", "y")])]).toEqual(["az"]);
  });
});
