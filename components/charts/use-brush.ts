"use client";
import { type PointerEvent, useState } from "react";
import { type BrushMode, brushBox, type Point, prepareZoom } from "./prepare-brush";
import type { Box, Frame, Zoom } from "./prepare-frame";

interface Drag {
  start: Point;
  end: Point;
  mode: BrushMode;
}

export function pointOf(event: PointerEvent<HTMLElement>): Point {
  const { left, top } = event.currentTarget.getBoundingClientRect();
  return { x: event.clientX - left, y: event.clientY - top };
}

interface Brush {
  /** The part dragged over so far. */
  box: Box | null;
  isDragging: boolean;
  start: (event: PointerEvent<HTMLElement>) => void;
  move: (event: PointerEvent<HTMLElement>) => void;
  end: () => void;
  cancel: () => void;
}

/** Dragging with mouse or pen over a chart: along x, or over both axes with Shift. Fingers scroll and read instead. */
export function useBrush(frame: Frame | null, onZoom: (zoom: Zoom) => void): Brush {
  const [drag, setDrag] = useState<Drag | null>(null);
  return {
    box: drag && frame ? brushBox(frame, drag.start, drag.end, drag.mode) : null,
    isDragging: drag !== null,
    start: (event) => {
      if (event.button !== 0 || event.pointerType === "touch") return;
      event.currentTarget.setPointerCapture(event.pointerId);
      const start = pointOf(event);
      setDrag({ start, end: start, mode: event.shiftKey ? "xy" : "x" });
    },
    move: (event) => {
      if (drag) setDrag({ ...drag, end: pointOf(event), mode: event.shiftKey ? "xy" : "x" });
    },
    end: () => {
      const zoom = drag && frame ? prepareZoom(frame, drag.start, drag.end, drag.mode) : null;
      setDrag(null);
      if (zoom) onZoom(zoom);
    },
    cancel: () => setDrag(null),
  };
}
