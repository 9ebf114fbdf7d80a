"use client";
import { useLayoutEffect, useRef } from "react";
import { createPortal } from "react-dom";
import { cn } from "@/components/ui/class-names";
import { formatX, formatY } from "./format-reading";
import { LineSwatch } from "./line-swatch";
import { placeTooltip } from "./prepare-placement";
import { cutRows, type Reading, type ReadingRow } from "./prepare-reading";
import type { AxisUnit, ValueUnit } from "./prepare-ticks";

interface ChartTooltipProps {
  reading: Reading;
  /** The chart, in whose coordinates the reading is. */
  anchor: HTMLElement;
  xName: string;
  unit: AxisUnit;
  yUnit: ValueUnit;
  timeZone: string;
  focusId: string | null;
  pixelY: number;
}

const ROWS = 12;

/** What the lines say at the marker. Over everything else, so that no panel cuts it; screen readers have their own. */
export function ChartTooltip(props: ChartTooltipProps) {
  const { reading, anchor, xName, unit, timeZone, focusId, pixelY } = props;
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const chart = anchor.getBoundingClientRect();
    const { width, height } = element.getBoundingClientRect();
    const { left, top } = placeTooltip(
      {
        x: chart.left + reading.pixel,
        y: chart.top + pixelY,
        top: chart.top,
        bottom: chart.bottom,
      },
      { width, height },
      { width: window.innerWidth, height: window.innerHeight },
    );
    element.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
  });
  const { shown, more } = cutRows(reading.rows, focusId, ROWS);
  const hasRaw = shown.some(({ raw }) => raw !== null);
  const hasRange = shown.some(({ range }) => range !== null);
  return createPortal(
    <div
      ref={box}
      aria-hidden="true"
      className="pointer-events-none fixed top-0 left-0 z-60 max-w-110 rounded-md border border-line-strong bg-raised px-2.5 py-2 text-xs shadow-md"
    >
      <table className="border-separate border-spacing-0">
        <thead>
          <tr className="text-left text-muted">
            <th colSpan={2} className="whitespace-nowrap pr-3 pb-1 font-normal">
              {xName}{" "}
              <span className="font-medium text-fg">{formatX(reading.x, unit, timeZone)}</span>
            </th>
            <th className="pb-1 text-right font-normal">{hasRaw ? "smoothed" : ""}</th>
            {hasRaw ? <th className="pb-1 pl-2.5 text-right font-normal">raw</th> : null}
            {hasRange ? <th className="pb-1 pl-2.5 text-right font-normal">min – max</th> : null}
          </tr>
        </thead>
        <tbody>
          {shown.map((row) => (
            <TooltipRow
              key={row.id}
              row={row}
              isFocused={row.id === focusId}
              isDimmed={focusId !== null && row.id !== focusId}
              columns={{ hasRaw, hasRange, unit: props.yUnit }}
              at={row.x === reading.x ? null : formatX(row.x, unit, timeZone)}
            />
          ))}
        </tbody>
      </table>
      {more > 0 ? <p className="mt-1 text-subtle">{more} more lines</p> : null}
    </div>,
    document.body,
  );
}

interface TooltipRowProps {
  row: ReadingRow;
  isFocused: boolean;
  isDimmed: boolean;
  columns: { hasRaw: boolean; hasRange: boolean; unit: ValueUnit };
  /** Where its nearest sample lies, if not at the marker. */
  at: string | null;
}

const extraCell = "whitespace-nowrap pl-2.5 text-right font-normal text-subtle";

function TooltipRow({ row, isFocused, isDimmed, columns, at }: TooltipRowProps) {
  const { raw, range } = row;
  return (
    <tr className={cn(isFocused && "font-semibold text-fg", isDimmed && "text-subtle")}>
      <td className="pr-1.5 align-middle">
        <LineSwatch color={row.color} dash={row.dash} />
      </td>
      <td className="max-w-40 truncate pr-3">{row.label}</td>
      <td className="text-right">{formatY(row.value, columns.unit)}</td>
      {columns.hasRaw ? (
        <td className={extraCell}>{raw === null ? "" : formatY(raw, columns.unit)}</td>
      ) : null}
      {columns.hasRange ? (
        <td className={extraCell}>
          {range
            ? `${formatY(range.min, columns.unit, 3)} – ${formatY(range.max, columns.unit, 3)}`
            : ""}
        </td>
      ) : null}
      {at === null ? null : <td className={extraCell}>@ {at}</td>}
    </tr>
  );
}
