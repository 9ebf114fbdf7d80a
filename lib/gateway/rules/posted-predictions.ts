import type { PostedPrediction } from "../schema/posted-predictions";
import { nameOf } from "./non-finite";
import { toJson } from "./prediction-pack";
import type { LogSettings } from "./predictions";
import { type ModelSignature, readSignature } from "./signature";

/** What is wrong with one row, in a sentence for whoever sent it. */
export class RefusedRow extends Error {}

/** Clocks differ; more than this is not of now. */
const MAX_AHEAD_MS = 10 * 60_000;
const DAY_MS = 86_400_000;
/** Answers by the names that libraries give them, where no signature names the outputs. */
const ANSWERS: ReadonlySet<string> = new Set(["prediction", "predictions", "score"]);
const FACTS: ReadonlySet<string> = new Set(["id", "at", "revision", "version", "key"]);
const NUMERIC: ReadonlySet<string> = new Set(["integer", "long", "float", "double"]);
const NO_NUMBER = /^[+-]?(?:nan|inf|infinity)$/i;
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** A value of a file or of JSON, as JSON can hold it. */
export function plainValue(value: unknown): unknown {
  if (typeof value === "number") return Number.isFinite(value) ? value : nameOf(value);
  if (typeof value === "bigint") return Number(value);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (ArrayBuffer.isView(value)) throw new RefusedRow("A value of bytes cannot be logged.");
  return value ?? null;
}

const TRUTHS: Readonly<Record<string, boolean>> = {
  ...{ true: true, True: true, TRUE: true },
  ...{ false: false, False: false, FALSE: false },
};

function numberOf(text: string): number | string {
  if (!NO_NUMBER.test(text)) return NUMBER.test(text) ? Number(text) : text;
  if (/nan/i.test(text)) return "NaN";
  return nameOf(text.startsWith("-") ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY);
}

/** The text of a cell as its column wants it; a text that is none stays one, and is counted as of another type. */
function ofText(text: string, type: string | undefined): unknown {
  if (text === "") return null;
  if (type === "boolean") return TRUTHS[text] ?? text;
  if (type === undefined) return TRUTHS[text] ?? numberOf(text);
  return NUMERIC.has(type) ? numberOf(text) : text;
}

interface Column {
  place: "fact" | "input" | "output";
  name: string;
  type: string | undefined;
}

/** What the columns of a table are: by their prefix, else facts by name, outputs by the signature, and inputs all others. */
export function placeColumns(names: readonly string[], signature: ModelSignature): Column[] {
  const side = (which: "inputs" | "outputs") => {
    const found = signature[which];
    return new Map(
      found?.kind === "columns" ? found.columns.map(({ name, type }) => [name, type]) : [],
    );
  };
  const [inputs, outputs] = [side("inputs"), side("outputs")];
  return names.map((full): Column => {
    const [, prefix, rest = full] = /^(input|output)\.(.+)$/s.exec(full) ?? [];
    if (prefix === "input") return { place: "input", name: rest, type: inputs.get(rest) };
    if (prefix === "output") return { place: "output", name: rest, type: outputs.get(rest) };
    if (FACTS.has(full)) return { place: "fact", name: full, type: "string" };
    if (!inputs.has(full) && (outputs.has(full) || ANSWERS.has(full)))
      return { place: "output", name: full, type: outputs.get(full) };
    return { place: "input", name: full, type: inputs.get(full) };
  });
}

/** One row of a table, as it would have been posted as JSON. */
export function rowOfTable(columns: readonly Column[], values: readonly unknown[]): unknown {
  const row: Record<string, Record<string, unknown>> = { fact: {}, input: {}, output: {} };
  for (const [index, { place, name, type }] of columns.entries()) {
    const value = values[index];
    const plain = typeof value === "string" ? ofText(value, type) : plainValue(value);
    if (place === "fact" && plain === null) continue;
    Object.defineProperty(row[place], name, { value: plain, enumerable: true });
  }
  const { fact = {}, input, output = {} } = row;
  const answers = Object.entries(output);
  const [only] = answers;
  const outputs = answers.length === 1 && only ? only[1] : output;
  return { ...fact, inputs: input, outputs: answers.length === 0 ? null : outputs };
}

export interface PostedRevision {
  number: number;
  modelVersionId: bigint | null;
  modelVersion: number;
  signature: unknown;
}

export interface Receiving {
  revisions: readonly PostedRevision[];
  /** What has the most traffic now. */
  stable: number;
  settings: LogSettings;
}

/** Which revision has answered. Throws RefusedRow for one that is not there. */
export function revisionOf(
  { revision, version }: Pick<PostedPrediction, "revision" | "version">,
  { revisions, stable }: Receiving,
): PostedRevision {
  const found =
    version === undefined
      ? revisions.find(({ number }) => number === (revision ?? stable))
      : revisions.findLast(
          (one) =>
            one.modelVersion === version && (revision === undefined || one.number === revision),
        );
  if (found) return found;
  throw new RefusedRow(
    version === undefined
      ? `The deployment has no revision ${revision ?? stable}.`
      : `The deployment has no revision${revision === undefined ? "" : ` ${revision}`} of version ${version}.`,
  );
}

/** Refuses what the log would not keep any more, and what was not made yet. */
export function checkMoment(at: number, now: number, { retentionDays }: LogSettings): void {
  if (at > now + MAX_AHEAD_MS)
    throw new RefusedRow("Its time lies in the future: a clock is wrong, or a unit is.");
  if (at < now - retentionDays * DAY_MS)
    throw new RefusedRow(`It is older than the ${retentionDays} days that the log keeps.`);
}

/** Inputs by the names of the signature where they came in its order; refused when they are longer than the log keeps. */
export function loggableInputs(
  { inputs }: Pick<PostedPrediction, "inputs">,
  { signature }: PostedRevision,
  { maxBytes }: LogSettings,
): unknown {
  const side = readSignature(signature).inputs;
  const names = side?.kind === "columns" ? side.columns.map(({ name }) => name) : null;
  if (Array.isArray(inputs) && names && inputs.length !== names.length)
    throw new RefusedRow(`It has ${inputs.length} inputs; the model takes ${names.length}.`);
  const named =
    Array.isArray(inputs) && names
      ? Object.fromEntries(names.map((name, at) => [name, inputs[at]]))
      : inputs;
  // The brackets of the list that it is kept in count too.
  if (toJson(named).length + 2 > maxBytes)
    throw new RefusedRow(`Its inputs are longer than the ${maxBytes} bytes that the log keeps.`);
  return named;
}
