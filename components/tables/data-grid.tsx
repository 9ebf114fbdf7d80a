"use client";
import { useRef } from "react";
import { cn } from "@/components/ui/class-names";
import { GridCellActions } from "./grid-cell-actions";
import { GridHeader } from "./grid-header";
import type { DataGridProps } from "./grid-props";
import { GRID_ROLES } from "./grid-roles";
import { GridRow } from "./grid-row";
import { isRowSelected, selectionState } from "./row-selection";
import { HEADER_HEIGHT, useDataGrid } from "./use-data-grid";

const MULTISELECTABLE = { "aria-multiselectable": true } as const;

/**
 * A table of any number of rows and columns, of which only those in sight exist in the document. Follows the ARIA grid
 * pattern: one Tab stop, arrows inside; see `grid-keys` for its other keys.
 */
export function DataGrid<Row>(props: DataGridProps<Row>) {
  const { selection, totalRows, rowAt, idOf, levelOf, renderCellMenu } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const { grid, selecting, items, cells, navigation, onClick, menus } = useDataGrid(
    props,
    scroller,
  );
  const { cell, columnId } = navigation;
  const columnCount = grid.columns.length;
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
        aria-colcount={columnCount}
        {...(props.onSelect ? MULTISELECTABLE : {})}
        aria-busy={props.isBusy || undefined}
        tabIndex={-1}
        onKeyDown={navigation.onKeyDown}
        onFocus={navigation.onFocus}
        onClick={onClick}
        className="block outline-none"
      >
        <GridHeader
          cells={cells}
          height={HEADER_HEIGHT}
          sort={props.sort}
          activeColumn={cell.row < 0 ? columnId : null}
          menuColumn={menus.menuColumn}
          onMenuChange={menus.openColumnMenu}
          pinnedIds={new Set(props.arrangement.pinned)}
          commands={grid.commands}
          renderColumnMenu={props.renderColumnMenu}
          selection={selectionState(selection, totalRows)}
          selectAllLabel={`Select all ${totalRows} rows that match`}
          onSelectAll={selecting.toggleAll}
          drag={grid.drag}
          startDrag={grid.startDrag}
          startResize={grid.startResize}
        />
        <tbody
          role={GRID_ROLES.rows}
          className="relative block min-w-full"
          style={{ height: `calc(${props.rowCount} * var(--row))`, width: cells.totalWidth }}
        >
          {items.map(({ index }) => {
            const row = rowAt(index);
            const id = row === undefined ? `pending-${index}` : idOf(row);
            return (
              <GridRow
                key={id}
                row={row}
                index={index}
                cells={cells}
                activeColumn={cell.row === index ? columnId : null}
                isSelected={row !== undefined && isRowSelected(selection, id)}
                isPeeked={row !== undefined && id === props.peekedId}
                level={row === undefined ? undefined : levelOf?.(row)}
                isExpanded={row === undefined ? undefined : props.isExpandedOf?.(row)}
                name={row === undefined ? "" : props.nameOf(row)}
                onToggle={selecting.toggle}
              />
            );
          })}
        </tbody>
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
        />
      ) : null}
    </div>
  );
}
