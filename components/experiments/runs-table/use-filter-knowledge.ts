"use client";
import { useMemo } from "react";
import {
  ATTRIBUTE_FIELDS,
  DATASET_FIELDS,
  type FilterField,
} from "@/components/experiments/filter/filter-fields";
import type { FilterKnowledge } from "@/components/experiments/filter/filter-suggestions";
import { columnId } from "@/lib/runs/search-params/columns";
import type { TableRun } from "./run-store";
import type { RunTable } from "./use-run-table";

/** Rows whose values are offered: those on the screen are what people filter by. */
const LOOKED_AT = 300;

const columnOf = ({ kind, key }: FilterField): string | null => {
  if (kind === "metric") return columnId({ kind, key, aggregate: "last" });
  return kind === "param" || kind === "tag" ? columnId({ kind, key }) : null;
};

function valueIn(row: TableRun | undefined, field: FilterField, id: string | null): string | null {
  if (!row) return null;
  if (field.kind === "attribute") {
    if (field.key === "run_name") return row.run.name;
    return field.key === "user_id" ? row.run.userId : null;
  }
  const cell = id === null ? null : row.cells[id];
  return cell === null || cell === undefined ? null : String(cell);
}

/** What can be filtered by in this experiment, and the values that are in sight. */
export function useFilterKnowledge({ columnList, store, uuids }: RunTable): FilterKnowledge {
  return useMemo(() => {
    const fields: FilterField[] = [
      ...ATTRIBUTE_FIELDS.map(({ key }): FilterField => ({ kind: "attribute", key })),
      ...columnList.map(({ kind, key }): FilterField => ({ kind, key })),
      ...DATASET_FIELDS.map((key): FilterField => ({ kind: "dataset", key })),
    ];
    const valuesOf = (field: FilterField): readonly string[] => {
      const id = columnOf(field);
      const found = uuids
        .slice(0, LOOKED_AT)
        .flatMap((uuid) => valueIn(store.rowOf(uuid), field, id) ?? []);
      return [...new Set(found)].sort();
    };
    return { fields, valuesOf, now: Date.now() };
  }, [columnList, store, uuids]);
}
