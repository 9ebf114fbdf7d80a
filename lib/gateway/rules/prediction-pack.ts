import type { ModelInput, ModelOutput, Tensor } from "../schema/payload";
import {
  aligned,
  isLaidOut,
  layOut,
  MAX_LOGGED_ROWS,
  type PackedLayout,
  type Plain,
  plainOf,
} from "./packed-layout";
import type { ModelSignature } from "./signature";

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

/** As many predictions as are handed over at once. */
export const FULL_PACK = 200;
const PACK_BYTES = 256 * 1024;
/** About what the facts of one take. */
const FACTS_BYTES = 512;
/** What many predictions have in common; a pack holds each once. */
export type PackedFacts = Pick<
  PredictionEntry,
  | "workspaceId"
  | "deploymentId"
  | "revision"
  | "modelVersionId"
  | "isShadow"
  | "protocol"
  | "signature"
>;

/** JSON, or which layout; none. */
export type PackedValue = string | number | null;
/** Of tensors of texts, those of each. */
export type PackedTexts = readonly (readonly string[])[] | null;

/** Plain values in one order, of which many stand in one list: what is cheapest to hand over. */
export type Packed = [
  id: string,
  at: number,
  facts: number,
  key: string | null,
  status: number,
  error: string | null,
  latencyMs: number,
  rows: number,
  input: PackedValue,
  inputAt: number,
  inputTexts: PackedTexts,
  output: PackedValue,
  outputAt: number,
  outputTexts: PackedTexts,
];
export const STRIDE = 14;

export interface PredictionPack {
  count: number;
  values: unknown[];
  facts: PackedFacts[];
  layouts: PackedLayout[];
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

/** JSON of what is not in tensors, its first rows. */
function jsonOf(value: ModelInput | ModelOutput): string {
  if (value.kind === "tensors") throw new Error("Tensors are packed as they are.");
  if (value.kind === "table")
    return toJson({ ...value, rows: value.rows.slice(0, MAX_LOGGED_ROWS) });
  if (value.kind === "array")
    return toJson({ ...value, value: value.value.slice(0, MAX_LOGGED_ROWS) });
  const { predictions } = value;
  if (!Array.isArray(predictions)) return toJson(value);
  return toJson({ ...value, predictions: predictions.slice(0, MAX_LOGGED_ROWS) });
}

/** Bytes that texts take at most. */
const sizeOfText = (text: string | null): number => 2 * (text?.length ?? 0);

const sizeOfValue = (value: PackedValue): number =>
  typeof value === "string" ? sizeOfText(value) : 0;

const sizeOfTexts = (texts: PackedTexts): number =>
  texts?.reduce((sum, own) => sum + own.reduce((size, text) => size + sizeOfText(text), 0), 0) ?? 0;

/** Facts and layouts are sought among so many of the newest; one that is older stands in the pack once more. */
const SOUGHT = 16;
/** The values of so few are written one by one, which is faster than to ask for a copy. */
const FEW = 64;

/** Packs predictions one after the other, until they are taken. */
export class PredictionPacker {
  private values: unknown[] = [];
  private facts: PackedFacts[] = [];
  private layouts: PackedLayout[] = [];
  private bytes = new Uint8Array(PACK_BYTES);
  private floats = new Float32Array(this.bytes.buffer);
  private used = 0;
  count = 0;

  /** Answers about how many bytes it takes. */
  add(entry: PredictionEntry): number {
    const before = this.used;
    const facts = this.indexOf(entry);
    const inputAt = this.used;
    const [input, inputTexts] = this.pack(entry.input);
    const outputAt = this.used;
    const [output, outputTexts] = this.pack(entry.output);
    const { id, at, key, status, error, latencyMs, rows } = entry;
    const packed: Packed = [
      id,
      at,
      facts,
      key,
      status,
      error,
      latencyMs,
      rows,
      input,
      inputAt,
      inputTexts,
      output,
      outputAt,
      outputTexts,
    ];
    this.values.push(...packed);
    this.count += 1;
    const texts =
      sizeOfText(key) +
      sizeOfText(error) +
      sizeOfValue(input) +
      sizeOfValue(output) +
      sizeOfTexts(inputTexts) +
      sizeOfTexts(outputTexts);
    return FACTS_BYTES + texts + this.used - before;
  }

  take(): PredictionPack {
    const { count, values, facts, layouts } = this;
    const bytes = this.bytes.slice(0, this.used);
    this.values = [];
    this.facts = [];
    this.layouts = [];
    if (this.bytes.length > PACK_BYTES) this.reserve(new Uint8Array(PACK_BYTES));
    this.used = 0;
    this.count = 0;
    return { count, values, facts, layouts, bytes };
  }

  private indexOf(entry: PredictionEntry): number {
    const { workspaceId, deploymentId, revision, modelVersionId, isShadow, protocol, signature } =
      entry;
    const least = Math.max(0, this.facts.length - SOUGHT);
    for (let at = this.facts.length - 1; at >= least; at -= 1) {
      const known = this.facts[at];
      if (
        known?.deploymentId === deploymentId &&
        known.revision === revision &&
        known.isShadow === isShadow &&
        known.signature === signature &&
        known.protocol === protocol &&
        known.modelVersionId === modelVersionId &&
        known.workspaceId === workspaceId
      )
        return at;
    }
    const facts = { workspaceId, deploymentId, revision, modelVersionId, isShadow };
    return this.facts.push({ ...facts, protocol, signature }) - 1;
  }

  private pack(value: ModelInput | ModelOutput | null): [PackedValue, PackedTexts] {
    if (value === null) return [null, null];
    const plain = plainOf(value);
    if (plain === null) return [jsonOf(value), null];
    const least = Math.max(0, this.layouts.length - SOUGHT);
    let at = this.layouts.length - 1;
    while (at >= least && !this.isLaidOutAt(at, plain)) at -= 1;
    if (at < least) at = this.layouts.push(layOut(plain)) - 1;
    const texts: string[][] = [];
    for (const { data } of plain.tensors) {
      if (Array.isArray(data)) texts.push(data);
      else this.put(data);
    }
    return [at, texts.length > 0 ? texts : null];
  }

  private isLaidOutAt(at: number, plain: Plain): boolean {
    const known = this.layouts[at];
    return known !== undefined && isLaidOut(plain, known);
  }

  private put(data: Exclude<Tensor["data"], string[]>): void {
    const at = this.used;
    this.used = aligned(at + data.byteLength);
    if (this.used > this.bytes.length) this.grow();
    if (data instanceof Float32Array && data.length <= FEW) {
      const { floats } = this;
      for (let index = 0, to = at / 4; index < data.length; index += 1, to += 1)
        floats[to] = data[index] ?? 0;
    } else this.bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
  }

  private grow(): void {
    const larger = new Uint8Array(2 ** Math.ceil(Math.log2(this.used)));
    larger.set(this.bytes);
    this.reserve(larger);
  }

  private reserve(bytes: Uint8Array<ArrayBuffer>): void {
    this.bytes = bytes;
    this.floats = new Float32Array(bytes.buffer);
  }
}
