import { describe, expect, it } from "vitest";
import { addCondition } from "@/components/experiments/filter/filter-tree";
import { cellFilters, cellText } from "./cell-filters";
import type { TableRun } from "./run-store";

const row: TableRun = {
  run: {
    uuid: "a1",
    name: "it's me",
    experimentId: 1,
    userId: "ada",
    status: "FAILED",
    lastActivityAt: 0,
    startTime: 1_700_000_000_000,
    endTime: null,
    isDeleted: false,
    color: 0,
    parentUuid: null,
    createdBy: "ada@example.org",
    childCount: 0,
    sourceName: "",
    sourceType: "",
    gitCommit: "c0ffee",
    datasets: [{ name: "diamonds", digest: "d", context: "" }],
    loggedModelCount: 0,
    registeredVersionCount: 0,
  },
  cells: {
    "m:loss": 0.25,
    "m.min:loss": 0.1,
    "m:nan": "NaN",
    "p:lr": "0.1",
    "p:absent": null,
    "t:team": "",
  },
};

const filtersOf = (id: string) => cellFilters(row, id).map(({ rule }) => addCondition("", rule));

describe("filtering by the value of a cell", () => {
  it.each([
    ["p:lr", ["params.lr = '0.1'", "params.lr != '0.1'"]],
    ["p:absent", ["params.absent IS NULL", "params.absent IS NOT NULL"]],
    ["t:team", ["tags.team = ''", "tags.team != ''"]],
    ["m:loss", ["metrics.loss >= 0.25", "metrics.loss <= 0.25"]],
    ["a:run_name", ["attributes.run_name = 'it''s me'", "attributes.run_name != 'it''s me'"]],
    ["a:status", ["attributes.status = 'FAILED'", "attributes.status != 'FAILED'"]],
    ["a:datasets", ["datasets.name = 'diamonds'", "datasets.name != 'diamonds'"]],
  ])("%s", (id, filters) => {
    expect(filtersOf(id)).toEqual(filters);
  });

  it("is not offered where the grammar has no word for it", () => {
    for (const id of ["m.min:loss", "m:nan", "m:unread", "a:duration", "nonsense"])
      expect(filtersOf(id)).toEqual([]);
  });
});

describe("copying a cell", () => {
  it("takes the whole value, not what is shown of it", () => {
    expect(cellText(row, "m:loss")).toBe("0.25");
    expect(cellText(row, "a:git_commit")).toBe("c0ffee");
    expect(cellText(row, "p:absent")).toBeNull();
  });
});
