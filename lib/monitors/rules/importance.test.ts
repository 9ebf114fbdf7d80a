import { expect, test } from "vitest";
import type { WatchedColumn } from "@/lib/datasets/schema/window-profiles";
import { importanceFile, readImportance, weighColumns } from "./importance";

const column = (name: string, source: WatchedColumn["source"] = "input"): WatchedColumn => ({
  ...{ kind: "category", name, source, categories: [] },
});

test("of a run's files the one that says most of its features is taken", () => {
  const plots = ["feature_importance_gain.png", "importance.json", "model"];
  expect(importanceFile(plots)).toBeNull();
  const split = "feature_importance_split.json";
  const weight = "feature_importance_weight.json";
  expect(importanceFile([...plots, "feature_importance_odd.json", split])).toBe(split);
  expect(importanceFile([split, weight])).toBe(weight);
  expect(importanceFile([split, weight, "feature_importance_gain.json"])).toBe(
    "feature_importance_gain.json",
  );
});

test("importances of several classes and below zero are added up by their sizes, and other content is none", () => {
  expect(readImportance('{"a": 3, "b": [-1, 2]}')).toEqual(
    new Map([
      ["a", 3],
      ["b", 3],
    ]),
  );
  for (const odd of ["", "[1]", '{"a": "3"}', '{"a": null}', "{"])
    expect(readImportance(odd)).toBeNull();
});

test("weights of what is sent add up to 1, a feature without any has none, and answers weigh as much as one on the average", () => {
  const columns = ["a", "b", "c", "d"].map((name) => column(name));
  const features = new Map([
    ["a", 30],
    ["b", 10],
    ["gone", 1_000],
  ]);
  expect(weighColumns([...columns, column("prediction", "answer")], features)).toEqual(
    new Map([
      ["a", 0.75],
      ["b", 0.25],
      ["c", 0],
      ["d", 0],
      ["prediction", 0.25],
    ]),
  );
  expect(weighColumns(columns, new Map([["f0", 1]]))).toBeNull();
});
