"use client";
import { type PointerEvent, useRef } from "react";
import { cn } from "./class-names";
import { type Resizing, resizeBy, resizeByKey } from "./resize";

interface ResizeHandleProps extends Resizing {
  /** What becomes wider or narrower: "run panel". */
  label: string;
  onResize: (width: number) => void;
  /** Double click, or Enter. */
  onReset: () => void;
  className?: string | undefined;
}

/** The line between two panels: dragged, or moved with the arrow keys, Home and End. */
export function ResizeHandle({
  label,
  onResize,
  onReset,
  className,
  ...resizing
}: ResizeHandleProps) {
  const start = useRef<{ x: number; from: Resizing } | null>(null);
  const grab = (event: PointerEvent) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    start.current = { x: event.clientX, from: resizing };
  };
  const drag = (event: PointerEvent) => {
    if (start.current) onResize(resizeBy(event.clientX - start.current.x, start.current.from));
  };
  const release = () => {
    start.current = null;
  };
  return (
    <hr
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={`Width of ${label}`}
      aria-valuenow={resizing.width}
      aria-valuemin={resizing.min}
      aria-valuemax={resizing.max}
      onKeyDown={(event) => {
        const next =
          event.key === "Enter" ? null : resizeByKey(event.key, event.shiftKey, resizing);
        if (event.key === "Enter") onReset();
        else if (next !== null) onResize(next);
        else return;
        event.preventDefault();
      }}
      onDoubleClick={onReset}
      onPointerDown={grab}
      onPointerMove={drag}
      onPointerUp={release}
      onPointerCancel={release}
      className={cn(
        "relative z-20 -mx-3 h-auto w-6 shrink-0 cursor-col-resize touch-none self-stretch border-0 outline-none",
        "after:absolute after:inset-y-0 after:left-1/2 after:w-px after:-translate-x-1/2 after:bg-line after:transition-[width,background-color] after:duration-100",
        "hover:after:w-0.5 hover:after:bg-ring focus-visible:after:w-0.5 focus-visible:after:bg-ring active:after:bg-ring",
        className,
      )}
    />
  );
}
