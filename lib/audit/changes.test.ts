import { expect, test } from "vitest";
import { parseSubject } from "./catalog";
import { changesOf } from "./changes";

test("a change is told field by field, also within values", () => {
  expect(
    changesOf(
      { name: "a", gone: 1, tags: { team: "x", same: true }, list: [1, 2] },
      { name: "b", tags: { team: "y", same: true, more: null }, list: [1, 2] },
    ),
  ).toEqual([
    { field: "gone", kind: "removed", before: "1", after: null },
    { field: "list", kind: "same", before: "[1,2]", after: "[1,2]" },
    { field: "name", kind: "changed", before: "a", after: "b" },
    { field: "tags.more", kind: "added", before: null, after: "null" },
    { field: "tags.same", kind: "same", before: "true", after: "true" },
    { field: "tags.team", kind: "changed", before: "x", after: "y" },
  ]);
});

test("what was created has only an after, what was deleted only a before", () => {
  expect(changesOf(null, { a: {} })).toEqual([
    { field: "a", kind: "added", before: null, after: "{}" },
  ]);
  expect(changesOf({ a: "x" }, null)).toEqual([
    { field: "a", kind: "removed", before: "x", after: null },
  ]);
  expect(changesOf(null, null)).toEqual([]);
});

test("a subject is told apart from one whose kind begins alike", () => {
  expect(parseSubject("model version churn/3")).toEqual({ kind: "model version", name: "churn/3" });
  expect(parseSubject("model churn")).toEqual({ kind: "model", name: "churn" });
  expect(parseSubject("sign-in")).toEqual({ kind: "", name: "sign-in" });
});
