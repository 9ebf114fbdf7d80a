import type { ModelInput, ModelOutput, Tensor } from "../schema/payload";
import { sliceRows } from "./tensors";

/** How values of predictions are laid out in a pack, so that those of many need it once. */

/** As many rows as any log keeps. */
export const MAX_LOGGED_ROWS = 1_000;
/** Arrays of numbers begin where the widest of them may. */
const ALIGNMENT = 8;

/** Tensors without their values: each begins so many bytes after the first one. */
export interface PackedLayout {
  tensors: readonly (Omit<Tensor, "data"> & { offset: number; size: number })[];
  /** Of a table of numbers, which is packed as one tensor. */
  columns: readonly string[] | null;
}

const topRows = (tensor: Tensor): Tensor =>
  (tensor.shape[0] ?? 0) > MAX_LOGGED_ROWS ? sliceRows(tensor, 0, MAX_LOGGED_ROWS) : tensor;

function isSameList<T>(one: readonly T[] | null, other: readonly T[] | null): boolean {
  if (one === null || other === null) return one === other;
  if (one.length !== other.length) return false;
  for (let at = 0; at < one.length; at += 1) if (one[at] !== other[at]) return false;
  return true;
}

export function isLaidOut({ tensors, columns }: Plain, layout: PackedLayout): boolean {
  if (tensors.length !== layout.tensors.length) return false;
  for (const [at, known] of layout.tensors.entries()) {
    const tensor = tensors[at];
    if (tensor?.name !== known.name || tensor.datatype !== known.datatype) return false;
    if (!isSameList(tensor.shape, known.shape)) return false;
  }
  return isSameList(columns, layout.columns);
}

export const aligned = (bytes: number): number => Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;

/** What goes as values without their JSON. */
export interface Plain {
  tensors: readonly Tensor[];
  columns: readonly string[] | null;
}

/** A table's rows as one tensor when nothing but numbers is in them; null otherwise. */
function numbersOf(table: Extract<ModelInput, { kind: "table" }>): Plain | null {
  const rows = Math.min(table.rows.length, MAX_LOGGED_ROWS);
  const width = table.columns.length;
  const data = new Float64Array(rows * width);
  let to = 0;
  for (let row = 0; row < rows; row += 1) {
    const cells = table.rows[row];
    if (cells?.length !== width) return null;
    for (let at = 0; at < width; at += 1) {
      const cell = cells[at];
      if (typeof cell !== "number" || !Number.isFinite(cell)) return null;
      data[to++] = cell;
    }
  }
  const tensor = { name: "", datatype: "FP64" as const, shape: [rows, width], data };
  return { tensors: [tensor], columns: table.columns };
}

/** Null for what has to go as its JSON. */
export function plainOf(value: ModelInput | ModelOutput): Plain | null {
  if (value.kind === "tensors") return { tensors: value.tensors.map(topRows), columns: null };
  return value.kind === "table" ? numbersOf(value) : null;
}

export function layOut({ tensors, columns }: Plain): PackedLayout {
  let offset = 0;
  const laid = tensors.map(({ name, datatype, shape, data }) => {
    const own = { name, datatype, shape, offset, size: data.length };
    if (!Array.isArray(data)) offset = aligned(offset + data.byteLength);
    return own;
  });
  return { tensors: laid, columns };
}
