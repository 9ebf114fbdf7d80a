"use client";
import { EllipsisVertical } from "lucide-react";
import { type ReactNode, type RefObject, useEffect, useState } from "react";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { SELECT_COLUMN } from "./grid-column";

export interface CellSpot {
  row: number;
  columnId: string;
}

interface Anchor extends CellSpot {
  left: number;
  top: number;
  height: number;
}

const BUTTON = 24;

export const cellButtonStyles =
  "grid size-5 shrink-0 place-items-center rounded-sm border border-line-strong bg-raised text-muted shadow-xs hover:text-fg";

/** Where a cell stands in the scrolled content; null when it is not drawn. */
function anchorOf(scroller: HTMLElement, cell: HTMLElement): Anchor | null {
  const row = Number(cell.closest<HTMLElement>("[data-row]")?.dataset.row ?? -1);
  const columnId = cell.dataset.column;
  if (row < 0 || columnId === undefined || columnId === SELECT_COLUMN) return null;
  const outer = scroller.getBoundingClientRect();
  const inner = cell.getBoundingClientRect();
  // On the side where the text does not stand.
  const isEnd = cell.dataset.align === "end";
  const right = Math.min(inner.right, outer.left + scroller.clientWidth);
  const edge = isEnd ? inner.left + BUTTON : right;
  return {
    row,
    columnId,
    left: edge - outer.left + scroller.scrollLeft - BUTTON,
    top: inner.top - outer.top + scroller.scrollTop,
    height: inner.height,
  };
}

function cellOf(scroller: HTMLElement, { row, columnId }: CellSpot): HTMLElement | null {
  return scroller.querySelector<HTMLElement>(
    `[data-row="${row}"] [data-column="${CSS.escape(columnId)}"]`,
  );
}

function useHoveredCell(scroller: RefObject<HTMLDivElement | null>, isHeld: boolean) {
  const [hovered, setHovered] = useState<Anchor | null>(null);
  useEffect(() => {
    const element = scroller.current;
    if (!element || isHeld) return;
    const controller = new AbortController();
    const { signal } = controller;
    const follow = (event: PointerEvent) => {
      const target = event.target instanceof Element ? event.target : null;
      if (target?.closest("[data-cell-actions]")) return;
      const cell = target?.closest<HTMLElement>("[data-column]");
      setHovered(cell ? anchorOf(element, cell) : null);
    };
    const leave = () => setHovered(null);
    element.addEventListener("pointerover", follow, { signal });
    // A finger leaves as soon as it is lifted; the button it has called up stays.
    element.addEventListener(
      "pointerleave",
      ({ pointerType }) => {
        if (pointerType !== "touch") leave();
      },
      { signal },
    );
    element.addEventListener("scroll", leave, { signal, passive: true });
    return () => controller.abort();
  }, [scroller, isHeld]);
  return hovered;
}

interface GridCellActionsProps {
  scroller: RefObject<HTMLDivElement | null>;
  /** Opened from the keyboard on this cell. */
  open: CellSpot | null;
  onOpenChange: (spot: CellSpot | null) => void;
  /** The menu's items, or null where a cell has none. */
  renderMenu: (spot: CellSpot) => ReactNode;
  /** Buttons beside it. */
  renderButtons: (spot: CellSpot) => ReactNode;
}

/** One button that goes to the cell under the pointer, instead of one in every cell. */
export function GridCellActions({
  scroller,
  open,
  onOpenChange,
  renderMenu,
  renderButtons,
}: GridCellActionsProps) {
  const hovered = useHoveredCell(scroller, open !== null);
  const element = scroller.current;
  const opened = open && element ? cellOf(element, open) : null;
  const anchor = opened && element ? anchorOf(element, opened) : hovered;
  const items = anchor ? renderMenu(anchor) : null;
  if (!anchor || items === null) return null;
  return (
    <div
      data-cell-actions
      className="absolute z-1 flex items-center justify-end gap-1 px-0.5"
      style={{ left: anchor.left, top: anchor.top, height: anchor.height, width: BUTTON }}
    >
      {open ? null : renderButtons(anchor)}
      <DropdownMenu
        open={open !== null}
        onOpenChange={(isOpen) => onOpenChange(isOpen ? anchor : null)}
      >
        <DropdownMenuTrigger tabIndex={-1} aria-label="Cell actions" className={cellButtonStyles}>
          <EllipsisVertical aria-hidden="true" className="size-3" />
        </DropdownMenuTrigger>
        <DropdownMenuContent
          align="end"
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            // Not away from a dialog that one of the items has opened.
            if (document.activeElement === document.body) opened?.focus({ preventScroll: true });
          }}
        >
          {items}
        </DropdownMenuContent>
      </DropdownMenu>
    </div>
  );
}
