import type { ReactNode } from "react";
import type { ColumnSpan } from "./column-layout";

/** A column of a grid. `render` or `text` draws one cell and is called for the cells on the screen only. */
export interface GridColumn<Row> {
  id: string;
  /** Its name in plain words: the header, menus and screen readers say it. */
  label: string;
  width: number;
  minWidth?: number;
  /** Always first, always pinned, never hidden. */
  isFixed?: boolean;
  isSortable?: boolean;
  /** Numbers stand at the end, so that their digits line up. */
  align?: "start" | "end";
  /** Drawn before the label, such as what kind of column it is. */
  mark?: ReactNode;
  /** Drawn after the label, such as which aggregate it shows. */
  badge?: ReactNode;
  render?: (row: Row) => ReactNode;
  /** Instead of `render`, for plain text. Null says that there is no value, undefined that it is being read. */
  text?: (row: Row) => string | null | undefined;
  /** What hovering over a cell says, when that is more than the cell shows. */
  titleOf?: (row: Row) => string | undefined;
}

export interface GridSort {
  columnId: string;
  isAscending: boolean;
}

/** A column where it stands on the screen. */
export interface PlacedColumn<Row> extends ColumnSpan {
  column: GridColumn<Row>;
  /** Counted from 1, as `aria-colindex` is. */
  position: number;
}

/** The columns that are drawn now: the pinned ones, and of the others those in sight. */
export interface ColumnWindow<Row> {
  pinned: readonly PlacedColumn<Row>[];
  scrolling: readonly PlacedColumn<Row>[];
  totalWidth: number;
}

/** What is in sight, so that the owner fetches no more than that. */
export interface GridRange {
  firstRow: number;
  lastRow: number;
  columnIds: readonly string[];
}

export const SELECT_COLUMN = "select";
