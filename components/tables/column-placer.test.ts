import { expect, test } from "vitest";
import { columnPlacer } from "./column-placer";
import type { GridColumn } from "./grid-column";

const ids = ["a", "b", "c", "d"];
const columns = ids.map(
  (id): GridColumn<string> => ({ id, label: id, width: 100, render: (row) => row }),
);
const spans = ids.map((id, index) => ({ id, start: index * 100, width: 100 }));
const byId = new Map(columns.map((column) => [column.id, column]));

test("a column that stays in sight while others come and go keeps its object", () => {
  const place = columnPlacer(spans, byId, 2);
  const before = place([0, 1, 2]);
  const after = place([1, 2, 3]);
  expect(after.map(({ id, position }) => [id, position])).toEqual([
    ["b", 4],
    ["c", 5],
    ["d", 6],
  ]);
  expect(after[0]).toBe(before[1]);
  expect(after[1]).toBe(before[2]);
});

test("a place without a column is left out", () => {
  const place = columnPlacer(spans, new Map([...byId].slice(0, 2)), 0);
  expect(place([1, 2, 9]).map(({ id }) => id)).toEqual(["b"]);
});
