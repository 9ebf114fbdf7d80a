import { describe, expect, it } from "vitest";
import type { LineageGraphDto, LineageNodeDto } from "@/lib/lineage/dto";
import type { NodeKind } from "@/lib/lineage/rules/nodes";
import { distanceText, prepareTable, searchRows, sortRows } from "./prepare-table";

const node = (id: string, kind: NodeKind, at: number | null): LineageNodeDto => ({
  id,
  kind,
  title: id,
  subtitle: "",
  state: "",
  at,
  isDeleted: false,
  places: id === "churn v10" ? ["@champion"] : [],
  page: null,
});
const edge = (source: string, target: string) => ({
  source,
  target,
  role: "read" as const,
  details: [],
});
const graph: LineageGraphDto = {
  focus: "fold",
  nodes: [
    node("churn v10", "model-version", 3),
    node("churn v9", "model-version", 4),
    node("aside", "run", 9),
    node("sales", "dataset-version", 1),
    node("fold", "run", 2),
  ],
  edges: [
    edge("sales", "fold"),
    edge("sales", "aside"),
    edge("fold", "churn v10"),
    edge("fold", "churn v9"),
  ],
  clusters: [],
  isTruncated: false,
  cutOff: null,
};
const rows = prepareTable(graph);
const sorted = (sort: "distance" | "title" | "kind" | "at", isDescending = false) =>
  sortRows(rows, { sort, isDescending }).map((row) => row.node.id);

describe("the table", () => {
  it("says of each node what it was made of and what it leads to", () => {
    const fold = rows.find((row) => row.node.id === "fold");
    expect(fold?.neighbours.upstream.map((one) => one.node.id)).toEqual(["sales"]);
    expect(fold?.neighbours.downstream.map((one) => one.node.id)).toEqual([
      "churn v10",
      "churn v9",
    ]);
  });

  it("goes from the origin over the focus to what came of it, and what lies beside comes last", () => {
    expect(sorted("distance")).toEqual(["sales", "fold", "churn v9", "churn v10", "aside"]);
    expect(sorted("distance", true)).toEqual(["churn v9", "churn v10", "fold", "sales", "aside"]);
    expect(rows.map(({ distance }) => distanceText(distance)).toSorted()).toEqual([
      "1 downstream",
      "1 downstream",
      "1 upstream",
      "beside it",
      "the focus",
    ]);
  });

  it("sorts numbers in names as numbers, and by kind in the order of the graph", () => {
    expect(sorted("title")).toEqual(["aside", "churn v9", "churn v10", "fold", "sales"]);
    expect(sorted("title", true)).toEqual(["sales", "fold", "churn v10", "churn v9", "aside"]);
    expect(sorted("kind")[0]).toBe("sales");
    expect(sorted("at", true)[0]).toBe("aside");
  });

  it("finds by name, kind and place", () => {
    const found = (text: string) =>
      searchRows(rows, text, (row) => (row.node.kind === "run" ? "Run" : "")).map(
        (row) => row.node.id,
      );
    expect(found(" CHURN ")).toEqual(["churn v10", "churn v9"]);
    expect(found("run")).toEqual(["aside", "fold"]);
    expect(found("@champ")).toEqual(["churn v10"]);
    expect(found("")).toHaveLength(5);
  });
});
