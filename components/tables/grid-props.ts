import type { ReactNode } from "react";
import type { ColumnArrangement } from "./column-layout";
import type { GridColumn, GridRange, GridSort } from "./grid-column";
import type { RowSelection } from "./row-selection";

export interface DataGridProps<Row> {
  label: string;
  columns: readonly GridColumn<Row>[];
  arrangement: ColumnArrangement;
  onArrange: (next: ColumnArrangement) => void;
  sort: GridSort | null;
  onSort: (sort: GridSort | null) => void;
  onHide?: (id: string) => void;
  /** Rows to lay out, those that are still loading included. */
  rowCount: number;
  /** Rows that match, loaded or not. */
  totalRows: number;
  /** Undefined while the row is loading. Must be a new function when rows have changed. */
  rowAt: (index: number) => Row | undefined;
  idOf: (row: Row) => string;
  nameOf: (row: Row) => string;
  /** Given, the rows are nested: 1 at the top. */
  levelOf?: ((row: Row) => number) | undefined;
  /** Undefined for a row with nothing below it. */
  isExpandedOf?: ((row: Row) => boolean | undefined) | undefined;
  onExpand?: (row: Row, isExpanded: boolean) => void;
  selection: RowSelection;
  /** Absent, rows cannot be selected. */
  onSelect?: (next: RowSelection) => void;
  peekedId?: string | null | undefined;
  /** Where that row stands: brought into sight when it changes. */
  peekedIndex?: number | null;
  onOpen: (row: Row, isNewTab: boolean) => void;
  onPeek?: (row: Row) => void;
  /** The key B: makes this row the one that the others are compared with, or no longer. */
  onMark?: (row: Row) => void;
  /** The keyboard or a click went to this row. */
  onActivate?: (row: Row) => void;
  renderColumnMenu?: (column: GridColumn<Row>) => ReactNode;
  /** Items of a cell's menu, or null where it has none. */
  renderCellMenu?: (row: Row, columnId: string) => ReactNode;
  /** Buttons of a cell, shown beside its menu's while the pointer is over it. */
  renderCellButtons?: (row: Row, columnId: string) => ReactNode;
  onRange?: ((range: GridRange) => void) | undefined;
  isBusy?: boolean;
  /** When it changes, the rows are others: back to the first. */
  resetKey: string;
  className?: string;
}
