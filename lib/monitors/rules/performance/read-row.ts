import type { PerformanceDefinition, Slice } from "../../schema/performance";

/** A row of the log, as JSON has it. */
export interface LoggedRow {
  answer: unknown;
  /** What the model gave for the row, as far as it was kept. */
  output: unknown;
  input: unknown;
  /** Absent while no label is there. */
  label?: unknown;
}

export interface PerformanceRow {
  /** The place of a class, or a number; null when it cannot be compared. */
  predicted: number | null;
  /** Likewise; absent while no label is there. */
  truth?: number | null;
  /** The chance of each class, when the model gives them. */
  scores: readonly number[] | null;
  /** The group of each slice; -1 for rows without a value. */
  groups: readonly number[];
  /** What losses are learned by, where they are. */
  features?: readonly number[];
}

type Classes = Pick<PerformanceDefinition, "task" | "classes" | "cutoff">;

const isChance = (value: unknown): value is number =>
  typeof value === "number" && value >= 0 && value <= 1;

/** Chances add up to one; single-precision ones nearly. */
const MOST_APART = 0.01;

function chances(values: readonly unknown[], count: number): number[] | null {
  const found = values.filter(isChance);
  if (found.length !== values.length) return null;
  if (count === 2 && found.length === 1) return [1 - (found[0] ?? 0), found[0] ?? 0];
  const sum = found.reduce((total, one) => total + one, 0);
  return found.length === count && Math.abs(sum - 1) <= MOST_APART ? found : null;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const byNumberOrText = (one: string, other: string): number => {
  const apart = Number(one) - Number(other);
  if (Number.isFinite(apart)) return apart;
  return one < other ? -1 : Number(one > other);
};

/** Lists of chances stand in the order of the classes' values, as libraries keep them; ours of two has the positive one last. */
function inOurOrder(found: number[], { task, classes }: Classes): number[] {
  const sorted = classes.toSorted(byNumberOrText);
  if (found.length !== classes.length || (task === "binary" && classes.includes(""))) return found;
  return classes.map((name) => found[sorted.indexOf(name)] ?? 0);
}

/** The chances of the classes among what the model gave for a row: a list of them, or one by each class's name. */
function scoresOf(output: unknown, definition: Classes): number[] | null {
  const count = definition.classes.length;
  if (Array.isArray(output)) {
    const found = chances(output, count);
    return found && inOurOrder(found, definition);
  }
  if (!isObject(output)) return null;
  const named = chances(
    definition.classes.map((name) => output[name]),
    count,
  );
  if (named) return named;
  for (const value of Object.values(output)) {
    const found = typeof value === "object" ? scoresOf(value, definition) : null;
    if (found) return found;
  }
  return null;
}

const TRUTH_WORDS: Readonly<Record<string, string>> = { true: "1", false: "0" };

function classOf(value: unknown, { task, classes }: Classes): number | null {
  if (value === null || value === undefined || typeof value === "object") return null;
  const text = String(value);
  const find = (name: string) => classes.indexOf(name);
  const place = find(text) >= 0 ? find(text) : find(TRUTH_WORDS[text] ?? text);
  if (place >= 0) return place;
  return task === "binary" ? 0 : null;
}

/** More cannot be raised to its fourth power and summed up. */
const FAR = 1e60;
const numberOf = (value: unknown): number | null =>
  typeof value === "number" && Math.abs(value) < FAR ? value : null;

function groupOf(slice: Slice, input: unknown): number {
  const value = isObject(input) && Object.hasOwn(input, slice.column) ? input[slice.column] : null;
  if (slice.kind === "category") {
    if (value === null || typeof value === "object") return -1;
    const place = slice.values.indexOf(String(value));
    return place >= 0 ? place : slice.values.length;
  }
  if (typeof value !== "number" || !Number.isFinite(value)) return -1;
  const place = slice.edges.findIndex((edge) => value < edge);
  return place >= 0 ? place : slice.edges.length;
}

/** A row as its task reads it. */
export function readRow(row: LoggedRow, definition: PerformanceDefinition): PerformanceRow {
  const { task, slices, cutoff } = definition;
  const groups = slices.map((slice) => groupOf(slice, row.input));
  const truthOf = (read: (value: unknown) => number | null) =>
    row.label === undefined ? {} : { truth: read(row.label) };
  if (task === "regression")
    return { predicted: numberOf(row.answer), scores: null, groups, ...truthOf(numberOf) };
  const truth = truthOf((value) => classOf(value, definition));
  const { answer } = row;
  const isScore = task === "binary" && isChance(answer) && answer > 0 && answer < 1;
  if (isScore)
    return { predicted: Number(answer >= cutoff), scores: [1 - answer, answer], groups, ...truth };
  const scores = scoresOf(row.output, definition);
  return { predicted: classOf(answer, definition), scores, groups, ...truth };
}
