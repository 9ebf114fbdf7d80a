import type { Datatype, ModelInput, ModelOutput, Tensor } from "../schema/payload";
import type { ModelSignature } from "./signature";
import { allocate } from "./tensor-memory";
import { sliceRows } from "./tensors";

/** Predictions on their way to the thread that writes them: made small at once, so that none keeps its request alive. */

/** What the gateway knows of a prediction when it has answered. */
export interface PredictionEntry {
  /** A UUID: the X-Request-Id that was answered. */
  id: string;
  /** Milliseconds since the epoch. */
  at: number;
  workspaceId: string;
  deploymentId: bigint;
  revision: number;
  modelVersionId: bigint | null;
  isShadow: boolean;
  key: string | null;
  /** HTTP status. */
  status: number;
  error: string | null;
  latencyMs: number;
  protocol: string;
  rows: number;
  signature: ModelSignature;
  input: ModelInput | null;
  output: ModelOutput | null;
}

/** As many rows as any log keeps. */
export const MAX_LOGGED_ROWS = 1_000;
const PACK_BYTES = 256 * 1024;
/** About what the facts of one take. */
const FACTS_BYTES = 512;
/** Arrays of numbers begin where the widest of them may. */
const ALIGNMENT = 8;

/** JSON, or tensors without their numbers: name, type and shape of each, and where in the bytes its numbers are, or its texts. */
type PackedTensor = [
  name: string,
  datatype: Datatype,
  shape: readonly number[],
  data: { at: number; length: number } | string[],
];
type PackedValue = string | PackedTensor[] | null;

/** Plain values in one order, of which many stand in one list: what is cheapest to hand over. */
type Packed = [
  id: string,
  at: number,
  workspaceId: string,
  deploymentId: bigint,
  revision: number,
  modelVersionId: bigint | null,
  isShadow: boolean,
  key: string | null,
  status: number,
  error: string | null,
  latencyMs: number,
  protocol: string,
  rows: number,
  signature: number,
  input: PackedValue,
  output: PackedValue,
];
const STRIDE = 16;

export interface PredictionPack {
  count: number;
  values: unknown[];
  signatures: ModelSignature[];
  bytes: Uint8Array;
}

/** JSON has no whole numbers beyond 2^53; a runtime may hand them out. */
export function toJson(value: unknown): string {
  try {
    return JSON.stringify(value) ?? "null";
  } catch {
    return JSON.stringify(value, (_name, inner: unknown) =>
      typeof inner === "bigint" ? Number(inner) : inner,
    );
  }
}

const topRows = (tensor: Tensor): Tensor =>
  (tensor.shape[0] ?? 0) > MAX_LOGGED_ROWS ? sliceRows(tensor, 0, MAX_LOGGED_ROWS) : tensor;

type Json = Exclude<ModelInput | ModelOutput, { kind: "tensors" }>;

/** JSON of what is not in tensors, its first rows. */
function jsonOf(value: Json): string {
  if (value.kind === "table")
    return toJson({ ...value, rows: value.rows.slice(0, MAX_LOGGED_ROWS) });
  if (value.kind === "array")
    return toJson({ ...value, value: value.value.slice(0, MAX_LOGGED_ROWS) });
  const { predictions } = value;
  if (!Array.isArray(predictions)) return toJson(value);
  return toJson({ ...value, predictions: predictions.slice(0, MAX_LOGGED_ROWS) });
}

/** Bytes that texts take at most. */
const sizeOfTexts = (texts: readonly (string | null)[]): number =>
  texts.reduce((sum, text) => sum + 2 * (text?.length ?? 0), 0);

function sizeOfValue(value: PackedValue): number {
  if (value === null || typeof value === "string") return sizeOfTexts([value]);
  return value.reduce(
    (sum, [, , , data]) => sum + (Array.isArray(data) ? sizeOfTexts(data) : 0),
    0,
  );
}

/** Packs predictions one after the other, until they are taken. */
export class PredictionPacker {
  private values: unknown[] = [];
  private signatures: ModelSignature[] = [];
  private bytes = new Uint8Array(PACK_BYTES);
  private used = 0;
  count = 0;

