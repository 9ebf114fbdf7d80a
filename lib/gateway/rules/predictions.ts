import { MASK } from "@/lib/deployments/rules/masks";
import { type PredictionEntry, toJson } from "./prediction-pack";

/** What the log keeps of a prediction. */

export interface LogSettings {
  isEnabled: boolean;
  sampleRate: number;
  maskedColumns: readonly string[];
  maxBytes: number;
  maxRows: number;
  retentionDays: number;
}

export const DEFAULT_LOG: LogSettings = {
  isEnabled: true,
  sampleRate: 1,
  maskedColumns: [],
  maxBytes: 16_384,
  maxRows: 100,
  retentionDays: 30,
};

/** Whether a prediction falls into the sample: by its id, so that it is the same on every replica. */
export function isSampled(id: string, rate: number): boolean {
  if (rate >= 1) return true;
  // FNV-1a, with its bits mixed once more so that ids that differ in few characters spread.
  let hash = 0x811c9dc5;
  for (let at = 0; at < id.length; at += 1) hash = Math.imul(hash ^ id.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return ((hash ^ (hash >>> 13)) >>> 0) / 2 ** 32 < rate;
}

/** Failures are kept whatever the sample is. */
export const isKept = (
  { id, status }: Pick<PredictionEntry, "id" | "status">,
  settings: LogSettings,
): boolean => settings.isEnabled && (status >= 400 || isSampled(id, settings.sampleRate));

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A table by columns and rows, as MLflow's "dataframe_split" writes it. */
function maskTable(
  table: Readonly<Record<string, unknown>>,
  columns: readonly unknown[],
  masked: ReadonlySet<string>,
): unknown {
  const hidden = columns.map((name) => masked.has(String(name)));
  const rows = Array.isArray(table.data) ? table.data : [];
  return {
    ...table,
    data: rows.map((row: unknown) =>
      Array.isArray(row) ? row.map((value, at) => (hidden[at] ? MASK : value)) : row,
    ),
  };
}

/** The same value with nothing left of the masked columns, in whatever form a protocol sends them. */
export function maskColumns(value: unknown, masked: ReadonlySet<string>): unknown {
  if (Array.isArray(value)) return value.map((item) => maskColumns(item, masked));
  if (!isObject(value)) return value;
  if (Array.isArray(value.columns) && "data" in value)
    return maskTable(value, value.columns, masked);
  const isNamed = typeof value.name === "string" && masked.has(value.name) && "data" in value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      masked.has(name) || (isNamed && name === "data") ? MASK : maskColumns(inner, masked),
    ]),
  );
}

export interface Kept {
  /** JSON text; null when not even one row fits. */
  text: string | null;
  /** What it is the text of; null when there is none. */
  value: unknown;
  isCut: boolean;
}

/** As many rows as the bounds allow. */
export function keepRows(
  value: unknown,
  { maxBytes, maxRows }: Pick<LogSettings, "maxBytes" | "maxRows">,
): Kept {
  if (value === null || value === undefined) return { text: null, value: null, isCut: false };
  if (!Array.isArray(value)) {
    const text = toJson(value);
    return text.length <= maxBytes
      ? { text, value, isCut: false }
      : { text: null, value: null, isCut: true };
  }
  let rows = value.length > maxRows ? value.slice(0, maxRows) : value;
  let text = toJson(rows);
  while (text.length > maxBytes && rows.length > 1) {
    rows = rows.slice(0, Math.max(1, Math.floor((rows.length * maxBytes) / text.length)));
    text = toJson(rows);
  }
  const isCut = rows.length < value.length;
  return text.length <= maxBytes
    ? { text, value: rows, isCut }
    : { text: null, value: null, isCut: true };
}

export type Answer = number | string | null;

const MAX_ANSWER_LENGTH = 200;
/** What libraries call the column that is the answer, the most telling first. */
const ANSWER_NAMES = ["prediction", "predictions", "label", "output_label", "class", "variable"];

/** A list of chances is the class with the greatest. */
function listAnswer(values: readonly unknown[]): Answer {
  if (values.length === 1) return toAnswer(values[0]);
  const chances = values.filter((value) => typeof value === "number");
  if (chances.length === 0 || chances.length < values.length) return null;
  return chances.indexOf(Math.max(...chances));
}

/** What is compared with the truth; true is 1. */
function toAnswer(value: unknown): Answer {
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value === "boolean" || typeof value === "bigint") return Number(value);
  if (typeof value === "string") return value.slice(0, MAX_ANSWER_LENGTH);
  if (Array.isArray(value)) return listAnswer(value);
  if (!isObject(value)) return null;
  const name = answerName(Object.keys(value));
  return name === undefined ? null : toAnswer(value[name]);
}

const answerName = (names: readonly string[]): string | undefined =>
  ANSWER_NAMES.find((name) => names.includes(name)) ?? names[0];

/** Rows of a tensor as the Open Inference Protocol sends it: flat, with its shape. */
function tensorRows({ data, shape }: Readonly<Record<string, unknown>>): unknown[] {
  if (!Array.isArray(data)) return [];
  const count = Array.isArray(shape) ? Number(shape[0]) : data.length;
  if (!Number.isInteger(count) || count < 1 || count >= data.length) return data;
  const width = data.length / count;
  return Array.from({ length: count }, (_row, at) => data.slice(at * width, (at + 1) * width));
}

/** Answers of the outputs of the Open Inference Protocol: one of the tensors tells them. */
function tensorAnswers(tensors: readonly Readonly<Record<string, unknown>>[]): unknown[] {
  const name = answerName(tensors.map((tensor) => String(tensor.name)));
  const tensor = tensors.find((one) => one.name === name);
  return tensor ? tensorRows(tensor) : [];
}

/** The answers of a prediction, one a row, from the outputs in whatever form they come. */
export function answersOf(outputs: unknown, maxRows: number): Answer[] {
  if (Array.isArray(outputs)) {
    const tensors = outputs.filter((one) => isObject(one) && "data" in one && "name" in one);
    const rows = tensors.length > 0 ? tensorAnswers(tensors) : outputs;
    return rows.slice(0, maxRows).map(toAnswer);
  }
  if (outputs === null || outputs === undefined) return [];
  if (!isObject(outputs)) return [toAnswer(outputs)];
  const name =
    ["predictions", "outputs"].find((one) => one in outputs) ?? answerName(Object.keys(outputs));
  const value = name === undefined ? undefined : outputs[name];
  return typeof value === "object" ? answersOf(value, maxRows) : [toAnswer(value)];
}

/**
 * The same JSON without what a database cannot read: NUL characters and halves of surrogate pairs, which `JSON.stringify`
 * writes as escapes.
 */
export function readableJson(json: string): string {
  if (!json.includes("\\u")) return json;
  return json.replaceAll(/\\(u0000|ud[89a-f][\da-f]{2}|[\s\S])/g, (whole, escaped: string) =>
    escaped.length > 1 ? "\\ufffd" : whole,
  );
}
