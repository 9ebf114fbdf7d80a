"use client";
import { useMemo, useRef } from "react";
import { cn } from "@/components/ui/class-names";
import { GridBody } from "./grid-body";
import { GridCellActions } from "./grid-cell-actions";
import { GridHeader, type HeaderActions } from "./grid-header";
import type { DataGridProps } from "./grid-props";
import { selectionState } from "./row-selection";
import { HEADER_HEIGHT, useDataGrid, type useGridColumns } from "./use-data-grid";
import { useLatest } from "./use-latest";

const MULTISELECTABLE = { "aria-multiselectable": true } as const;

/**
 * A table of any number of rows and columns, of which only those in sight exist in the document. Follows the ARIA grid
 * pattern: one Tab stop, arrows inside; see `grid-keys` for its other keys.
 */
export function DataGrid<Row>(props: DataGridProps<Row>) {
  const { selection, totalRows, rowAt, levelOf, renderCellMenu } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const { grid, viewport, rowHeight, selecting, navigation, onClick, onPointerOver, menus } =
    useDataGrid(props, scroller);
  const { columns, layout } = grid;
  const { cell, columnId } = navigation;
  const { drag } = grid;
  const headerActions = useHeaderActions({ ...grid, selecting, ...menus });
  const menuColumn = grid.columns.find(({ id }) => id === menus.menuColumn);
  const active = useMemo(() => ({ row: cell.row, columnId }), [cell.row, columnId]);
  return (
    <div
      ref={scroller}
      className={cn("relative overflow-auto overscroll-contain bg-surface", props.className)}
    >
      {/* Handlers of the whole grid: the cells they act on carry the roles and the focus. */}
      <table
        role={levelOf ? "treegrid" : "grid"}
        aria-label={props.label}
        aria-rowcount={totalRows + 1}
        aria-colcount={grid.columns.length}
        {...(props.onSelect ? MULTISELECTABLE : {})}
        aria-busy={props.isBusy || undefined}
        tabIndex={-1}
        onKeyDown={navigation.onKeyDown}
        onFocus={navigation.onFocus}
        onClick={onClick}
        onPointerOver={onPointerOver}
        className="block outline-none"
      >
        <GridHeader
          viewport={viewport}
          columns={columns}
          layout={layout}
          height={HEADER_HEIGHT}
          sort={props.sort}
          active={active}
          menuColumn={menus.menuColumn}
          menuItems={menuColumn ? props.renderColumnMenu?.(menuColumn) : null}
          pinned={props.arrangement.pinned}
          selection={selectionState(selection, totalRows)}
          selectAllLabel={`Select all ${totalRows} rows that match`}
          drag={drag}
          actions={headerActions}
        />
        <GridBody
          viewport={viewport}
          columns={columns}
          layout={layout}
          rowHeight={rowHeight}
          headerHeight={HEADER_HEIGHT}
          active={active}
          rowCount={props.rowCount}
          rowAt={rowAt}
          idOf={props.idOf}
          nameOf={props.nameOf}
          levelOf={levelOf}
          isExpandedOf={props.isExpandedOf}
          selection={selection}
          peekedId={props.peekedId}
          onRange={props.onRange}
          onToggle={selecting.toggle}
        />
      </table>
      {renderCellMenu ? (
        <GridCellActions
          scroller={scroller}
          open={menus.cellMenu}
          onOpenChange={menus.openCellMenu}
          renderMenu={(spot) => {
            const row = rowAt(spot.row);
            return row === undefined ? null : renderCellMenu(row, spot.columnId);
          }}
          renderButtons={(spot) => {
            const row = rowAt(spot.row);
            return row === undefined ? null : props.renderCellButtons?.(row, spot.columnId);
          }}
        />
      ) : null}
    </div>
  );
}

interface HeaderParts extends Pick<ReturnType<typeof useGridColumns>, "commands" | "startDrag"> {
  startResize: ReturnType<typeof useGridColumns>["startResize"];
  selecting: { toggleAll: () => void };
  openColumnMenu: (id: string | null) => void;
}

/** What the header does, as one object that stays the same: what it calls is looked up when it is called. */
function useHeaderActions(parts: HeaderParts): HeaderActions {
  const latest = useLatest(parts);
  const canHide = parts.commands.hide !== undefined;
  return useMemo(() => {
    const commands = () => latest.current.commands;
    return {
      commands: {
        sort: (sort) => commands().sort(sort),
        pin: (id, isPinned) => commands().pin(id, isPinned),
        shift: (id, by) => commands().shift(id, by),
        autoFit: (id) => commands().autoFit(id),
        hide: canHide ? (id) => commands().hide?.(id) : undefined,
      },
      onMenuChange: (id) => latest.current.openColumnMenu(id),
      onSelectAll: () => latest.current.selecting.toggleAll(),
      startDrag: (event, id) => latest.current.startDrag(event, id),
      startResize: (...how) => latest.current.startResize(...how),
    };
  }, [latest, canHide]);
}
