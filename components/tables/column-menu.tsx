"use client";
import {
  ArrowDown,
  ArrowDownNarrowWide,
  ArrowLeft,
  ArrowRight,
  ArrowUp,
  EyeOff,
  Pin,
  PinOff,
  UnfoldHorizontal,
} from "lucide-react";
import type { ReactNode } from "react";
import { DropdownMenuItem, DropdownMenuSeparator } from "@/components/ui/dropdown-menu";
import type { GridColumn, GridSort } from "./grid-column";

export interface ColumnCommands {
  sort: (sort: GridSort | null) => void;
  pin: (id: string, isPinned: boolean) => void;
  shift: (id: string, by: 1 | -1) => void;
  autoFit: (id: string) => void;
  /** Absent where columns cannot be hidden. */
  hide?: ((id: string) => void) | undefined;
}

interface ColumnMenuItemsProps<Row> {
  column: GridColumn<Row>;
  sort: GridSort | null;
  isPinned: boolean;
  commands: ColumnCommands;
  /** What the owner adds, such as filtering by the column. */
  children?: ReactNode;
}

function SortItems<Row>({ column, sort, commands }: ColumnMenuItemsProps<Row>) {
  const direction = sort?.columnId === column.id ? sort.isAscending : null;
  return (
    <>
      <DropdownMenuItem
        icon={<ArrowUp aria-hidden="true" />}
        disabled={direction === true}
        onSelect={() => commands.sort({ columnId: column.id, isAscending: true })}
      >
        Sort ascending
      </DropdownMenuItem>
      <DropdownMenuItem
        icon={<ArrowDown aria-hidden="true" />}
        disabled={direction === false}
        onSelect={() => commands.sort({ columnId: column.id, isAscending: false })}
      >
        Sort descending
      </DropdownMenuItem>
      {direction === null ? null : (
        <DropdownMenuItem
          icon={<ArrowDownNarrowWide aria-hidden="true" />}
          onSelect={() => commands.sort(null)}
        >
          Clear sort
        </DropdownMenuItem>
      )}
      <DropdownMenuSeparator />
    </>
  );
}

/** What every column offers; keys do the same, so that nothing needs dragging. */
export function ColumnMenuItems<Row>(props: ColumnMenuItemsProps<Row>) {
  const { column, isPinned, commands, children } = props;
  const { id } = column;
  return (
    <>
      {column.isSortable ? <SortItems {...props} /> : null}
      {children ? (
        <>
          {children}
          <DropdownMenuSeparator />
        </>
      ) : null}
      {column.isFixed ? null : (
        <>
          <DropdownMenuItem
            icon={isPinned ? <PinOff aria-hidden="true" /> : <Pin aria-hidden="true" />}
            onSelect={() => commands.pin(id, !isPinned)}
          >
            {isPinned ? "Unpin" : "Pin to the left"}
          </DropdownMenuItem>
          <DropdownMenuItem
            icon={<ArrowLeft aria-hidden="true" />}
            hotkey="mod+shift+left"
            onSelect={() => commands.shift(id, -1)}
          >
            Move left
          </DropdownMenuItem>
          <DropdownMenuItem
            icon={<ArrowRight aria-hidden="true" />}
            hotkey="mod+shift+right"
            onSelect={() => commands.shift(id, 1)}
          >
            Move right
          </DropdownMenuItem>
        </>
      )}
      <DropdownMenuItem
        icon={<UnfoldHorizontal aria-hidden="true" />}
        onSelect={() => commands.autoFit(id)}
      >
        Fit width
      </DropdownMenuItem>
      {column.isFixed || !commands.hide ? null : (
        <>
          <DropdownMenuSeparator />
          <DropdownMenuItem
            icon={<EyeOff aria-hidden="true" />}
            onSelect={() => commands.hide?.(id)}
          >
            Hide column
          </DropdownMenuItem>
        </>
      )}
    </>
  );
}
