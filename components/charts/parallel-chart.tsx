"use client";
import { type PointerEvent, type ReactNode, useRef, useState } from "react";
import { cn } from "@/components/ui/class-names";
import { useChartFocus, useChartSync } from "./chart-sync";
import {
  type Brushes,
  brushOf,
  type ParallelDimension,
  type ParallelFrame,
  type PlacedDimension,
  prepareParallel,
} from "./prepare-parallel";
import { DASHES } from "./prepare-styles";
import { useElementSize } from "./use-element-size";

export interface PlainLine {
  id: string;
  label: string;
  /** A CSS colour. */
  stroke: string;
  dash: number;
}

interface ParallelChartProps {
  title: string;
  lines: readonly PlainLine[];
  dimensions: readonly ParallelDimension[];
  brushes: Brushes;
  onBrush: (id: string, brush: { from: number; to: number } | null) => void;
  /** The heading of an axis: its name and its menu. */
  renderHeading: (dimension: PlacedDimension) => ReactNode;
  className?: string | undefined;
}

/** Many values of some runs at once: an axis a value, a line a run. */
export function ParallelChart(props: ParallelChartProps) {
  const { title, lines, dimensions, brushes, onBrush, renderHeading, className } = props;
  const box = useRef<HTMLDivElement>(null);
  const size = useElementSize(box);
  const frame = size
    ? prepareParallel({ dimensions, lineCount: lines.length, brushes, ...size })
    : null;
  const kept = frame?.paths.filter(({ isKept }) => isKept).length ?? lines.length;
  return (
    <div ref={box} className={cn("relative min-h-0 min-w-0", className)}>
      {frame && size ? (
        <>
          <svg
            role="img"
            aria-label={`${title}: ${kept} of ${lines.length} lines through ${dimensions.length} axes`}
            width={size.width}
            height={size.height}
            className="absolute inset-0 select-none"
          >
            <Lines frame={frame} lines={lines} />
            {frame.dimensions.map((dimension) => (
              <AxisOf
                key={dimension.id}
                dimension={dimension}
                frame={frame}
                brush={brushes[dimension.id]}
                onBrush={(brush) => onBrush(dimension.id, brush)}
              />
            ))}
          </svg>
          {frame.dimensions.map((dimension) => (
            <div
              key={dimension.id}
              className="absolute top-0 w-32 -translate-x-1/2"
              style={{ left: dimension.x }}
            >
              {renderHeading(dimension)}
            </div>
          ))}
        </>
      ) : null}
    </div>
  );
}

function Lines({ frame, lines }: { frame: ParallelFrame; lines: readonly PlainLine[] }) {
  const sync = useChartSync();
  const focusId = useChartFocus();
  const isSomeFocused = lines.some(({ id }) => id === focusId);
  return (
    <g fill="none">
      {frame.paths.map(({ index, path, isKept }) => {
        const line = lines[index];
        if (!line || path === "") return null;
        const isFocused = line.id === focusId;
        const opacity = isKept ? (isSomeFocused && !isFocused ? 0.2 : 0.9) : 0.06;
        return (
          <g
            key={line.id}
            onPointerEnter={() => sync.setFocus(line.id)}
            onPointerLeave={() => sync.setFocus(null)}
          >
            <path d={path} stroke="transparent" strokeWidth={10} />
            <path
              d={path}
              stroke={line.stroke}
              strokeWidth={isFocused ? 3 : 1.75}
              strokeDasharray={(DASHES[line.dash] ?? []).join(" ")}
              strokeOpacity={opacity}
              strokeLinejoin="round"
            >
              <title>{line.label}</title>
            </path>
          </g>
        );
      })}
    </g>
  );
}

interface AxisOfProps {
  dimension: PlacedDimension;
  frame: ParallelFrame;
  brush: { from: number; to: number } | undefined;
  onBrush: (brush: { from: number; to: number } | null) => void;
}

const GRIP = 26;
const LONGEST_LABEL = 14;

function AxisOf({ dimension, frame, brush, onBrush }: AxisOfProps) {
  const [drag, setDrag] = useState<{ start: number; end: number } | null>(null);
  const { top, bottom } = frame;
  const { x, axis } = dimension;
  const yOf = (share: number) => bottom - share * (bottom - top);
  const heightOf = (event: PointerEvent<SVGElement>) =>
    event.clientY - (event.currentTarget.ownerSVGElement?.getBoundingClientRect().top ?? 0);
  const shown = drag ? brushOf(frame, drag.start, drag.end) : brush;
  return (
    <g>
      <line x1={x} x2={x} y1={top} y2={bottom} stroke="var(--line-control)" />
      {axis.ticks.map(({ at, label }) => (
        <g key={label} pointerEvents="none">
          <line x1={x - 3} x2={x + 3} y1={yOf(at)} y2={yOf(at)} stroke="var(--line-control)" />
          <text
            x={x + 7}
            y={yOf(at)}
            dominantBaseline="middle"
            className="fill-muted text-2xs"
            stroke="var(--surface)"
            strokeWidth={3}
            paintOrder="stroke"
          >
            {label.length > LONGEST_LABEL ? `${label.slice(0, LONGEST_LABEL - 1)}…` : label}
          </text>
        </g>
      ))}
      {shown ? (
        <rect
          x={x - 7}
          y={yOf(shown.to)}
          width={14}
          height={Math.max(2, yOf(shown.from) - yOf(shown.to))}
          rx={3}
          fill="var(--accent)"
          fillOpacity={0.25}
          stroke="var(--accent)"
          pointerEvents="none"
        />
      ) : null}
      <rect
        x={x - GRIP / 2}
        y={top - 4}
        width={GRIP}
        height={bottom - top + 8}
        fill="transparent"
        className="cursor-ns-resize touch-none"
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          const start = heightOf(event);
          setDrag({ start, end: start });
        }}
        onPointerMove={(event) => {
          if (drag) setDrag({ ...drag, end: heightOf(event) });
        }}
        onPointerUp={() => {
          if (drag) onBrush(brushOf(frame, drag.start, drag.end));
          setDrag(null);
        }}
        onPointerCancel={() => setDrag(null)}
      >
        <title>Drag to keep only lines that pass here; click to clear</title>
      </rect>
    </g>
  );
}
