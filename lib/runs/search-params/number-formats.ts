import { formatNumber, formatPercent } from "@/lib/core/format";
import type { ColumnId } from "./columns";

/** How a column writes its numbers. `digits` are significant ones, or those after the point. */
export interface NumberFormat {
  style: "significant" | "fixed" | "percent" | "scientific";
  digits: number;
}

export const NUMBER_STYLES = ["significant", "fixed", "percent", "scientific"] as const;

const CODE = { significant: "s", fixed: "f", percent: "p", scientific: "e" } as const;
const MOST_DIGITS = 12;

/** A format in an address: "f2" is two digits after the point. */
export const printNumberFormat = ({ style, digits }: NumberFormat): string =>
  `${CODE[style]}${digits}`;

export function parseNumberFormat(text: string): NumberFormat | null {
  const style = NUMBER_STYLES.find((known) => CODE[known] === text.slice(0, 1));
  const digits = Number(text.slice(1));
  const isCount = /^\d{1,2}$/.test(text.slice(1)) && digits <= MOST_DIGITS;
  if (!style || !isCount || (style === "significant" && digits < 1)) return null;
  return { style, digits };
}

/** A format of one column, as "m:loss*f2". */
export function parseColumnFormat(text: string): { id: ColumnId; format: NumberFormat } | null {
  const star = text.lastIndexOf("*");
  const format = star > 0 ? parseNumberFormat(text.slice(star + 1)) : null;
  return format && { id: text.slice(0, star), format };
}

const MINUS = "−";
/** Beyond this digits after the point say nothing. */
const WIDEST = 1e15;

function fixed(value: number, digits: number): string {
  return value.toLocaleString("en-GB", {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
}

function scientific(value: number, digits: number): string {
  return value.toExponential(digits).replace("e+", "e");
}

/** A number as its column writes it; without a format as numbers are written everywhere. */
export function writeNumber(value: number, format: NumberFormat | null): string {
  if (format === null || !Number.isFinite(value)) return formatNumber(value);
  const { style, digits } = format;
  if (style === "significant") return formatNumber(value, digits);
  if (style === "percent") return formatPercent(value, digits);
  const isFixed = style === "fixed" && Math.abs(value) < WIDEST;
  const text = isFixed ? fixed(value, digits) : scientific(value, digits);
  return text.replaceAll("-", MINUS);
}
