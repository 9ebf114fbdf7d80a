"use client";
import { type RefObject, useMemo } from "react";
import { type ChartSync, useChartFocus, useOwnMarker } from "./chart-sync";
import { ChartTooltip } from "./chart-tooltip";
import { describeReading } from "./format-reading";
import type { Frame } from "./prepare-frame";
import { prepareReading, type Reading } from "./prepare-reading";

interface ChartReadoutProps {
  frame: Frame;
  chartId: string;
  sync: ChartSync;
  surface: RefObject<HTMLElement | null>;
  xName: string;
  timeZone: string;
  isHidden: boolean;
}

/** The values at the marker, for eyes and for screen readers, in the one chart that the marker belongs to. */
export function ChartReadout(props: ChartReadoutProps) {
  const { frame, chartId, sync, surface, xName, timeZone, isHidden } = props;
  const marker = useOwnMarker(sync, chartId);
  const focusId = useChartFocus();
  const reading = useMemo(
    () => (marker ? prepareReading(frame, marker.x, marker.pixelY) : null),
    [frame, marker],
  );
  const isByKeyboard = marker?.pixelY === null;
  const spoken =
    reading && isByKeyboard
      ? describeReading(reading, { xName, unit: frame.xUnit, yUnit: frame.yUnit, timeZone })
      : "";
  return (
    <>
      <p role="status" className="sr-only">
        {spoken}
      </p>
      {reading && surface.current && !isHidden ? (
        <>
          <Samples reading={reading} focusId={focusId} />
          <ChartTooltip
            reading={reading}
            anchor={surface.current}
            xName={xName}
            unit={frame.xUnit}
            yUnit={frame.yUnit}
            timeZone={timeZone}
            focusId={focusId}
            pixelY={marker?.pixelY ?? frame.plot.top + frame.plot.height / 2}
          />
        </>
      ) : null}
    </>
  );
}

/** Beyond this many, dots on the lines hide more than they show. */
const MOST_DOTS = 24;

function Samples({ reading, focusId }: { reading: Reading; focusId: string | null }) {
  const rows = reading.rows.filter(
    ({ id, pixel }) => Number.isFinite(pixel.y) && (focusId === null || focusId === id),
  );
  if (rows.length > MOST_DOTS) return null;
  return rows.map(({ id, color, pixel }) => (
    <span
      key={id}
      className="pointer-events-none absolute -mt-1 -ml-1 size-2 rounded-full border-2 border-surface"
      style={{ left: pixel.x, top: pixel.y, background: `var(--run-${color})` }}
    />
  ));
}
