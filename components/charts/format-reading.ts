import {
  formatBytes,
  formatCount,
  formatDateTime,
  formatDuration,
  formatNumber,
} from "@/lib/core/format";
import type { Reading } from "./prepare-reading";
import type { AxisUnit, ValueUnit } from "./prepare-ticks";

/** A place on the x axis in words: "Step 1,200", "2m 05s", a date. */
export function formatX(x: number, unit: AxisUnit, timeZone: string): string {
  if (unit === "integer") return formatCount(x);
  if (unit === "duration") return formatDuration(x);
  return unit === "time" ? formatDateTime(x, timeZone) : formatNumber(x);
}

/** A value in words: "0.9231", "1.5 GiB". */
export const formatY = (value: number, unit: ValueUnit, digits?: number): string =>
  unit === "bytes" ? formatBytes(value) : formatNumber(value, digits);

const SPOKEN_ROWS = 3;

/** What a screen reader is told when the marker has moved. */
export function describeReading(
  reading: Reading,
  {
    xName,
    unit,
    yUnit,
    timeZone,
  }: { xName: string; unit: AxisUnit; yUnit: ValueUnit; timeZone: string },
): string {
  const focus = reading.rows.find(({ id }) => id === reading.nearestId);
  const rows = focus ? [focus] : reading.rows.slice(0, SPOKEN_ROWS);
  const more = reading.rows.length - rows.length;
  return [
    `${xName} ${formatX(reading.x, unit, timeZone)}`,
    ...rows.map(({ label, value }) => `${label}: ${formatY(value, yUnit)}`),
    ...(more > 0 ? [`and ${more} more`] : []),
  ].join(", ");
}
