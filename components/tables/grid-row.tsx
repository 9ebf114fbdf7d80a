"use client";
import { clsx } from "clsx";
import { memo, type MouseEvent } from "react";
import type { ColumnWindow, PlacedColumn } from "./grid-column";

const CELL =
  "h-full overflow-hidden text-ellipsis whitespace-nowrap px-2.5 leading-(--grid-row) outline-none focus-visible:outline-2 focus-visible:-outline-offset-2 focus-visible:outline-ring";

export interface GridRowProps<Row> {
  row: Row | undefined;
  index: number;
  top: number;
  height: number;
  cells: ColumnWindow<Row>;
  /** The column of the cell that Tab reaches, when it is in this row. */
  activeColumn: string | null;
  isSelected: boolean;
  isPeeked: boolean;
  /** For nested rows: 1 at the top. */
  level: number | null;
  isExpanded: boolean | null;
  label: string;
  onToggle: (index: number, isRange: boolean) => void;
}

interface CellProps<Row> {
  row: Row | undefined;
  placed: PlacedColumn<Row>;
  isPinned: boolean;
  isLastPinned: boolean;
  isActive: boolean;
}

function GridCell<Row>({ row, placed, isPinned, isLastPinned, isActive }: CellProps<Row>) {
  const { column, start, width, position } = placed;
  return (
    <div
      role="gridcell"
      aria-colindex={position}
      data-column={column.id}
      tabIndex={isActive ? 0 : -1}
      className={clsx(
        CELL,
        isPinned ? "sticky z-1 shrink-0 bg-(--row-bg)" : "absolute top-0",
        isLastPinned && "grid-pin-edge",
        column.align === "end" && "text-end",
      )}
      style={{ left: start, width }}
    >
      {row === undefined ? <Bar isEnd={column.align === "end"} /> : column.render(row)}
    </div>
  );
}

/** Stands where a value will be, so that nothing moves when it comes. */
export function Bar({ isEnd = false }: { isEnd?: boolean }) {
  return (
    <span
      className={clsx(
        "inline-block h-2.5 w-3/5 animate-pulse-soft rounded-sm bg-active align-middle",
        isEnd && "max-w-14",
      )}
    />
  );
}

interface CheckProps {
  label: string;
  isChecked: boolean;
  isActive: boolean;
  onToggle: (isRange: boolean) => void;
  width: number;
}

function SelectCell({ label, isChecked, isActive, onToggle, width }: CheckProps) {
  const toggle = (event: MouseEvent) => {
    event.stopPropagation();
    onToggle(event.shiftKey);
  };
  return (
    <div
      role="gridcell"
      aria-colindex={1}
      data-column="select"
      tabIndex={isActive ? 0 : -1}
      className={clsx(CELL, "sticky left-0 z-1 grid shrink-0 place-items-center bg-(--row-bg) px-0")}
      style={{ width }}
    >
      <input
        type="checkbox"
        tabIndex={-1}
        aria-label={label}
        checked={isChecked}
        onClick={toggle}
        onChange={keepControlled}
        className="size-3.5 accent-accent"
      />
    </div>
  );
}

/** The click says whether Shift was held, a change event does not; React asks for one all the same. */
function keepControlled(): void {}

function GridRowBase<Row>(props: GridRowProps<Row>) {
  const { row, index, cells, activeColumn, isSelected, level, isExpanded, label, onToggle } = props;
  const lastPinned = cells.pinned.length - 1;
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={row === undefined ? undefined : isSelected}
      aria-level={level ?? undefined}
      aria-expanded={isExpanded ?? undefined}
      aria-busy={row === undefined || undefined}
      data-row={index}
      className={clsx(
        "grid-row absolute left-0 flex min-w-full bg-(--row-bg)",
        isSelected && "is-selected",
        props.isPeeked && "is-peeked",
      )}
      style={{
        height: props.height,
        width: cells.totalWidth,
        transform: `translateY(${props.top}px)`,
      }}
    >
      {cells.pinned.map((placed, position) =>
        placed.id === "select" ? (
          <SelectCell
            key={placed.id}
            label={label}
            width={placed.width}
            isChecked={isSelected}
            isActive={activeColumn === placed.id}
            onToggle={(isRange) => onToggle(index, isRange)}
          />
        ) : (
          <GridCell
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
        <GridCell
          key={placed.id}
          row={row}
          placed={placed}
          isPinned={false}
          isLastPinned={false}
          isActive={activeColumn === placed.id}
        />
      ))}
    </div>
  );
}

// `memo` loses the type parameter; the component it returns takes the same props.
export const GridRow = memo(GridRowBase) as typeof GridRowBase;
