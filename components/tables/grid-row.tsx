"use client";
import { memo } from "react";
import { cn } from "@/components/ui/class-names";
import { type ColumnWindow, type PlacedColumn, SELECT_COLUMN } from "./grid-column";
import { GRID_ROLES } from "./grid-roles";
import { RowCheckbox } from "./row-checkbox";

export const cellStyles =
  "block h-full overflow-hidden text-ellipsis whitespace-nowrap px-2.5 leading-(--row) focus-visible:outline-2 focus-visible:-outline-offset-2 focus-visible:outline-ring";

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
}

function GridCellBase<Row>({ row, placed, isPinned, isLastPinned, isActive }: CellProps<Row>) {
  const { column, start, width, position } = placed;
  return (
    <td
      role={GRID_ROLES.cell}
      aria-colindex={position}
      data-column={column.id}
      data-align={column.align}
      tabIndex={isActive ? 0 : -1}
      className={cn(
        cellStyles,
        isPinned ? "sticky z-1 shrink-0 bg-(--row-bg)" : "absolute top-0",
        isLastPinned && "border-line-strong border-r",
        column.align === "end" && "text-end",
      )}
      style={{ left: start, width }}
    >
      {row === undefined ? <PendingBar isEnd={column.align === "end"} /> : column.render(row)}
    </td>
  );
}

/**
 * Scrolling across changes which columns a row draws, not what stands in those that stay. Pinned cells are not kept:
 * there are few, and the name of a nested row also shows its level and whether it is open.
 */
// `memo` loses the type parameter; the component it answers takes the same props.
const KeptCell = memo(GridCellBase) as typeof GridCellBase;

/** Stands where a value will be, so that nothing moves when it comes. */
export function PendingBar({ isEnd = false }: { isEnd?: boolean }) {
  return (
    <span
      className={cn(
        "inline-block h-2.5 animate-pulse-soft rounded-sm bg-active align-middle",
        isEnd ? "w-12 max-w-full" : "w-3/5",
      )}
    />
  );
}

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
      className={cn(
        cellStyles,
        "sticky left-0 z-1 grid shrink-0 place-items-center bg-(--row-bg) px-0",
        isLastPinned && "border-line-strong border-r",
      )}
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

function GridRowBase<Row>(props: GridRowProps<Row>) {
  const { row, index, cells, activeColumn, isSelected, isPeeked } = props;
  const lastPinned = cells.pinned.length - 1;
  return (
    <tr
      role={GRID_ROLES.row}
      aria-rowindex={index + 2}
      aria-selected={row === undefined ? undefined : isSelected}
      aria-level={props.level}
      aria-expanded={props.isExpanded}
      aria-busy={row === undefined || undefined}
      data-row={index}
      className={cn(
        "absolute left-0 flex h-row min-w-full border-b bg-(--row-bg) [--row-bg:var(--surface)] hovered:[--row-bg:var(--hover)]",
        isSelected && "[--row-bg:var(--accent-soft)] hovered:[--row-bg:var(--accent-soft)]",
        isPeeked && "[--row-bg:var(--active)] hovered:[--row-bg:var(--active)]",
      )}
      style={{ width: cells.totalWidth, transform: `translateY(calc(${index} * var(--row)))` }}
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
          <GridCellBase
            key={placed.id}
            row={row}
            placed={placed}
            isPinned={true}
            isLastPinned={position === lastPinned}
            isActive={activeColumn === placed.id}
          />
        ),
      )}
      {cells.scrolling.map((placed) => (
        <KeptCell
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
