import { describe, expect, it } from "vitest";
import { foldersAbove, moveInTree, type TreeLine } from "./move-in-tree";

/*
 * 0 model (open)
 * 1   data (closed)
 * 2   MLmodel
 * 3 plots (closed)
 * 4 notes.md
 */
const lines: TreeLine[] = [
  { level: 1, isOpen: true },
  { level: 2, isOpen: false },
  { level: 2, isOpen: null },
  { level: 1, isOpen: false },
  { level: 1, isOpen: null },
];

describe("keys in a tree", () => {
  it.each([
    ["ArrowDown", 2, 3],
    ["ArrowUp", 3, 2],
    ["ArrowRight", 0, 1],
    ["ArrowLeft", 2, 0],
    ["ArrowLeft", 1, 0],
    ["Home", 3, 0],
    ["End", 1, 4],
  ])("%s goes from line %i to line %i", (key, from, to) => {
    expect(moveInTree(lines, from, key)).toEqual({ kind: "go", index: to });
  });

  it("open a closed folder to the right and close an open one to the left", () => {
    expect(moveInTree(lines, 3, "ArrowRight")).toEqual({ kind: "toggle" });
    expect(moveInTree(lines, 0, "ArrowLeft")).toEqual({ kind: "toggle" });
  });

  it.each([
    ["ArrowUp", 0],
    ["ArrowDown", 4],
    ["ArrowRight", 4],
    ["ArrowLeft", 4],
    ["a", 1],
  ])("do nothing where there is nowhere to go: %s on line %i", (key, index) => {
    expect(moveInTree(lines, index, key)).toBeNull();
  });

  it("stay on an open folder in which nothing is listed yet", () => {
    const loading: TreeLine[] = [
      { level: 1, isOpen: true },
      { level: 1, isOpen: null },
    ];
    expect(moveInTree(loading, 0, "ArrowRight")).toBeNull();
    expect(moveInTree([], 0, "End")).toBeNull();
  });
});

it("the folders above a file are named from the outermost on", () => {
  expect(foldersAbove("model/data/model.pkl")).toEqual(["model", "model/data"]);
  expect(foldersAbove("notes.md")).toEqual([]);
});
