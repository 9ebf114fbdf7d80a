"use client";
import { memo } from "react";
import { cn } from "@/components/ui/class-names";
import { NO_VALUE } from "@/lib/core/format";
import {
  type ColumnWindow,
  type GridColumn,
  type PlacedColumn,
  SELECT_COLUMN,
} from "./grid-column";
import { GRID_ROLES } from "./grid-roles";
import { RowCheckbox } from "./row-checkbox";

export interface GridRowProps<Row> {
  row: Row | undefined;
  index: number;
  cells: ColumnWindow<Row>;
  /** The column of the cell that Tab reaches, when it is in this row. */
  activeColumn: string | null;
  isSelected: boolean;
  isPeeked: boolean;
  /** For nested rows: 1 at the top. */
  level: number | undefined;
  isExpanded: boolean | undefined;
  /** What the row is called, for the checkbox. */
  name: string;
  onToggle: (index: number, isRange: boolean) => void;
}

interface CellProps<Row> {
  row: Row | undefined;
  placed: PlacedColumn<Row>;
  isPinned: boolean;
  isLastPinned: boolean;
  isActive: boolean;
  /** Of the row, when a cell of it may show them: it is drawn again when they change. */
  level?: number | undefined;
  isExpanded?: boolean | undefined;
}

const CELL =
  "block h-full overflow-hidden text-ellipsis whitespace-nowrap px-2.5 leading-(--row) focus-visible:outline-2 focus-visible:-outline-offset-2 focus-visible:outline-ring";
const SCROLLING = "absolute top-0";
/** Only while the columns are shifted: see `GridViewport`. */
export const PINNED = "z-1 shrink-0 in-data-shifted:sticky";
const LAST_PINNED = "border-line-strong border-r";

/** Put together once: a scroll draws a thousand cells a second. */
const CELL_STYLES = new Map<string, string>();

function cellStyles(isPinned: boolean, isLastPinned: boolean, isEnd: boolean, isMissing: boolean) {
  const key = `${isPinned}${isLastPinned}${isEnd}${isMissing}`;
  const known = CELL_STYLES.get(key);
  if (known !== undefined) return known;
  const made = cn(
    CELL,
    isPinned ? cn(PINNED, "bg-(--row-bg)") : SCROLLING,
    isLastPinned && LAST_PINNED,
    isEnd && "text-end",
    isMissing && "text-subtle",
  );
  CELL_STYLES.set(key, made);
  return made;
}

const PENDING = "inline-block h-2.5 rounded-sm bg-active align-middle";
const PENDING_END = cn(PENDING, "w-12 max-w-full");
const PENDING_START = cn(PENDING, "w-3/5");

function contentOf<Row>(column: GridColumn<Row>, row: Row | undefined) {
  if (row === undefined) return undefined;
  return column.text ? column.text(row) : column.render?.(row);
}

function GridCellBase<Row>({ row, placed, isPinned, isLastPinned, isActive }: CellProps<Row>) {
  const { column, start, width, position } = placed;
  const isEnd = column.align === "end";
  const content = contentOf(column, row);
  const isMissing = content === null && column.text !== undefined;
  return (
    <td
      role={GRID_ROLES.cell}
      aria-colindex={position}
      data-column={column.id}
      data-align={column.align}
      tabIndex={isActive ? 0 : -1}
      className={cellStyles(isPinned, isLastPinned, isEnd, isMissing)}
      style={{ left: start, width }}
    >
      {content === undefined ? <PendingBar isEnd={isEnd} /> : isMissing ? NO_VALUE : content}
    </td>
  );
}

/** Scrolling across changes which columns a row draws, not what stands in those that stay. */
// `memo` loses the type parameter; the component it answers takes the same props.
const GridCell = memo(GridCellBase) as typeof GridCellBase;

/**
 * Stands where a value will be, so that nothing moves when it comes. It keeps still: hundreds may be in sight, and each
 * animation is a layer of its own for the browser to compose.
 */
function PendingBar({ isEnd }: { isEnd: boolean }) {
  return <span className={isEnd ? PENDING_END : PENDING_START} />;
}

const SELECT_STYLES = cn(CELL, PINNED, "left-0 grid place-items-center bg-(--row-bg) px-0");

function SelectCell<Row>({
  props,
  width,
  isLastPinned,
}: {
  props: GridRowProps<Row>;
  width: number;
  isLastPinned: boolean;
}) {
  const { row, index, name, isSelected, activeColumn, onToggle } = props;
  return (
    <td
      role={GRID_ROLES.cell}
      aria-colindex={1}
      data-column={SELECT_COLUMN}
      tabIndex={activeColumn === SELECT_COLUMN ? 0 : -1}
      className={isLastPinned ? cn(SELECT_STYLES, LAST_PINNED) : SELECT_STYLES}
      style={{ width }}
    >
      {row === undefined ? null : (
        <RowCheckbox
          label={`Select ${name}`}
          state={isSelected ? "all" : "none"}
          onToggle={(isRange) => onToggle(index, isRange)}
        />
      )}
    </td>
  );
}

const ROW =
  "absolute left-0 flex h-row min-w-full border-b bg-(--row-bg) [contain:layout_style_size] [--row-bg:var(--surface)] hovered:[--row-bg:var(--hover)]";
const SELECTED_ROW = cn(ROW, "[--row-bg:var(--accent-soft)] hovered:[--row-bg:var(--accent-soft)]");
const PEEKED_ROW = cn(ROW, "[--row-bg:var(--active)] hovered:[--row-bg:var(--active)]");

function GridRowBase<Row>(props: GridRowProps<Row>) {
  const { row, index, cells, activeColumn, isSelected, isPeeked, level, isExpanded } = props;
  const lastPinned = cells.pinned.length - 1;
  return (
    <tr
      role={GRID_ROLES.row}
      aria-rowindex={index + 2}
      aria-selected={row === undefined ? undefined : isSelected}
      aria-level={level}
      aria-expanded={isExpanded}
      aria-busy={row === undefined || undefined}
      data-row={index}
      className={isPeeked ? PEEKED_ROW : isSelected ? SELECTED_ROW : ROW}
      style={{ width: cells.totalWidth, top: `calc(${index} * var(--row))` }}
    >
      {cells.pinned.map((placed, position) =>
        placed.id === SELECT_COLUMN ? (
          <SelectCell
            key={placed.id}
            props={props}
            width={placed.width}
            isLastPinned={position === lastPinned}
          />
        ) : (
          <GridCell
            key={placed.id}
            row={row}
            placed={placed}
            isPinned={true}
            isLastPinned={position === lastPinned}
            isActive={activeColumn === placed.id}
            level={level}
            isExpanded={isExpanded}
          />
        ),
      )}
      {cells.scrolling.map((placed) => (
        <GridCell
          key={placed.id}
          row={row}
          placed={placed}
          isPinned={false}
          isLastPinned={false}
          isActive={activeColumn === placed.id}
        />
      ))}
    </tr>
  );
}

// `memo` loses the type parameter; the component it answers takes the same props.
export const GridRow = memo(GridRowBase) as typeof GridRowBase;
