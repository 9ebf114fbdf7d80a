"use client";
import { isRowSelected } from "@/components/tables/row-selection";
import type { RunRowDto } from "@/lib/runs/dto";
import { fetchRunCells } from "@/lib/runs/query-options/table";
import { hasValues } from "@/lib/runs/search-params/columns";
import type { RunTable } from "./use-run-table";

/** More than this is not done at once from a screen. */
export const MOST_SELECTED = 10_000;
const CHUNK = 100;

/** The ids that a selection means: for "all matching", the rest of the list is read first. */
export async function collectUuids({ selection, order }: RunTable): Promise<string[]> {
  if (selection.mode === "some") return [...selection.ids];
  let { data, hasNextPage } = order;
  const count = () => (data?.pages ?? []).reduce((sum, page) => sum + page.uuids.length, 0);
  while (hasNextPage && count() < MOST_SELECTED)
    ({ data, hasNextPage } = await order.fetchNextPage());
  return (data?.pages ?? [])
    .flatMap(({ uuids }) => uuids)
    .filter((uuid) => isRowSelected(selection, uuid))
    .slice(0, MOST_SELECTED);
}

/** The rows of these runs with the columns that are shown, a hundred at a time. */
export async function readRows(table: RunTable, uuids: readonly string[]): Promise<RunRowDto[]> {
  const { workspace, listing, columns } = table;
  const rows: RunRowDto[] = [];
  for (let start = 0; start < uuids.length; start += CHUNK)
    rows.push(
      ...(await fetchRunCells(workspace, {
        experiment: listing.experiment,
        view: listing.view,
        uuids: uuids.slice(start, start + CHUNK),
        columns: columns.filter(hasValues),
      })),
    );
  return rows;
}
