import "server-only";
import { askThread } from "@/lib/core/ask-thread";
import { AppError } from "@/lib/core/errors";
import { takeTurns } from "@/lib/core/turnstile";
import { scanColumn } from "@/lib/datasets/jobs/scan-table";
import { tableFileOf } from "@/lib/datasets/jobs/table-file";
import { db } from "@/lib/db/client";
import { inTransaction, pool } from "@/lib/db/pool";
import { readPlans } from "@/lib/gateway/sql/profile-plans";
import { MAX_BASELINE_ROWS } from "../rules/performance/baseline";
import { featuresOf, lossColumns } from "../rules/performance/losses";
import { type LoggedRow, type PerformanceRow, readRow } from "../rules/performance/read-row";
import type { LossColumn } from "../schema/loss-model";
import type { Baseline, PerformanceDefinition } from "../schema/performance";
import { type DuePerformance, readSettled, saveBaseline } from "../sql/performance";
import { readLoggedRows } from "../sql/performance-log";
import type { BaselineTask } from "./performance-thread";

/** So many times the labelled rows that a window needs are needed of the first windows together. */
const TIMES_LEAST_ROWS = 10;
const TURNS = {
  name: "performance-threads",
  atOnce: 1,
  waiting: 20,
  full: "Many baselines are being learned. Try again in a moment.",
};

const learn = (...task: BaselineTask): Promise<Baseline> =>
  takeTurns(TURNS, () =>
    askThread<never, Baseline>({
      source: "lib/monitors/jobs/performance-thread.ts",
      data: task,
      maxHeapMb: 1_024,
      deadlineMs: 120_000,
      tooLong: "Learning what is usual takes longer than two minutes.",
      tooLarge: "Learning what is usual takes more memory than there is for it.",
      reply: () => Promise.reject(new Error("Nothing is asked for.")),
    }),
  );

/** Columns of the reference as rows of the log: what the model answered to it, and what was true. */
async function referenceRows(
  due: DuePerformance,
  definition: PerformanceDefinition,
  columns: readonly LossColumn[],
): Promise<PerformanceRow[]> {
  const { answered, target } = definition;
  const version = await db().datasetVersion.findUniqueOrThrow({
    where: { id: due.referenceVersionId, workspaceId: due.workspaceId },
  });
  const file = await tableFileOf(version);
  if (!file || !answered || target === null)
    throw new AppError("INVALID", "The file of the reference is not kept here.");
  const { store, path, size, format } = file;
  const column = async (name: string, as: "numbers" | "texts") => {
    const found = await scanColumn(store, path, { format, size, column: name, as });
    if (found.kind === "numbers") return Array.from(found.values);
    return Array.from(found.places, (place) => found.texts[place] ?? null);
  };
  const as = definition.task === "regression" ? "numbers" : "texts";
  const [answers, truths] = [await column(answered.prediction, as), await column(target, as)];
  const scores: (string | number | null)[][] = [];
  for (const name of answered.scores) scores.push(await column(name, "numbers"));
  const inputs: [string, (string | number | null)[]][] = [];
  for (const { name, categories } of columns)
    inputs.push([name, await column(name, categories ? "texts" : "numbers")]);
  const every = Math.ceil(answers.length / MAX_BASELINE_ROWS);
  return answers.flatMap((answer, at): PerformanceRow[] => {
    if (at % every !== 0) return [];
    const named = scores.map((values, place) => [String(place), Number(values[at])] as const);
    const logged: LoggedRow = { answer, output: null, input: null, label: truths[at] ?? null };
    const row = readRow(logged, definition);
    const input = Object.fromEntries(inputs.map(([name, values]) => [name, values[at] ?? null]));
    const scored = { ...row, scores: scoresOf(named, definition) ?? row.scores };
    return [withFeatures(scored, columns, input)];
  });
}

function scoresOf(
  named: readonly (readonly [string, number])[],
  { task }: PerformanceDefinition,
): number[] | null {
  const values = named.map(([, value]) => value);
  if (values.length === 0 || !values.every((value) => value >= 0 && value <= 1)) return null;
  return task === "binary" ? [1 - (values[0] ?? 0), values[0] ?? 0] : values;
}

/** By which losses are learned: the columns that the monitor watches. */
async function columnsOf({ planId }: DuePerformance): Promise<LossColumn[]> {
  const [plan] = await readPlans(pool(), [planId]);
  return plan ? lossColumns(plan.columns) : [];
}

const withFeatures = (
  row: PerformanceRow,
  columns: readonly LossColumn[],
  input: unknown,
): PerformanceRow =>
  columns.length === 0 || row.predicted === null
    ? row
    : { ...row, features: featuresOf(columns, input, row.predicted) };

/** The labelled rows of the first windows that need not wait; null while they are too few. */
async function firstRows(
  due: DuePerformance,
  definition: PerformanceDefinition,
  columns: readonly LossColumn[],
) {
  const settled = await readSettled(pool(), due);
  const needed = TIMES_LEAST_ROWS * definition.minRows;
  let [labelled, count] = [0, 0];
  while (labelled < needed && count < settled.length) {
    labelled += settled[count]?.labelled ?? 0;
    count += 1;
  }
  const [first, last] = [settled[0], settled[count - 1]];
  if (labelled < needed || !first || !last) return null;
  const rows: PerformanceRow[] = [];
  const take = (row: LoggedRow) => {
    if ("label" in row) rows.push(withFeatures(readRow(row, definition), columns, row.input));
    return rows.length < MAX_BASELINE_ROWS;
  };
  for (const { opensAt, closesAt } of settled.slice(0, count)) {
    const span = {
      from: new Date(opensAt),
      to: new Date(closesAt),
      withInputs: columns.length > 0,
    };
    await readLoggedRows({ deploymentId: due.deploymentId, ...span }, take);
  }
  const { opensAt } = first;
  return { rows, from: { kind: "windows" as const, opensAt, closesAt: last.closesAt } };
}

async function learnFrom(due: DuePerformance, definition: PerformanceDefinition) {
  const columns = definition.task === "regression" ? await columnsOf(due) : [];
  if (definition.answered) {
    const rows = await referenceRows(due, definition, columns);
    return learn(rows, definition, { kind: "reference" }, columns);
  }
  const first = await firstRows(due, definition, columns);
  return first && learn(first.rows, definition, first.from, columns);
}

/** Learns what is usual once there is enough to learn it from, and freezes it; answers it when it was. */
export async function learnOnce(
  due: DuePerformance,
  definition: PerformanceDefinition,
): Promise<Baseline | null> {
  let learned: Baseline | { problem: string } | null;
  try {
    learned = await learnFrom(due, definition);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    learned = { problem: error.message };
  }
  if (!learned) return null;
  const found = learned;
  await inTransaction((tx) => saveBaseline(tx, due, found));
  return "problem" in found ? null : found;
}
