import { extentOf, makeScale, pad, type ScaleKind, widen } from "./prepare-scale";
import { prepareTicks } from "./prepare-ticks";

export type AxisValue = string | number | null;

export interface ValueAxis {
  kind: "number" | "category";
  /** Whether a log scale can show every number. */
  canLog: boolean;
  /** 0 at the start of the axis, 1 at its end; null for a value that has no place on it. */
  place: (value: AxisValue) => number | null;
  ticks: readonly { at: number; label: string }[];
}

export interface AxisOptions {
  isLog: boolean;
  isFlipped: boolean;
  /** About how many ticks have room. */
  count: number;
}

const collator = new Intl.Collator("en", { numeric: true });

function numberOf(value: AxisValue): number | null {
  if (value === null || value === "") return null;
  const number = Number(value);
  return Number.isNaN(number) ? null : number;
}

/** Parameters are texts; where every one of them reads as a number they are numbers. */
export function isNumeric(values: readonly AxisValue[]): boolean {
  const known = values.filter((value) => value !== null && value !== "");
  return (
    known.length > 0 &&
    known.every((value) => typeof value === "number" || numberOf(value) !== null)
  );
}

function categoryAxis(values: readonly AxisValue[], isFlipped: boolean): ValueAxis {
  const names = [...new Set(values.flatMap((value) => (value === null ? [] : String(value))))].sort(
    collator.compare,
  );
  const at = (index: number) => {
    const share = names.length === 1 ? 0.5 : index / (names.length - 1);
    return isFlipped ? 1 - share : share;
  };
  return {
    kind: "category",
    canLog: false,
    place: (value) => {
      const index = value === null ? -1 : names.indexOf(String(value));
      return index < 0 ? null : at(index);
    },
    ticks: names.map((label, index) => ({ at: at(index), label })),
  };
}

/** An axis that fits some values: numbers on a scale, anything else by name. */
export function prepareAxis(values: readonly AxisValue[], options: AxisOptions): ValueAxis {
  const { isLog, isFlipped, count } = options;
  if (!isNumeric(values)) return categoryAxis(values, isFlipped);
  const numbers = values.flatMap((value) => numberOf(value) ?? []);
  const canLog = numbers.some(Number.isFinite) && numbers.every((value) => value > 0);
  const scale: ScaleKind = isLog && canLog ? "log" : "linear";
  const found = extentOf([numbers], scale);
  const extent = pad(widen(found ?? { min: 0, max: 1 }, scale), scale, 0.03);
  const { toPixel } = makeScale(scale, extent, isFlipped ? 1 : 0, isFlipped ? 0 : 1);
  const place = (value: AxisValue) => {
    const number = numberOf(value);
    const share = number === null ? Number.NaN : toPixel(number);
    return Number.isNaN(share) ? null : share;
  };
  return {
    kind: "number",
    canLog,
    place,
    ticks: prepareTicks({ extent, scale, unit: "number", count, timeZone: "UTC" }).map(
      ({ value, label }) => ({ at: toPixel(value), label }),
    ),
  };
}

/** A colour between two tokens by a share from 0 to 1; the colour of what has no value is muted. */
export function gradientColor(share: number | null): string {
  if (share === null) return "var(--line-control)";
  const percent = Math.round(Math.min(1, Math.max(0, share)) * 100);
  return `color-mix(in oklab, var(--run-9) ${percent}%, var(--run-8))`;
}
