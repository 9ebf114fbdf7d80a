"use client";
import { useRef } from "react";
import { cn } from "@/components/ui/class-names";
import { useChartFocus, useChartSync } from "./chart-sync";
import type { AxisValue } from "./prepare-axis";
import { placePoints, prepareScatter, type ScatterFrame } from "./prepare-scatter";
import { useElementSize } from "./use-element-size";

export interface ScatterPoint {
  id: string;
  label: string;
  /** Said under the label: the values. */
  description: string;
  fill: string;
  href: string;
  x: AxisValue;
  y: AxisValue;
}

interface ScatterChartProps {
  title: string;
  xName: string;
  yName: string;
  isLogX: boolean;
  isLogY: boolean;
  points: readonly ScatterPoint[];
  onOpen: (point: ScatterPoint) => void;
  className?: string | undefined;
}

/** A point a run, on two axes. */
export function ScatterChart(props: ScatterChartProps) {
  const { title, points, className } = props;
  const box = useRef<HTMLDivElement>(null);
  const size = useElementSize(box);
  const frame = size ? prepareScatter({ ...props, ...size }) : null;
  return (
    <div ref={box} className={cn("relative min-h-0 min-w-0", className)}>
      {frame && size ? (
        <svg
          aria-label={title}
          width={size.width}
          height={size.height}
          className="absolute inset-0"
        >
          <Axes frame={frame} xName={props.xName} yName={props.yName} />
          <Points frame={frame} points={points} onOpen={props.onOpen} />
        </svg>
      ) : null}
    </div>
  );
}

function Axes({ frame, xName, yName }: { frame: ScatterFrame; xName: string; yName: string }) {
  const { plot, x, y } = frame;
  const bottom = plot.top + plot.height;
  return (
    <g className="fill-muted text-2xs">
      {y.ticks.map(({ at, label }) => (
        <g key={label}>
          <line
            x1={plot.left}
            x2={plot.left + plot.width}
            y1={bottom - at * plot.height}
            y2={bottom - at * plot.height}
            stroke="var(--line)"
          />
          <text
            x={plot.left - 7}
            y={bottom - at * plot.height}
            textAnchor="end"
            dominantBaseline="middle"
          >
            {label}
          </text>
        </g>
      ))}
      {x.ticks.map(({ at, label }) => (
        <g key={label}>
          <line
            x1={plot.left + at * plot.width}
            x2={plot.left + at * plot.width}
            y1={plot.top}
            y2={bottom}
            stroke="var(--line)"
          />
          <text x={plot.left + at * plot.width} y={bottom + 16} textAnchor="middle">
            {label}
          </text>
        </g>
      ))}
      <text
        x={plot.left + plot.width / 2}
        y={bottom + 36}
        textAnchor="middle"
        className="fill-fg text-xs"
      >
        {xName}
      </text>
      <text
        transform={`translate(12 ${plot.top + plot.height / 2}) rotate(-90)`}
        textAnchor="middle"
        className="fill-fg text-xs"
      >
        {yName}
      </text>
    </g>
  );
}

interface PointsProps {
  frame: ScatterFrame;
  points: readonly ScatterPoint[];
  onOpen: (point: ScatterPoint) => void;
}

function Points({ frame, points, onOpen }: PointsProps) {
  const sync = useChartSync();
  const focusId = useChartFocus();
  const placed = placePoints(frame, points);
  const focused = placed.find(({ point }) => point.id === focusId);
  return (
    <>
      {placed.map(({ point, cx, cy }) => (
        <a
          key={point.id}
          href={point.href}
          aria-label={`${point.label}, ${point.description}`}
          className="group/point outline-none"
          onPointerEnter={() => sync.setFocus(point.id)}
          onPointerLeave={() => sync.setFocus(null)}
          onFocus={() => sync.setFocus(point.id)}
          onBlur={() => sync.setFocus(null)}
          onClick={(event) => {
            if (event.ctrlKey || event.metaKey || event.shiftKey) return;
            event.preventDefault();
            onOpen(point);
          }}
        >
          <circle
            cx={cx}
            cy={cy}
            r={point.id === focusId ? 8 : 6}
            fill={point.fill}
            fillOpacity={focused && point.id !== focusId ? 0.35 : 0.95}
            stroke="var(--surface)"
            strokeWidth={1.5}
            className="group-focus-visible/point:stroke-ring"
          />
        </a>
      ))}
      {focused ? (
        <g
          pointerEvents="none"
          transform={`translate(${focused.cx} ${focused.cy - 14})`}
          textAnchor={focused.anchor}
          stroke="var(--surface)"
          strokeWidth={4}
          paintOrder="stroke"
        >
          <text className="fill-fg font-semibold text-xs" dy={-14}>
            {focused.point.label}
          </text>
          <text className="fill-muted text-2xs">{focused.point.description}</text>
        </g>
      ) : null}
    </>
  );
}
