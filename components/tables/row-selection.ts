/** Which rows are chosen: some of them, or every row that matches, save a few. "All" stays all as rows come in. */
export type RowSelection =
  | { mode: "some"; ids: ReadonlySet<string> }
  | { mode: "all"; except: ReadonlySet<string> };

export const NOTHING_SELECTED: RowSelection = { mode: "some", ids: new Set() };
export const EVERYTHING_SELECTED: RowSelection = { mode: "all", except: new Set() };

export function isRowSelected(selection: RowSelection, id: string): boolean {
  return selection.mode === "some" ? selection.ids.has(id) : !selection.except.has(id);
}

/** Selects or drops the given rows and leaves the others as they are. */
export function setRowsSelected(
  selection: RowSelection,
  ids: Iterable<string>,
  isSelected: boolean,
): RowSelection {
  const listed = new Set(selection.mode === "some" ? selection.ids : selection.except);
  const shouldList = (selection.mode === "some") === isSelected;
  for (const id of ids)
    if (shouldList) listed.add(id);
    else listed.delete(id);
  return selection.mode === "some"
    ? { mode: "some", ids: listed }
    : { mode: "all", except: listed };
}

export function toggleRow(selection: RowSelection, id: string): RowSelection {
  return setRowsSelected(selection, [id], !isRowSelected(selection, id));
}

/** How many rows are chosen when `total` match. */
export function countSelected(selection: RowSelection, total: number): number {
  return selection.mode === "some"
    ? selection.ids.size
    : Math.max(0, total - selection.except.size);
}

/** What the checkbox above the rows shows. */
export function selectionState(selection: RowSelection, total: number): "none" | "some" | "all" {
  const count = countSelected(selection, total);
  if (count === 0) return "none";
  return count >= total ? "all" : "some";
}

/** The rows from one to another as they stand on the screen, both included; only the second when the first is gone. */
export function rowsBetween(ids: readonly string[], from: string | null, to: string): string[] {
  const end = ids.indexOf(to);
  const start = from === null ? -1 : ids.indexOf(from);
  if (end < 0) return [];
  if (start < 0) return [to];
  return ids.slice(Math.min(start, end), Math.max(start, end) + 1);
}
