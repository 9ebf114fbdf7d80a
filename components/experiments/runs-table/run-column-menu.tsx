"use client";
import { Columns2, ListFilter } from "lucide-react";
import type { FilterField } from "@/components/experiments/filter/filter-fields";
import { ATTRIBUTE_FIELDS, operatorsOf } from "@/components/experiments/filter/filter-fields";
import {
  DropdownMenuItem,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuSeparator,
} from "@/components/ui/dropdown-menu";
import { aggregates } from "@/lib/runs/schema";
import { type ColumnId, columnId, parseColumnId } from "@/lib/runs/search-params/columns";
import { NumberFormatMenu } from "./number-format-menu";
import type { RunTable } from "./use-run-table";

const AGGREGATES = { last: "Last value", min: "Least value", max: "Greatest value" } as const;

function fieldOf(id: ColumnId): FilterField | null {
  const column = parseColumnId(id);
  if (!column) return null;
  const { kind, key } = column;
  if (kind !== "attribute") return { kind, key };
  return ATTRIBUTE_FIELDS.some((known) => known.key === key) ? { kind, key } : null;
}

/** Which value of a metric its column shows, and what it can be filtered by. */
export function RunColumnMenu({ id, table }: { id: ColumnId; table: RunTable }) {
  const { wanted, setColumns, state, setState, buildFilter } = table;
  const column = parseColumnId(id);
  const field = fieldOf(id);
  const replace = (next: ColumnId) => {
    setColumns(wanted.flatMap((other) => (other === id ? next : other === next ? [] : other)));
    if (state.sort.columnId === id) void setState({ sort: { ...state.sort, columnId: next } });
  };
  return (
    <>
      {column?.kind === "metric" ? (
        <>
          <DropdownMenuRadioGroup
            value={column.aggregate}
            onValueChange={(value) => {
              const aggregate = aggregates.find((known) => known === value);
              if (aggregate) replace(columnId({ ...column, aggregate }));
            }}
          >
            {aggregates.map((aggregate) => (
              <DropdownMenuRadioItem key={aggregate} value={aggregate}>
                {AGGREGATES[aggregate]}
              </DropdownMenuRadioItem>
            ))}
          </DropdownMenuRadioGroup>
          <DropdownMenuItem
            icon={<Columns2 aria-hidden="true" />}
            onSelect={() => setColumns(besides(wanted, id))}
          >
            Show all three
          </DropdownMenuItem>
          <NumberFormatMenu id={id} table={table} />
          <DropdownMenuSeparator />
        </>
      ) : null}
      {field ? (
        <DropdownMenuItem
          icon={<ListFilter aria-hidden="true" />}
          onSelect={() =>
            buildFilter({ kind: "rule", field, operator: operatorsOf(field)[0] ?? "=", value: "" })
          }
        >
          Filter by it…
        </DropdownMenuItem>
      ) : null}
    </>
  );
}

/** The columns with all three values of a metric side by side. */
function besides(columns: readonly ColumnId[], id: ColumnId): ColumnId[] {
  const column = parseColumnId(id);
  if (column?.kind !== "metric") return [...columns];
  const all = aggregates.map((aggregate) => columnId({ ...column, aggregate }));
  return columns.flatMap((other) => {
    if (other === id) return all;
    return all.includes(other) ? [] : other;
  });
}
