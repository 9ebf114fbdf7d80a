"use client";
import { ArrowDown, ArrowUp, EllipsisVertical } from "lucide-react";
import { memo, type PointerEvent, type ReactNode, useEffect, useRef } from "react";
import { cn } from "@/components/ui/class-names";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import type { ColumnLayout } from "./column-layout";
import { type ColumnCommands, ColumnMenuItems } from "./column-menu";
import { type GridColumn, type GridSort, type PlacedColumn, SELECT_COLUMN } from "./grid-column";
import { GRID_ROLES } from "./grid-roles";
import { PINNED } from "./grid-row";
import type { GridViewport } from "./grid-viewport";
import { RowCheckbox } from "./row-checkbox";
import type { ColumnDrag } from "./use-column-gestures";
import { useColumnWindow } from "./use-grid-windows";

/** What can be done in the header. The same object always, so that its cells need not be drawn again for it. */
export interface HeaderActions {
  commands: ColumnCommands;
  onMenuChange: (id: string | null) => void;
  onSelectAll: () => void;
  startDrag: (event: PointerEvent, id: string) => void;
  startResize: (event: PointerEvent, id: string, width: number, minWidth?: number) => void;
}

export interface GridHeaderProps<Row> {
  viewport: GridViewport;
  columns: readonly GridColumn<Row>[];
  layout: ColumnLayout;
  height: number;
  sort: GridSort | null;
  active: { row: number; columnId: string | null };
  /** The column whose menu is open. */
  menuColumn: string | null;
  /** What its owner adds to that menu. */
  menuItems: ReactNode;
  pinned: readonly string[];
  selection: "none" | "some" | "all";
  selectAllLabel: string;
  drag: ColumnDrag | null;
  actions: HeaderActions;
}

const headerCellStyles =
  "group/header flex h-full p-0 text-start select-none items-center overflow-hidden bg-sunken font-medium text-muted text-xs focus-visible:outline-2 focus-visible:-outline-offset-2 focus-visible:outline-ring";

function ariaSort<Row>(column: GridColumn<Row>, sort: GridSort | null) {
  if (!column.isSortable) return undefined;
  if (sort?.columnId !== column.id) return "none" as const;
  return sort.isAscending ? ("ascending" as const) : ("descending" as const);
}

function SortMark({ state }: { state: ReturnType<typeof ariaSort> }) {
  if (state === "ascending") return <ArrowUp aria-hidden="true" className="size-3 shrink-0" />;
  if (state === "descending") return <ArrowDown aria-hidden="true" className="size-3 shrink-0" />;
  return null;
}

interface HeaderCellProps<Row> {
  placed: PlacedColumn<Row>;
  /** Null while something else decides the order. */
  sort: GridSort | null;
  isActive: boolean;
  isMenuOpen: boolean;
  menuItems: ReactNode;
  isPinned: boolean;
  isSticky: boolean;
  isLastPinned: boolean;
  actions: HeaderActions;
}

/** The next direction of a click: first the end that is usually wanted, then the other, then none. */
export function nextSort(
  columnId: string,
  sort: GridSort | null,
  isText: boolean,
): GridSort | null {
  if (sort?.columnId !== columnId) return { columnId, isAscending: isText };
  return sort.isAscending === isText ? { columnId, isAscending: !isText } : null;
}

function HeaderLabel<Row>({ placed, sort, actions }: HeaderCellProps<Row>) {
  const { column } = placed;
  const state = ariaSort(column, sort);
  return (
    <button
      type="button"
      tabIndex={-1}
      disabled={!column.isSortable && column.isFixed}
      className={cn(
        "flex h-full min-w-0 grow items-center gap-1.5 pl-2.5 hover:text-fg",
        column.align === "end" && "justify-end",
        state !== undefined && state !== "none" && "text-fg",
        !column.isSortable && "cursor-default!",
      )}
      onPointerDown={(event) => {
        if (!column.isFixed) actions.startDrag(event, column.id);
      }}
      onClick={() => {
        if (column.isSortable)
          actions.commands.sort(nextSort(column.id, sort, column.align !== "end"));
      }}
    >
      {column.mark}
      <span className="truncate" title={column.label}>
        {column.label}
      </span>
      {column.badge}
      <SortMark state={state} />
    </button>
  );
}

const menuButtonStyles =
  "grid h-full w-6 shrink-0 place-items-center text-subtle opacity-0 hover:text-fg focus-visible:opacity-100 group-hover/header:opacity-100 group-focus-visible/header:opacity-100 data-[state=open]:opacity-100 pointer-coarse:opacity-100";

