import { AppError } from "@/lib/core/errors";
import type { ColumnInput } from "../../schema/columns";
import { byCodePoints, type TextColumn } from "../categorical/counts";
import { type LoadColumn, numbersOf, textsOf } from "../columns";
import type { Classified } from "./classification";
import { type OneClass, UNKNOWN } from "./one-class";
import type { Regressed } from "./regression";

type Table = Readonly<Record<string, ColumnInput>>;

export interface Sides {
  reference: Table;
  analysis: Table;
}

const PROBABILITY = "y_pred_proba";
const CLASS_PREFIX = `${PROBABILITY}_`;
const TRUE_WORDS = new Set(["1", "1.0", "true", "True"]);
const FALSE_WORDS = new Set(["0", "0.0", "false", "False"]);

function need(table: Table, name: string, side: string): ColumnInput {
  const column = table[name];
  if (column === undefined || !Object.hasOwn(table, name))
    throw new AppError("INVALID", `The ${side} has no column "${name}".`);
  return column;
}

function sameLength(lengths: readonly number[], side: string): number {
  const [first = 0] = lengths;
  if (lengths.some((length) => length !== first))
    throw new AppError("INVALID", `The columns of the ${side} are not of one length.`);
  return first;
}

/** Labels of two classes; null is kept for what is missing. */
const toBit = (value: string | null, name: string): number | null => {
  if (value === null) return null;
  if (TRUE_WORDS.has(value)) return 1;
  if (FALSE_WORDS.has(value)) return 0;
  throw new AppError("INVALID", `${name}: "${value.slice(0, 50)}" is neither 0 nor 1.`);
};

interface LabelColumns {
  predicted: TextColumn;
  truth: TextColumn | null;
  scores: Float64Array[];
}

async function labelColumns(
  table: Table,
  names: readonly string[],
  side: keyof Sides,
  load: LoadColumn,
): Promise<LabelColumns> {
  const predicted = await textsOf(need(table, "y_pred", side), "y_pred", load);
  const scores: Float64Array[] = [];
  for (const name of names)
    scores.push((await numbersOf(need(table, name, side), name, load)).values);
  const hasTruth = side === "reference" || Object.hasOwn(table, "y_true");
  const truth = hasTruth ? await textsOf(need(table, "y_true", side), "y_true", load) : null;
  const rows = [predicted.length, ...scores.map(({ length }) => length)];
  if (sameLength(truth ? [...rows, truth.length] : rows, side) === 0)
    throw new AppError("INVALID", `The ${side} has no rows.`);
  return { predicted, truth, scores };
}

/** How a label counts for one class: 1, 0, or null where it is missing. */
type IsClass = (value: string | null, name: string) => number | null;

function viewOf(
  { predicted, truth, scores }: LabelColumns,
  at: number,
  isClass: IsClass,
): OneClass {
  const toBits = (labels: TextColumn, name: string) =>
    Uint8Array.from(labels, (label) => isClass(label, name) ?? UNKNOWN);
  return {
    scores: scores[at] ?? new Float64Array(),
    predicted: toBits(predicted, "y_pred"),
    truth: truth && toBits(truth, "y_true"),
  };
}

export interface ClassifiedTable {
  /** Names of the classes; of a binary problem, nothing. */
  classes: string[];
  reference: Classified;
  analysis: Classified;
}

export async function binaryTable(tables: Sides, load: LoadColumn): Promise<ClassifiedTable> {
  const read = async (side: keyof Sides): Promise<Classified> => {
    const columns = await labelColumns(tables[side], [PROBABILITY], side, load);
    return [viewOf(columns, 0, toBit)];
  };
  return {
    classes: [],
    reference: await read("reference"),
    analysis: await read("analysis"),
  };
}

export async function multiclassTable(tables: Sides, load: LoadColumn): Promise<ClassifiedTable> {
  const classes = Object.keys(tables.reference)
    .filter((name) => name.startsWith(CLASS_PREFIX))
    .map((name) => name.slice(CLASS_PREFIX.length))
    .sort(byCodePoints);
  if (classes.length < 2)
    throw new AppError(
      "INVALID",
      `A multiclass problem needs a column "${CLASS_PREFIX}CLASS" for each of at least two classes.`,
    );
  const names = classes.map((name) => CLASS_PREFIX + name);
  const read = async (side: keyof Sides): Promise<Classified> => {
    const columns = await labelColumns(tables[side], names, side, load);
    const known = new Set(classes);
    const odd = columns.predicted.find((value) => value !== null && !known.has(value));
    if (odd !== undefined)
      throw new AppError(
        "INVALID",
        `y_pred: there is no column "${CLASS_PREFIX}${String(odd).slice(0, 100)}" for a class that was predicted.`,
      );
    return classes.map((name, at) =>
      viewOf(columns, at, (value) => (value === null ? null : Number(value === name))),
    );
  };
  return { classes, reference: await read("reference"), analysis: await read("analysis") };
}

const NOT_FEATURES = new Set(["y_true", "y_pred"]);

/** Texts that are features stand for their places among those of the reference; others are missing. */
async function featuresOf(
  name: string,
  tables: Sides,
  load: LoadColumn,
): Promise<Record<keyof Sides, Float64Array>> {
  const inputs = {
    reference: need(tables.reference, name, "reference"),
    analysis: need(tables.analysis, name, "analysis"),
  };
  const isText = Object.values(inputs).some(
    (input) => Array.isArray(input) && input.some((value) => typeof value === "string"),
  );
  if (!isText)
    return {
      reference: (await numbersOf(inputs.reference, name, load)).values,
      analysis: (await numbersOf(inputs.analysis, name, load)).values,
    };
  const ours = await textsOf(inputs.reference, name, load);
  const theirs = await textsOf(inputs.analysis, name, load);
  const known = [...new Set(ours)].flatMap((text) => text ?? []).sort(byCodePoints);
  const places = new Map(known.map((text, place) => [text, place]));
  const encode = (texts: TextColumn) =>
    Float64Array.from(
      texts,
      (text) => (text === null ? undefined : places.get(text)) ?? Number.NaN,
    );
  return { reference: encode(ours), analysis: encode(theirs) };
}

export async function regressionTable(
  tables: Sides,
  load: LoadColumn,
): Promise<Record<keyof Sides, Regressed>> {
  const names = Object.keys(tables.reference).filter((name) => !NOT_FEATURES.has(name));
  const features: Record<keyof Sides, Float64Array>[] = [];
  for (const name of names) features.push(await featuresOf(name, tables, load));
  const read = async (side: keyof Sides): Promise<Regressed> => {
    const table = tables[side];
    const column = async (name: string) =>
      (await numbersOf(need(table, name, side), name, load)).values;
    const predicted = await column("y_pred");
    const hasTruth = side === "reference" || Object.hasOwn(table, "y_true");
    const truth = hasTruth ? await column("y_true") : null;
    const all = [predicted, ...features.map((one) => one[side])];
    const lengths = [...all, ...(truth ? [truth] : [])].map(({ length }) => length);
    if (sameLength(lengths, side) === 0) throw new AppError("INVALID", `The ${side} has no rows.`);
    if (!predicted.every(Number.isFinite))
      throw new AppError("INVALID", `The ${side} has rows without a prediction.`);
    return { predicted, truth, features: all };
  };
  return { reference: await read("reference"), analysis: await read("analysis") };
}
