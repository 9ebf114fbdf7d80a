import { formatCount, formatDateTime, formatDuration, formatNumber } from "@/lib/core/format";
import type { Reading } from "./prepare-reading";
import type { AxisUnit } from "./prepare-ticks";

/** A place on the x axis in words: "Step 1,200", "2m 05s", a date. */
export function formatX(x: number, unit: AxisUnit, timeZone: string): string {
  if (unit === "integer") return formatCount(x);
  if (unit === "duration") return formatDuration(x);
  return unit === "time" ? formatDateTime(x, timeZone) : formatNumber(x);
}

const SPOKEN_ROWS = 3;

/** What a screen reader is told when the marker has moved. */
export function describeReading(
  reading: Reading,
  { xName, unit, timeZone }: { xName: string; unit: AxisUnit; timeZone: string },
): string {
  const focus = reading.rows.find(({ id }) => id === reading.nearestId);
  const rows = focus ? [focus] : reading.rows.slice(0, SPOKEN_ROWS);
  const more = reading.rows.length - rows.length;
  return [
    `${xName} ${formatX(reading.x, unit, timeZone)}`,
    ...rows.map(({ label, value }) => `${label}: ${formatNumber(value)}`),
    ...(more > 0 ? [`and ${more} more`] : []),
  ].join(", ");
}