/** The menu itself is there only while it is open: a scroll across makes a new header cell for each column. */
function HeaderMenu<Row>(props: HeaderCellProps<Row>) {
  const { placed, sort, isMenuOpen, menuItems, isPinned, actions } = props;
  const { column } = placed;
  const button = {
    tabIndex: -1,
    "aria-label": `Column ${column.label}`,
    className: menuButtonStyles,
    children: <EllipsisVertical aria-hidden="true" className="size-3.5" />,
  };
  if (!isMenuOpen)
    return (
      <button
        type="button"
        aria-haspopup="menu"
        aria-expanded={false}
        onClick={() => actions.onMenuChange(column.id)}
        {...button}
      />
    );
  return (
    <DropdownMenu open={true} onOpenChange={() => actions.onMenuChange(null)}>
      <DropdownMenuTrigger {...button} />
      <DropdownMenuContent onCloseAutoFocus={(event) => event.preventDefault()}>
        <ColumnMenuItems
          column={column}
          sort={sort}
          isPinned={isPinned}
          commands={actions.commands}
        >
          {menuItems}
        </ColumnMenuItems>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}

function HeaderCellBase<Row>(props: HeaderCellProps<Row>) {
  const { placed, sort, isActive, isMenuOpen, isSticky, isLastPinned, actions } = props;
  const { column, start, width, position } = placed;
  const cell = useRef<HTMLTableCellElement>(null);
  const wasOpen = useRef(false);
  useEffect(() => {
    // The button that opened the menu is another one by now.
    const isFree = document.activeElement === document.body;
    if (wasOpen.current && !isMenuOpen && isFree) cell.current?.focus({ preventScroll: true });
    wasOpen.current = isMenuOpen;
  }, [isMenuOpen]);
  return (
    <th
      ref={cell}
      scope="col"
      role={GRID_ROLES.header}
      aria-colindex={position}
      aria-sort={ariaSort(column, sort)}
      data-column={column.id}
      tabIndex={isActive ? 0 : -1}
      className={cn(
        headerCellStyles,
        isSticky ? PINNED : "absolute top-0",
        isLastPinned && "border-line-strong border-r",
      )}
      style={{ left: start, width }}
    >
      <HeaderLabel {...props} />
      <HeaderMenu {...props} />
      <span
        aria-hidden="true"
        className="absolute inset-y-0 right-0 w-2 cursor-col-resize touch-none after:absolute after:inset-y-1.5 after:right-0 after:w-px after:bg-line hover:after:inset-y-0 hover:after:w-0.5 hover:after:bg-accent"
        onPointerDown={(event) => actions.startResize(event, column.id, width, column.minWidth)}
        onDoubleClick={() => actions.commands.autoFit(column.id)}
      />
    </th>
  );
}

// `memo` loses the type parameter; the component it answers takes the same props.
const HeaderCell = memo(HeaderCellBase) as typeof HeaderCellBase;

interface SelectAllProps<Row> {
  props: GridHeaderProps<Row>;
  isActive: boolean;
  width: number;
}

function SelectAllCell<Row>({ props, isActive, width }: SelectAllProps<Row>) {
  return (
    <th
      scope="col"
      role={GRID_ROLES.header}
      aria-colindex={1}
      aria-label="Selection"
      data-column={SELECT_COLUMN}
      tabIndex={isActive ? 0 : -1}
      className={cn(headerCellStyles, PINNED, "left-0 justify-center")}
      style={{ width }}
    >
      <RowCheckbox
        label={props.selectAllLabel}
        state={props.selection}
        onToggle={props.actions.onSelectAll}
      />
    </th>
  );
}

function GridHeaderBase<Row>(props: GridHeaderProps<Row>) {
  const { height, drag, sort, active, menuColumn, pinned, actions } = props;
  const cells = useColumnWindow(props.viewport, props.columns, props.layout, active.columnId);
  const activeColumn = active.row < 0 ? active.columnId : null;
  const lastPinned = cells.pinned.length - 1;
  const stateOf = ({ id }: PlacedColumn<Row>) => ({
    sort: sort?.columnId === id ? sort : null,
    isActive: activeColumn === id,
    isMenuOpen: menuColumn === id,
    menuItems: menuColumn === id ? props.menuItems : null,
    isPinned: pinned.includes(id),
    actions,
  });
  return (
    <thead
      role={GRID_ROLES.rows}
      className="sticky top-0 block z-2 min-w-full"
      style={{ width: cells.totalWidth }}
    >
      <tr
        role={GRID_ROLES.row}
        aria-rowindex={1}
        data-row={-1}
        className="relative flex min-w-full border-line-strong border-b bg-sunken"
        style={{ height }}
      >
        {cells.pinned.map((placed, position) =>
          placed.id === SELECT_COLUMN ? (
            <SelectAllCell
              key={placed.id}
              props={props}
              isActive={activeColumn === placed.id}
              width={placed.width}
            />
          ) : (
            <HeaderCell
              key={placed.id}
              {...stateOf(placed)}
              placed={placed}
              isSticky={true}
              isLastPinned={position === lastPinned}
            />
          ),
        )}
        {cells.scrolling.map((placed) => (
          <HeaderCell
            key={placed.id}
            {...stateOf(placed)}
            placed={placed}
            isSticky={false}
            isLastPinned={false}
          />
        ))}
        {drag ? (
          <span
            aria-hidden="true"
            className="pointer-events-none absolute inset-y-0 z-3 -ml-px w-0.5 bg-accent"
            style={{ left: drag.markAt }}
          />
        ) : null}
      </tr>
    </thead>
  );
}

/** Stays at the top while rows scroll under it. */
// `memo` loses the type parameter; the component it answers takes the same props.
export const GridHeader = memo(GridHeaderBase) as typeof GridHeaderBase;
