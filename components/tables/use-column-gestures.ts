"use client";
import { type PointerEvent, type RefObject, useRef, useState } from "react";
import { type ColumnLayout, clampWidth } from "./column-layout";

const DRAG_THRESHOLD = 6;
const EDGE = 48;
const EDGE_SPEED = 14;

/** Follows one pointer until it is let go, Escape is pressed, or it is taken away. */
export function followPointer(
  pointerId: number,
  onMove: (event: globalThis.PointerEvent) => void,
  onEnd: (isDone: boolean) => void,
): void {
  const controller = new AbortController();
  const { signal } = controller;
  const end = (isDone: boolean) => {
    controller.abort();
    onEnd(isDone);
  };
  const listen = (name: "pointermove" | "pointerup" | "pointercancel", act: typeof onMove) =>
    window.addEventListener(name, (event) => event.pointerId === pointerId && act(event), {
      signal,
    });
  listen("pointermove", onMove);
  listen("pointerup", () => end(true));
  listen("pointercancel", () => end(false));
  window.addEventListener("keydown", (event) => event.key === "Escape" && end(false), { signal });
}

/** The click that ends a drag is no click. */
function swallowClick(): void {
  const controller = new AbortController();
  const stop = (event: Event) => {
    event.stopPropagation();
    event.preventDefault();
  };
  window.addEventListener("click", stop, { capture: true, signal: controller.signal });
  setTimeout(() => controller.abort());
}

/** Dragging the edge of a header. `onLive` hears the width while it is dragged and null at the end. */
export function useColumnResize(
  onLive: (live: { id: string; width: number } | null) => void,
  onResize: (id: string, width: number) => void,
) {
  return (event: PointerEvent, id: string, width: number, minWidth?: number) => {
    if (event.button !== 0) return;
    event.preventDefault();
    event.stopPropagation();
    const from = event.clientX;
    let latest = width;
    followPointer(
      event.pointerId,
      ({ clientX }) => {
        latest = clampWidth(width + clientX - from, minWidth);
        onLive({ id, width: latest });
      },
      (isDone) => {
        onLive(null);
        swallowClick();
        if (isDone && latest !== width) onResize(id, latest);
      },
    );
  };
}

export interface ColumnDrag {
  id: string;
  target: string;
  side: "before" | "after";
  /** Where the mark stands, from the left edge of the table. */
  markAt: number;
  isPinning: boolean;
}

/** The column under a point, and on which half of it the point lies. */
function dropTarget(layout: ColumnLayout, viewX: number, scrollLeft: number, fixed: number) {
  const isOverPinned = viewX < layout.pinnedWidth;
  const x = isOverPinned ? viewX : viewX + scrollLeft;
  const candidates = isOverPinned ? layout.pinned.slice(fixed) : layout.scrolling;
  const hit = candidates.find(({ start, width }) => x < start + width) ?? candidates.at(-1) ?? null;
  if (!hit) return null;
  const side = x < hit.start + hit.width / 2 ? ("before" as const) : ("after" as const);
  const markAt = hit.start + (side === "after" ? hit.width : 0) + (isOverPinned ? scrollLeft : 0);
  return { target: hit.id, side, markAt, isPinning: isOverPinned };
}

interface DragInput {
  scroller: RefObject<HTMLDivElement | null>;
  layout: ColumnLayout;
  /** How many columns at the left never move. */
  fixed: number;
  onDrop: (drag: ColumnDrag) => void;
}

/** Dragging a header with the mouse to another place. Touch scrolls instead; the column menu moves there. */
export function useColumnDrag({ scroller, layout, fixed, onDrop }: DragInput) {
  const [drag, setDrag] = useState<ColumnDrag | null>(null);
  const latest = useRef<ColumnDrag | null>(null);
  const startDrag = (event: PointerEvent, id: string) => {
    const element = scroller.current;
    if (event.button !== 0 || event.pointerType === "touch" || !element) return;
    const from = event.clientX;
    let isDragging = false;
    latest.current = null;
    followPointer(
      event.pointerId,
      ({ clientX }) => {
        isDragging ||= Math.abs(clientX - from) > DRAG_THRESHOLD;
        if (!isDragging) return;
        const view = element.getBoundingClientRect();
        const x = clientX - view.left;
        if (x > view.width - EDGE) element.scrollLeft += EDGE_SPEED;
        else if (x > layout.pinnedWidth && x < layout.pinnedWidth + EDGE)
          element.scrollLeft -= EDGE_SPEED;
        const target = dropTarget(layout, x, element.scrollLeft, fixed);
        latest.current = target && { id, ...target };
        setDrag(latest.current);
      },
      (isDone) => {
        setDrag(null);
        if (isDragging) swallowClick();
        if (isDone && latest.current && latest.current.target !== id) onDrop(latest.current);
      },
    );
  };
  return { drag, startDrag };
}