  /** Answers about how many bytes it takes. */
  add(entry: PredictionEntry): number {
    const before = this.used;
    const [input, output] = [this.pack(entry.input), this.pack(entry.output)];
    const packed: Packed = [
      entry.id,
      entry.at,
      entry.workspaceId,
      entry.deploymentId,
      entry.revision,
      entry.modelVersionId,
      entry.isShadow,
      entry.key,
      entry.status,
      entry.error,
      entry.latencyMs,
      entry.protocol,
      entry.rows,
      this.indexOf(entry.signature),
      input,
      output,
    ];
    this.values.push(...packed);
    this.count += 1;
    const texts = sizeOfTexts([entry.key, entry.error]) + sizeOfValue(input) + sizeOfValue(output);
    return FACTS_BYTES + texts + this.used - before;
  }

  take(): PredictionPack {
    const { count, values, signatures } = this;
    const bytes = this.bytes.slice(0, this.used);
    this.values = [];
    this.signatures = [];
    if (this.bytes.length > PACK_BYTES) this.bytes = new Uint8Array(PACK_BYTES);
    this.used = 0;
    this.count = 0;
    return { count, values, signatures, bytes };
  }

  private indexOf(signature: ModelSignature): number {
    const known = this.signatures.indexOf(signature);
    return known >= 0 ? known : this.signatures.push(signature) - 1;
  }

  private pack(value: ModelInput | ModelOutput | null): PackedValue {
    if (value?.kind !== "tensors") return value && jsonOf(value);
    return value.tensors.map((tensor) => this.packed(topRows(tensor)));
  }

  private packed({ name, datatype, shape, data }: Tensor): PackedTensor {
    if (Array.isArray(data)) return [name, datatype, shape, data];
    const at = Math.ceil(this.used / ALIGNMENT) * ALIGNMENT;
    this.used = at + data.byteLength;
    if (this.used > this.bytes.length) this.grow();
    this.bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    return [name, datatype, shape, { at, length: data.byteLength }];
  }

  private grow(): void {
    const larger = new Uint8Array(2 ** Math.ceil(Math.log2(this.used)));
    larger.set(this.bytes);
    this.bytes = larger;
  }
}

function unpackTensor([name, datatype, shape, data]: PackedTensor, bytes: Uint8Array): Tensor {
  if (Array.isArray(data)) return { name, datatype, shape, data };
  const size = shape.reduce((product, length) => product * length, 1);
  const values = allocate(datatype, size);
  if (Array.isArray(values) || values.byteLength !== data.length)
    throw new Error(`The tensor "${name}" does not have the values that its shape says.`);
  const target = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  target.set(bytes.subarray(data.at, data.at + data.length));
  return { name, datatype, shape, data: values };
}

function unpackValue(value: PackedValue, bytes: Uint8Array): unknown {
  if (value === null) return null;
  if (typeof value === "string") return JSON.parse(value);
  return { kind: "tensors", tensors: value.map((tensor) => unpackTensor(tensor, bytes)) };
}

/** The predictions of a pack, as they were put in, apart from rows that no log keeps. */
export function unpack({ count, values, signatures, bytes }: PredictionPack): PredictionEntry[] {
  return Array.from({ length: count }, (_entry, index) => {
    // What the class above has packed.
    const own = values.slice(index * STRIDE, (index + 1) * STRIDE) as Packed;
    return {
      id: own[0],
      at: own[1],
      workspaceId: own[2],
      deploymentId: own[3],
      revision: own[4],
      modelVersionId: own[5],
      isShadow: own[6],
      key: own[7],
      status: own[8],
      error: own[9],
      latencyMs: own[10],
      protocol: own[11],
      rows: own[12],
      signature: signatures[own[13]] ?? { inputs: null, outputs: null },
      input: unpackValue(own[14], bytes) as ModelInput | null,
      output: unpackValue(own[15], bytes) as ModelOutput | null,
    };
  });
}
