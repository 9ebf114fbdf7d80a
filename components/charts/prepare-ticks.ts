import { formatBytes, formatDuration, formatNumber } from "@/lib/core/format";
import type { Extent, ScaleKind } from "./prepare-scale";

export interface Tick {
  value: number;
  label: string;
}

/** What the numbers of an axis are: this decides where its ticks fall and how they read. */
export type AxisUnit = "number" | "integer" | "duration" | "time" | "bytes";
/** Those of the values. */
export type ValueUnit = Extract<AxisUnit, "number" | "bytes">;

export interface AxisRequest {
  extent: Extent;
  scale: ScaleKind;
  unit: AxisUnit;
  /** About how many ticks have room. */
  count: number;
  /** For wall time. */
  timeZone: string;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Intervals at which people read clocks. */
const CLOCK_STEPS = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 15, 30].map((n) => n * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * MINUTE),
  ...[1, 2, 3, 6, 12].map((n) => n * HOUR),
  ...[1, 2, 7, 14, 30, 90, 180, 365, 730, 1825, 3650].map((n) => n * DAY),
];

/** The least of 1, 2, 2.5, 5 × 10ⁿ that cuts the extent into at most `count` pieces. */
export function niceStep({ min, max }: Extent, count: number): number {
  const rough = (max - min) / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = [1, 2, 2.5, 5, 10].find((nice) => nice * power >= rough * (1 - 1e-9)) ?? 10;
  return factor * power;
}

function multiples({ min, max }: Extent, step: number, offset = 0): number[] {
  const first = Math.ceil((min - offset) / step - 1e-9);
  const last = Math.floor((max - offset) / step + 1e-9);
  const values: number[] = [];
  // A bound, because an extent of a few representable numbers could make this endless.
  for (let index = first; index <= last && values.length < 200; index += 1)
    values.push(index * step + offset);
  return values;
}

/** The decimals that tell neighbours at this distance apart. */
function decimalsOf(step: number): number {
  const text = step.toExponential(2);
  const [mantissa = "1", exponent = "0"] = text.split("e");
  const digits = mantissa.replace(/\.?0+$/, "").replace(/^\d\.?/, "").length;
  return Math.max(0, digits - Number(exponent));
}

function numberLabel(value: number, step: number): string {
  const size = Math.abs(value);
  if (size < step * 1e-6) return "0";
  if (size >= 1e9 || (size < 1e-4 && step < 1e-4)) return formatNumber(value, 4);
  if (step >= 1000 || (size >= 10_000 && step >= 100)) return thousands(value);
  const decimals = decimalsOf(step);
  if (decimals > 6) return formatNumber(value, 7);
  return value.toFixed(decimals).replace("-", "−");
}

function thousands(value: number): string {
  const isMillions = Math.abs(value) >= 1e6;
  const scaled = value / (isMillions ? 1e6 : 1e3);
  return `${String(Number(scaled.toFixed(3))).replace("-", "−")}${isMillions ? "M" : "k"}`;
}

function linearTicks({ extent, unit, count }: AxisRequest): Tick[] {
  const step = unit === "integer" ? Math.max(1, niceStep(extent, count)) : niceStep(extent, count);
  const whole = unit === "integer" ? Math.ceil(step) : step;
  return multiples(extent, whole).map((value) => ({ value, label: numberLabel(value, whole) }));
}

const MANTISSAS = [[1], [1, 3], [1, 2, 5], [1, 2, 3, 4, 5, 6, 7, 8, 9]];

function logTicks(request: AxisRequest): Tick[] {
  const { extent, count } = request;
  const decades = Math.log10(extent.max / extent.min);
  if (decades < 0.5) return linearTicks(request);
  const first = Math.floor(Math.log10(extent.min));
  const last = Math.ceil(Math.log10(extent.max));
  const every = Math.max(1, Math.ceil(decades / Math.max(1, count)));
  const at = (mantissas: readonly number[]) => {
    const values: number[] = [];
    for (let power = first; power <= last; power += every)
      for (const mantissa of mantissas) values.push(mantissa * 10 ** power);
    return values.filter(
      (value) => value >= extent.min * (1 - 1e-9) && value <= extent.max * (1 + 1e-9),
    );
  };
  const dense = every > 1 ? [] : MANTISSAS.map(at).filter((values) => values.length <= count + 1);
  const values = dense.at(-1) ?? at([1]);
  return values.map((value) => ({ value, label: formatNumber(value, 3) }));
}

/** At round numbers of the unit that the greatest value is told in. */
function byteTicks({ extent, count }: AxisRequest): Tick[] {
  const power = Math.floor(Math.log2(Math.max(1, extent.max)) / 10);
  const unit = 1024 ** power;
  const step = niceStep({ min: extent.min / unit, max: extent.max / unit }, count) * unit;
  return multiples(extent, step).map((value) => ({
    value,
    label: value === 0 ? "0" : formatBytes(value).replace(".0 ", " "),
  }));
}

function clockStep({ min, max }: Extent, count: number): number {
  const rough = (max - min) / Math.max(1, count);
  return CLOCK_STEPS.find((step) => step >= rough) ?? niceStep({ min, max }, count);
}

const trimDuration = (text: string) =>
  text.replace(/([mhd]) 0+[smh]$/, "$1").replace(/\.0 s$/, " s");

function durationTicks({ extent, count }: AxisRequest): Tick[] {
  return multiples(extent, clockStep(extent, count)).map((value) => ({
    value,
    label:
      value === 0 ? "0" : `${value < 0 ? "−" : ""}${trimDuration(formatDuration(Math.abs(value)))}`,
  }));
}

/** How far local midnight lies from midnight in UTC at a moment, in milliseconds. */
function zoneOffset(at: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  }).formatToParts(at);
  const read = (type: string) => Number(parts.find((part) => part.type === type)?.value ?? 0);
  const local = Date.UTC(
    read("year"),
    read("month") - 1,
    read("day"),
    read("hour"),
    read("minute"),
    read("second"),
  );
  return local - Math.floor(at / SECOND) * SECOND;
}

function timeTicks({ extent, count, timeZone }: AxisRequest): Tick[] {
  const step = clockStep(extent, count);
  const offset = zoneOffset(extent.min, timeZone);
  const date = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone });
  const clock = new Intl.DateTimeFormat("en-GB", {
    hour: "2-digit",
    minute: "2-digit",
    ...(step < MINUTE ? { second: "2-digit" } : {}),
    ...(step < SECOND ? { fractionalSecondDigits: 3 } : {}),
    timeZone,
  });
  return multiples(extent, step, -offset).map((value) => {
    const isMidnight = (value + offset) % DAY === 0;
    return { value, label: step >= DAY || isMidnight ? date.format(value) : clock.format(value) };
  });
}

/** Ticks at round numbers inside the extent, with labels that tell them apart. */
export function prepareTicks(request: AxisRequest): Tick[] {
  const { extent, scale, unit } = request;
  if (!(extent.max > extent.min)) return [];
  if (scale === "log" && unit !== "time") {
    const ticks = logTicks(request);
    return unit === "duration"
      ? ticks.map(({ value }) => ({ value, label: trimDuration(formatDuration(value)) }))
      : ticks;
  }
  if (unit === "duration") return durationTicks(request);
  if (unit === "bytes") return byteTicks(request);
  return unit === "time" ? timeTicks(request) : linearTicks(request);
}
