import { formatCount, formatNumber, formatPercent } from "@/lib/core/format";
import type { ColumnQuality, Quality, QualityCheck, QualityFinding } from "../schema/quality";

const CHECK_WORDS: Readonly<Record<QualityCheck, string>> = {
  missing: "missing",
  invalid: "of another type, NaN or infinite",
  unseen: "of no value that the reference names",
  outside: "outside of the range",
  repeated: "of values that came before",
  repeated_rows: "of rows that are like one before",
  few_rows: "rows, fewer than",
  many_rows: "rows, more than",
};

/** What is wrong, in words: "12.0 % missing, at most 2.0 %". */
export function qualityInWords({ check, found, limit }: QualityFinding): string {
  if (check === "few_rows" || check === "many_rows")
    return `${formatCount(Math.round(found))} ${CHECK_WORDS[check]} ${formatCount(Math.round(limit))}`;
  return `${formatPercent(found, 1)} ${CHECK_WORDS[check]}, at most ${formatPercent(limit, 1)}`;
}

const rangeOf = (min: number | null, max: number | null): string =>
  `${min === null ? "−∞" : formatNumber(min)} to ${max === null ? "∞" : formatNumber(max)}`;

/** What a column is held to, in words. */
export function limitsInWords({
  missing,
  invalid,
  unseen,
  outside,
  repeated,
  min,
  max,
}: ColumnQuality): string[] {
  const told = (limit: number | null, what: string) =>
    limit === null ? [] : [`${what} up to ${formatPercent(limit, 1)}`];
  return [
    ...told(missing, "missing"),
    ...told(invalid, "of another type, NaN or infinite"),
    ...told(unseen, "of values without a name in the reference"),
    ...told(outside, `outside of ${rangeOf(min, max)}`),
    ...told(repeated, "of values that came before"),
  ];
}

/** What all rows are held to, in words. */
export function wholeInWords({ rows, repeatedRows, freshMinutes }: Quality): string[] {
  return [
    ...(rows ? [`${rangeOf(rows.min, rows.max)} rows a window`] : []),
    ...(repeatedRows === null
      ? []
      : [`rows that are like one before up to ${formatPercent(repeatedRows, 1)}`]),
    ...(freshMinutes === null
      ? []
      : [`the newest row no older than ${formatCount(freshMinutes)} minutes`]),
  ];
}
