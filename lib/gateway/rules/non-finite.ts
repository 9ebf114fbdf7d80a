import type { TensorData } from "../schema/payload";

/** As the log writes it and profiles count it: JSON has no such numbers. */
export function nameOf(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  return value > 0 ? "Infinity" : "-Infinity";
}

/** The same values with names in place of the numbers that JSON would make null of; `values` are those of `data`, one by one. */
export function withNames(values: unknown[], data: TensorData): unknown[] {
  if (!(data instanceof Float32Array || data instanceof Float64Array)) return values;
  for (let at = 0; at < data.length; at += 1) {
    const value = data[at] ?? 0;
    if (!Number.isFinite(value)) values[at] = nameOf(value);
  }
  return values;
}
