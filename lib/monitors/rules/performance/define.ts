import { AppError } from "@/lib/core/errors";
import type { ColumnProfile, ProfileDocument } from "@/lib/datasets/schema/profile";
import type { WatchedColumn, WindowProfile } from "@/lib/datasets/schema/window-profiles";
import {
  type DefinePerformanceInput,
  MAX_CLASSES,
  type PerformanceDefinition,
  type Slice,
  TASK_METRICS,
  type Task,
} from "../../schema/performance";

/** What a monitor knows of its reference. */
export interface Known {
  profile: ProfileDocument;
  /** The columns that it watches, and the reference's counts of them. */
  columns: readonly WatchedColumn[];
  reference: WindowProfile;
  /** The one column that the model is not sent. */
  target: string | null;
}

const DEFAULT_GROUPS = 4;
const MAX_VALUES = 20;

const refuse = (field: string, message: string) =>
  new AppError("INVALID", message, { [field]: message });

function targetOf(wanted: string | undefined, { profile, target }: Known): ColumnProfile | null {
  const name = wanted ?? target;
  if (name === null) return null;
  const found = profile.columns.find((column) => column.name === name);
  if (found) return found;
  throw refuse("target", `The reference has no column “${name}”.`);
}

const valuesOf = ({ top }: ColumnProfile): string[] => top.map(({ value }) => value);

/** By the values of the target: two are classes, texts are, and numbers are not. */
function taskOf(target: ColumnProfile | null): Task {
  if (!target) throw refuse("task", "Say which task it is: the reference has no target by which.");
  if (target.distinct <= 2) return "binary";
  if (target.type === "number") return "regression";
  if (target.distinct <= MAX_CLASSES) return "multiclass";
  throw refuse("task", `“${target.name}” has more than ${MAX_CLASSES} values: too many classes.`);
}

/** What a truth value is posted as. */
const TRUTHS: Readonly<Record<string, string>> = { true: "1", false: "0" };
const POSITIVE = ["1", "yes", "true", "positive"];

function twoClasses(names: readonly string[], wanted: string | undefined): string[] {
  const known = names.map((name) => TRUTHS[name] ?? name);
  const usual = known.find((name) => POSITIVE.includes(name.toLowerCase()));
  const positive = wanted ?? usual ?? known.toSorted().at(-1) ?? "1";
  const others = known.filter((name) => name !== positive);
  return [others.length === 1 ? (others[0] ?? "") : positive === "1" ? "0" : "", positive];
}

function classesOf(
  task: Task,
  target: ColumnProfile | null,
  { classes, positive }: DefinePerformanceInput,
): string[] {
  if (task === "regression") return [];
  const names = classes ?? (target ? numbered(target) : []);
  if (task === "binary") return twoClasses(names.slice(0, 2), positive);
  if (names.length < 2 || names.length > MAX_CLASSES)
    throw refuse("classes", `Name the classes: from 2 to ${MAX_CLASSES}.`);
  return [...names];
}

/** The values of a target; of numbers the ends when their values are not told by name. */
function numbered(target: ColumnProfile): string[] {
  const named = valuesOf(target);
  if (named.length > 0) return named;
  return [target.min, target.max].flatMap((value) => (value === null ? [] : [String(value)]));
}

/** Edges that part the reference's values into groups of about one size. */
function quarters(edges: readonly number[], bins: readonly number[]): number[] {
  const all = bins.reduce((sum, count) => sum + count, 0);
  const found: number[] = [];
  let below = 0;
  for (const [at, edge] of edges.entries()) {
    below += bins[at] ?? 0;
    const isNext = below >= (all * (found.length + 1)) / DEFAULT_GROUPS;
    if (isNext && below < all && found.length < DEFAULT_GROUPS - 1) found.push(edge);
  }
  return found;
}

function sliceOf(name: string, { columns, reference }: Known): Slice {
  const at = columns.findIndex((column) => column.name === name && column.source === "input");
  const [column, counts] = [columns[at], reference.columns[at]];
  if (!column || !counts) throw refuse("slices", `The monitor does not watch a column “${name}”.`);
  return column.kind === "category"
    ? { kind: "category", column: name, values: column.categories.slice(0, MAX_VALUES) }
    : { kind: "number", column: name, edges: quarters(column.edges, counts.bins) };
}

function metricOf(task: Task, { metric }: DefinePerformanceInput) {
  const known = TASK_METRICS[task];
  if (metric === undefined) return known[0] ?? "accuracy";
  if (known.includes(metric)) return metric;
  throw refuse("metric", `A ${task} task has no ${metric}.`);
}

function assertAnswered(
  { answered }: DefinePerformanceInput,
  task: Task,
  classes: number,
  { profile }: Known,
): void {
  if (!answered) return;
  const names = new Set(profile.columns.map(({ name }) => name));
  const unknown = [answered.prediction, ...answered.scores].find((name) => !names.has(name));
  if (unknown !== undefined) throw refuse("answered", `The reference has no column “${unknown}”.`);
  const wanted = task === "binary" ? 1 : task === "regression" ? 0 : classes;
  if (answered.scores.length !== 0 && answered.scores.length !== wanted)
    throw refuse("answered", `Name ${wanted} columns with chances, or none.`);
}

/** What can be judged as it is, by the reference's target; null when that does not tell. */
export function inferPerformance(known: Known): PerformanceDefinition | null {
  if (known.target === null) return null;
  try {
    return definePerformance({}, known);
  } catch (error) {
    if (error instanceof AppError && error.code === "INVALID") return null;
    throw error;
  }
}

/** The whole definition, with what is not said filled in by the reference. Throws INVALID for what cannot be. */
export function definePerformance(
  input: DefinePerformanceInput,
  known: Known,
): PerformanceDefinition {
  const target = targetOf(input.target, known);
  const task = input.task ?? taskOf(target);
  const classes = classesOf(task, target, input);
  assertAnswered(input, task, classes.length, known);
  const { goal, limit, delayHours, enoughShare, minRows, cutoff, answered } = input;
  if (answered && !target) throw refuse("target", "Name the reference's column with the truth.");
  return {
    ...{ task, classes, target: target?.name ?? null },
    metric: metricOf(task, input),
    slices: (input.slices ?? []).map((name) => sliceOf(name, known)),
    answered: answered ?? null,
    business: input.business ?? null,
    goal: goal ?? null,
    limit: limit ?? { kind: "learned" },
    delayHours: delayHours ?? 24,
    enoughShare: enoughShare ?? 0.9,
    minRows: minRows ?? 100,
    cutoff: cutoff ?? 0.5,
  };
}
