"use client";
import { useEffect, useLayoutEffect, useRef } from "react";
import type { ChartSync } from "./chart-sync";
import { type ChartTheme, useChartTheme } from "./chart-theme";
import { drawAxes, drawHighlight, drawLines, openCanvas } from "./draw-lines";
import type { Box, Frame } from "./prepare-frame";

interface ChartLayersProps {
  frame: Frame;
  /** The part being dragged over. */
  box: Box | null;
  sync: ChartSync;
}

const layer = "pointer-events-none absolute inset-0 size-full";

/**
 * Axes, lines and the line pointed at lie on a canvas each, so pointing at a line dims the others by the opacity of
 * their canvas and draws one line, not all.
 */
export function ChartLayers({ frame, box, sync }: ChartLayersProps) {
  const axes = useRef<HTMLCanvasElement>(null);
  const lines = useRef<HTMLCanvasElement>(null);
  const theme = useChartTheme();
  useLayoutEffect(() => {
    if (!theme || !axes.current || !lines.current) return;
    const below = openCanvas(axes.current, frame.width, frame.height);
    if (below) drawAxes(below, frame, theme);
    const above = openCanvas(lines.current, frame.width, frame.height);
    if (above) drawLines(above, frame, theme);
  }, [frame, theme]);
  return (
    <div aria-hidden="true">
      <canvas ref={axes} className={layer} />
      <canvas ref={lines} className={layer} />
      {theme ? <FocusLayer frame={frame} theme={theme} sync={sync} lines={lines} /> : null}
      {box ? (
        <div
          className="pointer-events-none absolute border border-accent bg-accent/15"
          style={{ left: box.left, top: box.top, width: box.width, height: box.height }}
        />
      ) : null}
    </div>
  );
}

interface FocusLayerProps {
  frame: Frame;
  theme: ChartTheme;
  sync: ChartSync;
  lines: React.RefObject<HTMLCanvasElement | null>;
}

/** Follows the shared pointer without rendering: it moves a line, and redraws only when another line is pointed at. */
function FocusLayer({ frame, theme, sync, lines }: FocusLayerProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const marker = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let drawn: string | null = null;
    const showFocus = (id: string | null) => {
      drawn = id;
      const context = canvas.current && openCanvas(canvas.current, frame.width, frame.height);
      const isHere = id !== null && frame.lines.some(({ series }) => series.id === id);
      if (lines.current) lines.current.style.opacity = isHere ? "0.22" : "1";
      if (context && id !== null) drawHighlight(context, frame, theme, id);
    };
    const showMarker = () => {
      const element = marker.current;
      const shared = sync.get().marker;
      if (!element) return;
      const pixel = shared && shared.unit === frame.xUnit ? frame.x.toPixel(shared.x) : Number.NaN;
      const { left, width } = frame.plot;
      const isInView = pixel >= left - 0.5 && pixel <= left + width + 0.5;
      element.style.display = isInView ? "block" : "none";
      if (isInView) element.style.transform = `translateX(${Math.round(pixel)}px)`;
    };
    const follow = () => {
      const { focusId } = sync.get();
      if (focusId !== drawn) showFocus(focusId);
      showMarker();
    };
    showFocus(sync.get().focusId);
    showMarker();
    return sync.subscribe(follow);
  }, [frame, theme, sync, lines]);
  return (
    <>
      <canvas ref={canvas} className={layer} />
      <div
        ref={marker}
        className="pointer-events-none absolute left-0 hidden w-px bg-line-control/70"
        style={{ top: frame.plot.top, height: frame.plot.height }}
      />
    </>
  );
}
