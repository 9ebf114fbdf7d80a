import type { ModelInput, ModelOutput, Tensor } from "../schema/payload";
import type { PackedLayout } from "./packed-layout";
import {
  type Packed,
  type PackedTexts,
  type PackedValue,
  type PredictionEntry,
  type PredictionPack,
  STRIDE,
} from "./prediction-pack";
import { valuesAt } from "./tensor-memory";

/** The tensors of a layout, over the memory of the pack. */
function unpackTensors(
  { tensors }: PackedLayout,
  bytes: Uint8Array,
  at: number,
  texts: PackedTexts,
): Tensor[] {
  let next = 0;
  return tensors.map(({ name, datatype, shape, offset, size }) => {
    if (datatype === "BYTES") return { name, datatype, shape, data: [...(texts?.[next++] ?? [])] };
    return { name, datatype, shape, data: valuesAt(datatype, bytes, at + offset, size) };
  });
}

function tableOf([tensor]: readonly Tensor[], columns: readonly string[]): ModelInput {
  const values = tensor?.data ?? [];
  const rows: unknown[][] = [];
  for (let row = 0; row < (tensor?.shape[0] ?? 0); row += 1) {
    const cells: unknown[] = [];
    for (let at = row * columns.length; at < (row + 1) * columns.length; at += 1)
      cells.push(values[at]);
    rows.push(cells);
  }
  return { kind: "table", columns, rows };
}

/** The predictions of a pack, as they were put in, apart from rows that no log keeps. Tensors share its memory. */
export function unpack({
  count,
  values,
  facts,
  layouts,
  bytes,
}: PredictionPack): PredictionEntry[] {
  const unpackValue = (value: PackedValue, at: number, texts: PackedTexts): unknown => {
    if (value === null) return null;
    if (typeof value === "string") return JSON.parse(value);
    const layout = layouts[value];
    if (!layout) throw new Error("A pack of predictions lacks the layout of one.");
    const tensors = unpackTensors(layout, bytes, at, texts);
    return layout.columns ? tableOf(tensors, layout.columns) : { kind: "tensors", tensors };
  };
  const entries: PredictionEntry[] = [];
  for (let index = 0; index < count; index += 1) {
    // What the class above has packed.
    const own = values.slice(index * STRIDE, (index + 1) * STRIDE) as Packed;
    const known = facts[own[2]];
    if (!known) throw new Error("A pack of predictions lacks the facts of one.");
    entries.push({
      id: own[0],
      at: own[1],
      workspaceId: known.workspaceId,
      deploymentId: known.deploymentId,
      revision: known.revision,
      modelVersionId: known.modelVersionId,
      isShadow: known.isShadow,
      key: own[3],
      status: own[4],
      error: own[5],
      latencyMs: own[6],
      protocol: known.protocol,
      rows: own[7],
      signature: known.signature,
      input: unpackValue(own[8], own[9], own[10]) as ModelInput | null,
      output: unpackValue(own[11], own[12], own[13]) as ModelOutput | null,
    });
  }
  return entries;
}
